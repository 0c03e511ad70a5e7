import { describe, expect, it } from 'vitest';
import { Freshness } from '../../src/insight/freshness.js';
import { askFrom } from '../../src/insight/overlap.js';
import { monday } from '../client/open-account.js';
import { expectedIds, heldIds, MINUTE_MS, type OpenedSet, openSet, settableClock } from './open-set.js';

const sales = { kinds: ['sales_orders'] } as const;

function change(opened: OpenedSet, part: number, description: string): number {
  const { salesOrders } = opened.data;
  const order = salesOrders[Math.floor(salesOrders.length * part)];
  if (order === undefined) throw new Error('No such order.');
  Object.assign(order, { description, last_modified_date: opened.stamp() });
  return order.id;
}

describe('the end of daylight saving time', () => {
  // 00:50 in the morning of 1 November 2026, an hour and ten minutes before the clocks are set back.
  const night = Date.parse('2026-11-01T07:50:00Z');

  it('hides no change: what is done in the second hour from one to two looks older than what was done in the first', async () => {
    await using opened = await openSet({ clock: settableClock(night), sandbox: { jobs: 150 } });
    const want = { ...sales, from: '2026-05-01', to: '2026-11-01' };
    await opened.ask(want);
    // Every twenty minutes, over four hours, something changes.
    for (let step = 1; step <= 12; step += 1) {
      opened.clock.jump(20 * MINUTE_MS);
      const id = change(opened, 0.6 + step / 50, `Changed at step ${step}`);
      const view = await opened.ask(want);
      expect(view, `step ${step} at ${opened.stamp()}`).toMatchObject({ complete: true });
      expect(view.held.salesOrders.get(id)?.description, `step ${step} at ${opened.stamp()}`).toBe(
        `Changed at step ${step}`,
      );
    }
    expect(opened.stamp().startsWith('2026-11-01 03:50')).toBe(true);
  });

  it.each([
    ['2026-11-01T00:59:30', '2026-11-01T00:57:30'],
    ['2026-11-01T01:00:00', '2026-10-31T23:55:00'],
    ['2026-11-01T01:59:59', '2026-11-01T00:54:59'],
    ['2026-11-01T02:30:00', '2026-11-01T01:25:00'],
    ['2026-11-01T03:00:00', '2026-11-01T02:58:00'],
    ['2026-11-08T01:30:00', '2026-11-08T01:28:00'],
    // The hour from two to three of this night never was.
    ['2026-03-08T03:01:00', '2026-03-08T01:59:00'],
  ])('after %s changes are asked for from %s on', (newest, from) => {
    expect(askFrom(newest)).toBe(from);
  });
});

describe('a clock of ours that is set', () => {
  it.each([-3_600_000, -30_000, 3_600_000])('by %i ms between two questions hides no change', async (ms) => {
    await using opened = await openSet({ sandbox: { jobs: 100, now: () => monday + 5 * MINUTE_MS } });
    await opened.ask(sales);
    opened.clock.jump(30_000);
    opened.clock.jump(ms < 0 ? ms - 1_000 : ms);
    const order = opened.data.salesOrders[90];
    if (order === undefined) throw new Error('No such order.');
    Object.assign(order, { description: 'New words', last_modified_date: '2026-11-23 10:04:00' });
    opened.data.salesOrders.splice(40, 1);
    const view = await opened.ask(sales);
    expect(view.held.salesOrders.get(order.id)?.description).toBe('New words');
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('two months behind does not pass the part of a year for the whole of it', async () => {
    await using opened = await openSet({
      clock: settableClock(monday - 60 * 24 * 60 * MINUTE_MS),
      sandbox: { jobs: 150, now: () => monday },
    });
    const view = await opened.ask({ ...sales, from: '2025-09-01', to: '2026-11-23' });
    expect(view).toMatchObject({ complete: false, firstDay: '2025-10-23' });
    expect(view.notes.join()).toContain('2025-10-23');
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('two months ahead reads less than there is, and says so', async () => {
    await using opened = await openSet({
      clock: settableClock(monday + 60 * 24 * 60 * MINUTE_MS),
      sandbox: { jobs: 150, now: () => monday },
    });
    const view = await opened.ask({ ...sales, from: '2025-11-01', to: '2026-11-23' });
    expect(view.complete).toBe(false);
    const known = { from: view.firstDay, to: '2026-11-23' };
    expect(heldIds(view, known).salesOrders).toEqual(expectedIds(opened.data, known).salesOrders);
  });
});

describe('age', () => {
  function clockOfTwo() {
    let now = 1_000_000;
    const sleepers: (() => void)[] = [];
    return {
      now: () => now,
      set: (ms: number) => {
        now += ms;
      },
      wake: () => {
        for (const wake of sleepers.splice(0)) wake();
      },
      sleep: () => new Promise<void>((resolve) => void sleepers.push(resolve)),
    };
  }
  const never = new AbortController().signal;

  it('runs out by the timer where the clock was set back, and by the clock where the machine slept', async () => {
    const clock = clockOfTwo();
    const fresh = new Freshness(clock, 60_000, never);
    const [slept, setBack] = [{}, {}];
    fresh.confirm(slept, clock.now());
    clock.set(59_000);
    expect(fresh.isFresh(slept)).toBe(true);
    clock.set(2_000);
    expect(fresh.isFresh(slept)).toBe(false);

    fresh.confirm(setBack, clock.now());
    clock.set(50_000);
    clock.set(-45_000);
    expect(fresh.isFresh(setBack)).toBe(true);
    clock.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(fresh.isFresh(setBack)).toBe(false);
  });

  it('counts from when something was right, not from when that was told', () => {
    const clock = clockOfTwo();
    const fresh = new Freshness(clock, 60_000, never);
    const [late, older] = [{}, {}];
    fresh.confirm(late, clock.now() - 60_000);
    fresh.confirm(older, clock.now() - 59_000);
    expect([fresh.isFresh(late), fresh.isFresh(older)]).toEqual([false, true]);
    clock.set(1_001);
    expect(fresh.isFresh(older)).toBe(false);
    fresh.confirm(late, clock.now() + 5_000);
    expect(fresh.isFresh(late)).toBe(false);
  });
});
