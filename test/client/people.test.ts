import { describe, expect, it } from 'vitest';
import { beginning } from '../../src/client/paging.js';
import type { PersonFilter } from '../../src/client/queries.js';
import { type PersonTest, RowSieve } from '../../src/client/sieve.js';
import { failureOf } from './open-account.js';

type Row = { rep: string | null; second?: string; csr?: string };
const { position } = beginning(10);

function person(field: 'rep' | 'csr', name: string, known = false): PersonTest<Row> {
  const filter: PersonFilter = { name, known, roles: [field] };
  return { field, filter, names: (row) => (field === 'rep' ? [row.rep, row.second ?? null] : [row.csr ?? null]) };
}

/** What is kept of these rows for these people, with two rows wanted. */
function sieved(rows: Row[], people: PersonTest<Row>[], readOn = true) {
  const sieve = new RowSieve<Row>(2, { asked: () => true, keep: () => true }, people);
  let taken = 0;
  for (const row of rows) {
    if (sieve.full()) break;
    taken += 1;
    sieve.take(row, position);
  }
  return { taken, result: () => sieve.result(readOn) };
}

const problem = async (rows: Row[], people: PersonTest<Row>[]) => {
  const failure = await failureOf(Promise.resolve().then(() => sieved(rows, people).result()));
  expect(failure.code).toBe('invalid_input');
  return failure.fields?.[0];
};

const dana = { rep: 'Dana Whitfield' };
const lee = { rep: 'Lee Park' };
const danielle = { rep: 'Danielle Moss', second: 'Lee Park' };

describe('whose rows are wanted', () => {
  it('a full name, as primary or secondary rep, ends the reading when there are enough', () => {
    const { taken, result } = sieved([dana, lee, danielle, lee, lee], [person('rep', 'lee  park')]);
    expect(taken).toBe(3);
    expect(result()).toMatchObject({ rows: [{ row: lee }, { row: danielle }], people: { rep: 'Lee Park' } });
  });

  it('a part of a name is good when one person alone has it, and everything was read', () => {
    const { taken, result } = sieved([dana, lee, dana, lee, dana], [person('rep', 'whit')]);
    expect(taken).toBe(5);
    expect(result()).toMatchObject({ rows: { length: 3 }, people: { rep: 'Dana Whitfield' } });
  });

  it('a full name beats the part of another', () => {
    const rows = [{ rep: 'Dan' }, dana, danielle];
    expect(sieved(rows, [person('rep', 'dan')]).result()).toMatchObject({
      rows: [{ row: { rep: 'Dan' } }],
      people: { rep: 'Dan' },
    });
  });

  it('a part that fits several is refused with all of them, never the first', async () => {
    const told = await problem([dana, lee, danielle], [person('rep', 'dan')]);
    expect(told).toMatchObject({ field: 'rep', message: expect.stringContaining('several') });
    expect(told?.candidates?.map(({ name }) => name).sort()).toEqual(['Dana Whitfield', 'Danielle Moss']);
  });

  it('a name that nobody has is refused with those there are', async () => {
    const told = await problem([dana, lee], [person('rep', 'Dana Whitfeld')]);
    expect(told?.candidates?.[0]?.name).toBe('Dana Whitfield');
    expect((await problem([dana, lee], [person('rep', 'xyzzy')]))?.candidates).toHaveLength(2);
    expect((await problem([dana, lee], [person('rep', '...')]))?.field).toBe('rep');
  });

  it('a known name that is on no row is an empty answer, and its parts do not count', () => {
    expect(sieved([dana, lee], [person('rep', 'Dana', true)]).result()).toEqual({ rows: [], people: { rep: 'Dana' } });
  });

  it('a rep and a CSR must both fit, and two parts of names are told apart', () => {
    const rows = [
      { rep: 'Dana Whitfield', csr: 'Kim Abara' },
      { rep: 'Dana Whitfield', csr: 'Lou Reyes' },
      { rep: 'Lee Park', csr: 'Kim Abara' },
    ];
    expect(sieved(rows, [person('rep', 'dana'), person('csr', 'abara')]).result()).toMatchObject({
      rows: [{ row: rows[0] }],
      people: { rep: 'Dana Whitfield', csr: 'Kim Abara' },
    });
  });

  it('rows without a name are nobody', () => {
    expect(sieved([{ rep: null }, dana], [person('rep', 'dana whitfield')]).result().rows).toHaveLength(1);
  });

  it('a name is not refused, and not guessed, where the reading was cut short', async () => {
    for (const name of ['xyzzy', 'whit', 'dan']) {
      const work = Promise.resolve().then(() => sieved([dana, danielle], [person('rep', name)], false).result());
      expect(await failureOf(work)).toMatchObject({ code: 'timeout', retryable: true });
    }
    expect(sieved([dana], [person('rep', 'dana whitfield')], false).result().rows).toHaveLength(1);
  });
});

it('tells rows outside of what was asked from those that only we filter', () => {
  const sieve = new RowSieve<Row>(5, { asked: ({ rep }) => rep !== null, keep: ({ rep }) => rep === 'Lee Park' }, []);
  for (const row of [dana, { rep: null }, lee]) sieve.take(row, position);
  expect(sieve.outside).toBe(1);
  expect(sieve.result(true).rows).toMatchObject([{ row: lee }]);
});
