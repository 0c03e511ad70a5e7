import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_KINDS, MINUTE_MS, openHeld, openSet, pick, remove } from './open-set.js';

const copyOf = <T>(record: T): T => JSON.parse(JSON.stringify(record));

describe('before anything is held', () => {
  it('tells what the filters of Syncore show, and that it is not all: never an empty list that reads as nothing', async () => {
    await using opened = await openSet({ sandbox: { jobs: 80 } });
    const { data, changes } = opened;
    const since = '2026-11-20T12:00:00';
    const found = await changes({ since });
    expect(found.complete).toBe(false);
    for (const kind of ['sales orders', 'purchase orders', 'jobs', 'contacts']) {
      expect(found.notes.join('\n')).toContain(`Not all ${kind} are held yet`);
    }
    const orders = data.salesOrders.filter(({ last_modified_date: at }) => at.replace(' ', 'T') >= since);
    const told = found.changes.filter(({ kind }) => kind === 'sales_orders');
    expect(told.map(({ id }) => id).sort()).toEqual(orders.map(({ id }) => id).sort());
    expect(told.length).toBeGreaterThan(0);
    for (const { id, change, at, fields } of told) {
      const order = orders.find((other) => other.id === id);
      expect(fields).toBeNull();
      expect(change).toBe((order?.date ?? '') >= '2026-11-20' ? 'new' : 'changed');
      expect(at).toBe(order?.last_modified_date.replace(' ', 'T'));
    }
    const jobs = found.changes.filter(({ kind }) => kind === 'jobs');
    expect(jobs.map(({ id }) => id).sort()).toEqual(
      data.jobs
        .filter(({ date }) => date >= '2026-11-20')
        .map(({ id }) => id)
        .sort(),
    );
    const moments = found.changes.map(({ at }) => at);
    expect(moments).toEqual([...moments].sort().reverse());
  });

  it('begins to read, so that the next question knows what was before', async () => {
    await using opened = await openSet({ sandbox: { jobs: 80 } });
    const { data, changes, clock } = opened;
    await changes({ since: '2026-11-20T12:00:00' });
    await opened.ask();
    clock.jump(MINUTE_MS + 1_000);
    const since = opened.mark();
    const order = pick(data.salesOrders, 0.3);
    const before = order.status;
    Object.assign(order, { status: 'Reopened', last_modified_date: opened.stamp() });
    const found = await changes({ since });
    expect(found).toMatchObject({ complete: true, notes: [] });
    expect(found.changes).toMatchObject([
      {
        kind: 'sales_orders',
        id: order.id,
        change: 'changed',
        fields: [{ field: 'status', before, after: 'Reopened' }],
      },
    ]);
  });
});

