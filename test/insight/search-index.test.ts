import { describe, expect, it } from 'vitest';
import { HELD_KINDS, type Held } from '../../src/insight/held.js';
import { SearchIndex } from '../../src/insight/search-index.js';
import { readJob } from '../../src/records/job.js';
import { readSalesOrder } from '../../src/records/sales-order.js';
import { heldOf } from '../support/account-data.js';

const NEVER = new AbortController().signal;

function job(id: number, description: string, more: object = {}) {
  const { raw: _, ...record } = readJob({ id, description, date: '2026-11-01', ...more });
  return record;
}

/** Held records whose jobs may be changed, as the working set changes them. */
function holding(...jobs: ReturnType<typeof job>[]) {
  const byId = new Map(jobs.map((record) => [record.id, record]));
  const held: Held = { ...heldOf({}), jobs: byId };
  return { held, jobs: byId };
}

function found(index: SearchIndex, text: string): number[] {
  return index.find(text, () => true).matches.map(({ findable }) => findable.record.id);
}

describe('the index of what is held', () => {
  it('follows what is new, changed and gone', () => {
    const { held, jobs } = holding(job(1, 'Navy polos'), job(2, 'Golf towels'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy')).toEqual([1]);
    jobs.set(1, job(1, 'Crimson polos'));
    jobs.set(3, job(3, 'Navy caps'));
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy')).toEqual([3]);
    expect(found(index, 'polos')).toEqual([1]);
    jobs.delete(3);
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy')).toEqual([]);
    expect(found(index, 'towels')).toEqual([2]);
  });

  it('forgets what is gone where as many are new', () => {
    const { held, jobs } = holding(job(1, 'Navy polos'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    jobs.delete(1);
    jobs.set(2, job(2, 'Golf towels'));
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy')).toEqual([]);
  });

  it('takes in much a part at a time, and lets others run between', async () => {
    const many = Array.from({ length: 2_000 }, (_, at) => job(at + 1, `Navy polos number ${at + 1}`));
    const { held } = holding(...many);
    const index = new SearchIndex();
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    expect(await index.catchUp(held, HELD_KINDS, NEVER)).toBe(true);
    done = true;
    expect(turns).toBeGreaterThanOrEqual(5);
    expect(await index.catchUp(held, HELD_KINDS, NEVER)).toBe(false);
    expect(found(index, 'navy')).toHaveLength(2_000);
  });

  it('stops where its call is cancelled, and goes on with the next', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => job(at + 1, 'Navy polos'));
    const { held } = holding(...many);
    const index = new SearchIndex();
    const cancel = new AbortController();
    const work = index.catchUp(held, HELD_KINDS, cancel.signal);
    cancel.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy')).toHaveLength(1_000);
  });

  it('puts the newest first of what fits as well, and the best before all', () => {
    const dated = (id: number, date: string, description = 'Navy polos') => job(id, description, { date });
    const { held } = holding(
      dated(1, '2026-01-05'),
      dated(2, '2026-11-05'),
      dated(3, '2026-05-05'),
      dated(4, '2026-01-01', 'Navy polos with a navy crest and an anchor'),
    );
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    expect(found(index, 'navy polos')).toEqual([2, 3, 1, 4]);
    expect(found(index, 'navy anchor')[0]).toBe(4);
  });

  it('finds a product by its SKU with any size, the size asked for first', () => {
    const index = new SearchIndex();
    const sold = (id: number, sku: string) => {
      const { raw: _, lineItems, ...order } = readSalesOrder({ id, date: '2026-11-01', line_items: [{ sku }] });
      return { ...order, lineItems };
    };
    const orders = [sold(1, 'ABC123-2XL'), sold(2, 'ABC123-S'), sold(3, 'ABC123'), sold(4, 'ABC124-2XL')];
    index.update({ ...heldOf({}), salesOrders: new Map(orders.map((order) => [order.id, order])) }, HELD_KINDS);
    expect(found(index, 'ABC123-2XL')[0]).toBe(1);
    expect(found(index, 'abc123-s')[0]).toBe(2);
    for (const text of ['ABC123', 'ABC123-2XL', 'ABC123-M']) expect(found(index, text).sort()).toEqual([1, 2, 3]);
  });

  it('looks for a word as it was written among the records that count alone', () => {
    const dated = (id: number, date: string, description: string) => job(id, description, { date });
    const { held } = holding(dated(1, '2026-01-10', 'Jonson reunion'), dated(2, '2026-11-10', 'Johnson picnic'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    const recent = index.find('jonson', ({ record }) => record.id === 2);
    expect(recent.matches.map(({ findable }) => findable.record.id)).toEqual([2]);
    expect(recent.otherwise).toEqual(['jonson']);
    expect(found(index, 'jonson')).toEqual([1]);
  });

  it.each([
    ['amce', 'Acme'],
    ['nvay', 'Navy'],
    ['simth', 'Smith'],
    ['cidny', 'Cindy'],
    ['gacria', 'Garcia'],
  ])('finds %s, of which two letters are swapped', (asked, name) => {
    const { held } = holding(job(1, `${name} picnic`), job(2, 'Golf towels'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    expect(found(index, asked)).toEqual([1]);
  });

  it('says which words stand nowhere, and which not as they were written', () => {
    const { held } = holding(job(1, 'Navy polos'), job(2, 'Navy caps PO-88213'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    const asked = (text: string) => {
      const { nowhere, otherwise } = index.find(text, () => true);
      return { nowhere, otherwise };
    };
    expect(asked('the navy polo order with PO 4471')).toEqual({ nowhere: ['4471'], otherwise: [] });
    expect(asked('nvay polos')).toEqual({ nowhere: [], otherwise: ['nvay'] });
    expect(asked('PO-99999')).toEqual({ nowhere: [], otherwise: ['PO-99999'] });
    expect(asked('PO-88213')).toEqual({ nowhere: [], otherwise: [] });
  });

  it('leaves out what is there by chance: far below the best, or beside a number asked for alone', () => {
    const many = Array.from({ length: 30 }, (_, at) => job(at + 10, `Caps PO-${70_000 + at}`));
    const { held } = holding(job(1, 'Navy polos'), job(2, 'Navy caps'), job(3, 'Red polos PO-88213'), ...many);
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    expect(found(index, 'PO-88213')).toEqual([3]);
    expect(found(index, 'navy polos')).toEqual([1]);
    expect(found(index, 'navy polo with PO-88213')).toEqual([3, 1]);
    expect(found(index, 'polo').sort()).toEqual([1, 3]);
  });

  it('finds by a slip only what nothing has as it was written', () => {
    const { held } = holding(job(1, 'Navy polos'), job(2, 'Navi boats'), job(3, 'Wavy hats'));
    const index = new SearchIndex();
    index.update(held, HELD_KINDS);
    expect(found(index, 'navi')).toEqual([2]);
    expect(found(index, 'nawy').sort()).toEqual([1]);
    expect(found(index, 'xxxx')).toEqual([]);
  });
});
