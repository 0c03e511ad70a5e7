import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { Failure, type FieldProblem } from '../../src/failure.js';
import { readArguments } from '../../src/mcp/arguments.js';
import { choice, date, flag, id, idOrName, integer, list, object, text } from '../../src/mcp/fields.js';
import { argumentSchema } from '../../src/mcp/schema.js';

const schema = z.strictObject({
  job_id: id('a job').optional(),
  client: idOrName('a client').optional(),
  date_from: date('a day').optional(),
  limit: integer('how many', { min: 1, max: 100 }).optional(),
  class: choice(['program', 'store', 'dropship'], 'a class').optional(),
  kinds: list(choice(['jobs', 'purchase_orders'], 'a kind'), 'kinds', { max: 3 }).optional(),
  overdue: flag('late only').optional(),
  changes: object(
    { name: text('a name').nullable().optional(), size: text('a size').optional() },
    'changes',
  ).optional(),
  lines: list(object({ sku: text('a SKU', { max: 10 }), quantity: integer('pieces') }, 'a line'), 'lines').optional(),
});
const shape = argumentSchema(schema);
const read = (given: unknown) => readArguments(schema, shape, given);

function problems(given: unknown): FieldProblem[] {
  try {
    read(given);
  } catch (error) {
    if (error instanceof Failure && error.code === 'invalid_input') return error.fields ?? [];
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('arguments', () => {
  it('are taken as hosts send them: JSON text, numbers and booleans as text, names in any letter case', () => {
    const given = {
      job_id: '32255',
      client: 4711,
      limit: '20',
      class: 'DropShip',
      kinds: '["Jobs", "purchase orders"]',
      overdue: '1',
      lines: '[{"sku": "A", "quantity": "3"}]',
    };
    expect(read(given)).toEqual({
      job_id: 32255,
      client: '4711',
      limit: 20,
      class: 'dropship',
      kinds: ['jobs', 'purchase_orders'],
      overdue: true,
      lines: [{ sku: 'A', quantity: 3 }],
    });
  });

  it('are taken as a list of one where a single text stands for a list of texts', () => {
    expect(read({ kinds: 'Jobs' })).toEqual({ kinds: ['jobs'] });
    expect(problems({ kinds: 'jbos' })).toMatchObject([{ field: 'kinds[0]', nearest: 'jobs' }]);
    expect(problems({ lines: 'A' })).toMatchObject([{ field: 'lines', message: 'must be a list' }]);
  });

  it('that are null or empty are not given', () => {
    expect(read({ job_id: null, client: '', date_from: '', lines: null })).toEqual({});
    expect(read(undefined)).toEqual({});
  });

  it('clear a field with null where that has a meaning, and nowhere else', () => {
    expect(read({ changes: { name: null, size: null } })).toEqual({ changes: { name: null } });
  });

  it('that are unknown are refused at every level, with the nearest known one', () => {
    const given = {
      dateFrom: '2026-01-01',
      changes: { nmae: 'x' },
      lines: [{ sku: 'A', quantity: 1, qty: 1 }],
      zzz: 1,
    };
    expect(problems(given)).toMatchObject([
      { field: 'dateFrom', nearest: 'date_from' },
      { field: 'zzz', message: expect.stringContaining('known are job_id') },
      { field: 'changes.nmae', nearest: 'name' },
      { field: 'lines[0].qty', nearest: 'quantity' },
    ]);
  });

  it('that are unknown are told the known ones once for each object', () => {
    const found = problems({ xxx: 1, yyy: 2, zzz: 3, changes: { qqq: 1 } }).map(({ message }) => message);
    expect(found.filter((message) => message.includes('known are job_id'))).toHaveLength(1);
    expect(found.filter((message) => message.includes('known are name'))).toHaveLength(1);
  });

  it('are told short in the message, where fields have all of them', () => {
    try {
      read(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`zzz${index}`, 1])));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ message: expect.stringMatching(/and 4 more \(all are in fields\)/) });
      expect(error instanceof Failure && error.message.length).toBeLessThan(500);
    }
  });

  it('that come as own keys of an ill will are unknown like others', () => {
    const given = JSON.parse('{"changes":{"__proto__":{"name":"x"},"constructor":1}}');
    expect(problems(given).map(({ field }) => field)).toEqual(['changes.__proto__', 'changes.constructor']);
  });

  it('are refused all at once, in words that say what would be right', () => {
    const given = {
      limit: 0,
      date_from: '2026-02-30',
      class: 'progam',
      overdue: 'yes',
      kinds: [],
      lines: [{ quantity: 1.5 }],
    };
    const found = Object.fromEntries(problems(given).map(({ field, message }) => [field, message]));
    expect(found).toEqual({
      limit: 'must be 1 or more',
      date_from: expect.stringContaining('YYYY-MM-DD'),
      class: 'must be one of program, store, dropship',
      overdue: 'must be true or false',
      kinds: expect.stringContaining('at least 1'),
      'lines[0].sku': 'is required',
      'lines[0].quantity': 'must be a whole number, such as 12',
    });
    expect(problems({ class: 'progam' })[0]?.nearest).toBe('program');
  });

  it.each([
    '1/../../crm',
    '١٢',
    '1e3',
    '0x10',
    ' 12',
    '12.0.1',
    '-1',
    '0',
    '99999999999999999999',
    2 ** 53,
    1.5,
    '',
    true,
    [1],
    {},
  ])('take no %j for an id', (value) => {
    const required = z.strictObject({ job_id: id('a job') });
    expect(() => readArguments(required, argumentSchema(required), { job_id: value })).toThrow(Failure);
  });

  it.each(['2026-2-3', '2026-02-29', '20260203', '2026-02-03T00:00:00', '0000-00-00', 20260203])(
    'take no %j for a day',
    (day) => {
      expect(problems({ date_from: day })).toHaveLength(1);
    },
  );

  it('bound what a refusal says', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`${'x'.repeat(500)}${index}`, 1]));
    const found = problems(many);
    expect(found.length).toBeLessThanOrEqual(25);
    expect(JSON.stringify(found).length).toBeLessThan(20_000);
  });

  it('are either taken or refused as invalid_input, whatever comes', () => {
    const names = fc.constantFrom(...Object.keys(shape.properties), '__proto__', 'other');
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.json())), (given) => {
        try {
          const taken = read(given);
          expect(schema.safeParse(taken).success).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure', code: 'invalid_input' });
        }
      }),
    );
  });
});