describe('once everything is held', () => {
  it('nothing is nothing', async () => {
    await using opened = await openHeld();
    expect(await opened.changes({ since: opened.since })).toMatchObject({ changes: [], complete: true, notes: [] });
  });

  it('tells what is new, changed and gone of every kind, with the fields before and after', async () => {
    await using opened = await openHeld();
    const { data, changes, since } = opened;
    const order = pick(data.salesOrders, 0.5);
    const line = order.line_items.find(({ quantity }) => (quantity ?? 0) > 0);
    if (line === undefined) throw new Error('An order without lines.');
    const was = { total: order.total_value, quantity: line.quantity };
    Object.assign(line, { quantity: 4321 });
    Object.assign(order, { total_value: 99.5, description: null, last_modified_date: opened.stamp() });
    const bought = pick(data.purchaseOrders, 0.5);
    const boughtWas = bought.in_hand_date;
    Object.assign(bought, { in_hand_date: '2026-12-24', last_modified_date: opened.stamp() });
    const contact = pick(data.contacts, 0.5);
    const phoneWas = contact.phone;
    contact.phone = '555-0000';
    // A contact that changes does not tell by number that it did: one that comes makes all be read.
    data.contacts.push({ ...copyOf(contact), id: 88_001, last_name: 'Newcomer' });
    const newest = [...data.jobs].sort((a, b) => b.date.localeCompare(a.date) || b.id - a.id)[1];
    if (newest === undefined) throw new Error('No job.');
    const repWas = newest.primary_rep?.name;
    newest.primary_rep = { name: 'Rae Cole' };
    data.jobs.push({ ...copyOf(newest), id: 88_002, date: '2026-11-23' });
    data.salesOrders.push({ ...copyOf(order), id: 88_003, number: 9, last_modified_date: opened.stamp() });
    const gone = pick(data.salesOrders, 0.2);
    remove(data.salesOrders, gone.id);

    const found = await changes({ since });
    expect(found).toMatchObject({ complete: true, notes: [] });
    const of = (id: number) => found.changes.filter((change) => change.id === id);
    expect(of(order.id)).toMatchObject([{ kind: 'sales_orders', change: 'changed', jobId: order.job_number }]);
    expect(of(order.id)[0]?.fields).toEqual(
      expect.arrayContaining([
        { field: 'total_value', before: was.total, after: 99.5 },
        { field: `line_items[${line.line_id}].quantity`, before: was.quantity, after: 4321 },
      ]),
    );
    expect(of(bought.id)).toMatchObject([
      { change: 'changed', fields: [{ field: 'in_hand_date', before: boughtWas, after: '2026-12-24' }] },
    ]);
    expect(of(contact.id)).toMatchObject([
      { change: 'changed', fields: [{ field: 'phone', before: phoneWas, after: '555-0000' }] },
    ]);
    expect(of(newest.id)).toMatchObject([
      { change: 'changed', fields: [{ field: 'primary_rep', before: repWas, after: 'Rae Cole' }] },
    ]);
    for (const id of [88_001, 88_002, 88_003]) expect(of(id)).toMatchObject([{ change: 'new' }]);
    expect(of(gone.id)).toMatchObject([{ kind: 'sales_orders', change: 'gone', number: gone.number }]);
    expect(found.changes).toHaveLength(8);
    expect((await changes({ since, kinds: ['contacts'] })).changes.map(({ id }) => id).sort()).toEqual(
      [contact.id, 88_001].sort(),
    );
  });

  it('keeps when something on a job was last noticed to change', async () => {
    await using opened = await openHeld();
    const { data, since, set } = opened;
    expect(set.noticed().size).toBe(0);
    const order = pick(data.salesOrders, 0.5);
    Object.assign(order, { description: 'Other', last_modified_date: opened.stamp() });
    const gone = pick(data.purchaseOrders, 0.5);
    remove(data.purchaseOrders, gone.id);
    await opened.ask();
    expect([...set.noticed().keys()].sort()).toEqual([order.job_number, gone.job_number].sort());
    for (const at of set.noticed().values()) expect(at >= since).toBe(true);
  });

  it('joins several changes of one record, as seen from each moment', async () => {
    await using opened = await openHeld();
    const { data, changes, since, clock } = opened;
    const order = pick(data.salesOrders, 0.5);
    const moments = [since];
    const states = [order.description];
    for (const description of ['First', 'Second', 'Third']) {
      Object.assign(order, { description, last_modified_date: opened.stamp() });
      await opened.ask();
      clock.jump(2 * MINUTE_MS);
      moments.push(opened.mark());
      states.push(description);
      clock.jump(MINUTE_MS);
    }
    for (const [index, moment] of moments.slice(0, -1).entries()) {
      const found = await changes({ since: moment, kinds: ['sales_orders'] });
      expect(found.changes).toMatchObject([
        { id: order.id, fields: [{ field: 'description', before: states[index], after: 'Third' }] },
      ]);
    }
    expect((await changes({ since: moments[3] ?? '' })).changes).toEqual([]);
    Object.assign(order, { description: states[0], last_modified_date: opened.stamp() });
    clock.jump(MINUTE_MS + 1_000);
    // Back to what it was: it was changed, and no field differs.
    expect((await changes({ since })).changes).toMatchObject([{ id: order.id, change: 'changed', fields: [] }]);
  });

  it('asks the filters of Syncore for what lies before the first reading, and says what that cannot tell', async () => {
    await using opened = await openHeld();
    const { data, changes } = opened;
    const order = pick(data.salesOrders, 0.5);
    Object.assign(order, { description: 'After the reading', last_modified_date: opened.stamp() });
    const since = '2026-11-20T00:00:00';
    const found = await changes({ since, kinds: ['sales_orders'] });
    expect(found.complete).toBe(false);
    expect(found.notes.join()).toContain('All sales orders are followed since 2026-11-23 10:0');
    const wanted = data.salesOrders.filter(({ last_modified_date: at }) => at.replace(' ', 'T') >= since);
    expect(found.changes.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    for (const { id, fields } of found.changes) expect(fields === null).toBe(id !== order.id);
  });

  it('of one record that came and went is gone', async () => {
    await using opened = await openHeld();
    const { data, changes, since, clock } = opened;
    data.salesOrders.push({ ...copyOf(pick(data.salesOrders, 0.9)), id: 88_001, last_modified_date: opened.stamp() });
    await opened.ask();
    clock.jump(MINUTE_MS + 1_000);
    remove(data.salesOrders, 88_001);
    expect((await changes({ since })).changes).toMatchObject([{ id: 88_001, change: 'gone' }]);
  });

  it('costs no more than a refresh', async () => {
    await using opened = await openHeld();
    opened.asked();
    await opened.changes({ since: opened.since });
    expect(opened.asked().length).toBeLessThanOrEqual(6);
    await opened.changes({ since: opened.since });
    expect(opened.asked()).toEqual([]);
  });
});

it('tells of any run of edits exactly what a comparison of both states tells', async () => {
  const edit = fc.record({
    kind: fc.constantFrom('salesOrders' as const, 'purchaseOrders' as const),
    place: fc.integer({ min: 0, max: 999 }),
    what: fc.constantFrom('status' as const, 'total' as const, 'delete' as const, 'add' as const, 'save' as const),
    value: fc.integer({ min: 1, max: 99_999 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), async (rounds) => {
      const opened = await openSet({ sandbox: { jobs: 25 } });
      const { data, clock, changes, ask } = opened;
      await ask({ kinds: ALL_KINDS });
      clock.jump(2 * MINUTE_MS);
      const since = opened.mark();
      type State = Map<string, { status: string; total: number; saved: boolean }>;
      const state = (): State =>
        new Map(
          (['salesOrders', 'purchaseOrders'] as const).flatMap((kind) =>
            data[kind]
              .filter(({ date }) => date >= '2025-10-23')
              .map((order) => [
                `${kind} ${order.id}`,
                {
                  status: order.status,
                  total: order.total_value,
                  saved: order.last_modified_date.replace(' ', 'T') >= since,
                },
              ]),
          ),
        );
      const before = state();
      const seen = new Set(before.keys());
      let nextId = 99_000;
      for (const edits of rounds) {
        clock.jump(2 * MINUTE_MS);
        for (const { kind, place, what, value } of edits) {
          const orders = data[kind].filter(({ date }) => date >= '2025-10-23');
          const order = orders[place % orders.length];
          if (order === undefined) continue;
          if (what === 'delete') remove(data[kind], order.id);
          else if (what === 'add') {
            nextId += 1;
            const added = { ...copyOf(order), id: nextId, last_modified_date: opened.stamp() };
            if (kind === 'salesOrders') data.salesOrders.push(added as (typeof data.salesOrders)[0]);
            else data.purchaseOrders.push(added as (typeof data.purchaseOrders)[0]);
          } else {
            if (what === 'status') order.status = `Status ${value}`;
            if (what === 'total') order.total_value = value / 100;
            order.last_modified_date = opened.stamp();
          }
        }
        await ask({ kinds: ALL_KINDS });
        for (const key of state().keys()) seen.add(key);
      }
      clock.jump(2 * MINUTE_MS);
      const found = await changes({ since, kinds: ['sales_orders', 'purchase_orders'] });
      const after = state();
      const expected = [...seen].flatMap((key): unknown[][] => {
        const [was, is] = [before.get(key), after.get(key)];
        if (is === undefined) return [[key, 'gone', null]];
        if (was === undefined) return [[key, 'new', null]];
        if (!is.saved) return [];
        const fields = [
          ...(was.status === is.status ? [] : [{ field: 'status', before: was.status, after: is.status }]),
          ...(was.total === is.total ? [] : [{ field: 'total_value', before: was.total, after: is.total }]),
        ];
        return [[key, 'changed', fields.sort((a, b) => a.field.localeCompare(b.field))]];
      });
      const told = found.changes.map(({ kind, id, change, fields }) => [
        `${kind === 'sales_orders' ? 'salesOrders' : 'purchaseOrders'} ${id}`,
        change,
        change === 'changed' ? [...(fields ?? [])].sort((a, b) => a.field.localeCompare(b.field)) : null,
      ]);
      const byKey = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
      expect(byKey(told)).toEqual(byKey(expected));
      expect(found.complete).toBe(true);
      await opened[Symbol.asyncDispose]();
    }),
    { numRuns: 15 },
  );
});
