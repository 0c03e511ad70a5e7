import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OrderLinesInput } from '../../src/records/order-lines.js';
import { anyOrder } from '../records/any-products.js';
import { normalForm } from '../records/normal-form.js';
import { fresh, openWriting } from '../support/writing.js';

/** As a tool takes it: an index of 0 is none, and texts have no blanks around them. */
const asArguments = (order: OrderLinesInput) =>
  JSON.parse(JSON.stringify(order), (name, value) => {
    if (name === 'product_id' && value === 0) return undefined;
    return typeof value === 'string' ? value.trim() : value;
  });

/** Blank names and letters that nobody sees may stand in Syncore; tools neither take nor show them. */
const isSeen = (order: OrderLinesInput) => !/""|\p{Default_Ignorable_Code_Point}/u.test(JSON.stringify(order));

it('shows of an order what was entered, through schema, checks, engine, Syncore and the tool that reads', async () => {
  await using at = await openWriting();
  await fc.assert(
    fc.asyncProperty(anyOrder.map(asArguments).filter(isSeen), async (order) => {
      const { status, record } = await at.write('create_sales_order', {
        job_id: 32255,
        idempotency_key: fresh('order'),
        allow_duplicate: true,
        ...order,
      });
      expect(status).toBe('created');
      const { products, charges, comments, other } = await at.get('get_sales_order', { order: record?.order });
      const shown = Object.entries({ products, charges, comments, other }).filter(([, part]) => part !== undefined);
      expect(Object.fromEntries(shown)).toEqual(normalForm(order));
    }),
    { numRuns: 30 },
  );
});
