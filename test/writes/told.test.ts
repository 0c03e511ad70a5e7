import { expect, it } from 'vitest';
import { openWriting } from '../support/writing.js';

/* What a person who is asked, and a model that looks whether something arrived, must be told. */

const mugs = { products: [{ description: 'Mug', quantity: 50, price_value: 4, cost_value: 2 }] };

it('shows of an address each part that changes, whole', async () => {
  await using at = await openWriting();
  const before = await at.get('get_contact', { contact_id: 4101 });
  const changes = { billing_address: { address1: '500 New Elm Street, Building 7', city: 'Roanoke', state: 'VA' } };
  const { confirmation } = await at.write('update_contact', { contact_id: 4101, changes, dry_run: true });
  const { address1, city, state } = Object(before.billing_address);
  expect(confirmation?.details).toEqual([
    `billing_address.address1: "${address1}" becomes "500 New Elm Street, Building 7"`,
    `billing_address.city: "${city}" becomes "Roanoke"`,
    `billing_address.state: "${state}" becomes "VA"`,
  ]);
});

it('says what negative prices take off, and when nothing of the order is left', async () => {
  await using at = await openWriting();
  const charge = (price_value: number) => ({
    order: '32255-1',
    charges: [{ type: 'RunCharge', description: 'Goodwill', quantity: 1, price_value }],
    dry_run: true,
  });
  const { notes } = await at.write('add_line_items', charge(-20));
  expect(notes).toContain('1 line with a negative price: the order comes to 20.00 less.');
  expect(notes.join(' ')).not.toContain('less than nothing');
  const refund = await at.write('add_line_items', charge(-9000));
  expect(refund.notes.join(' ')).toMatch(/^Order 32255-1 would come to less than nothing \(-5,279\.87, and tax\)/);
});

it('says in lists that what was written a moment ago may be missing, until searches show it', async () => {
  await using at = await openWriting({ sandbox: { searchLagMs: 60_000 } });
  const { record } = await at.write('enter_order', {
    client_id: 4101,
    new_job: { description: 'Fair', job_type: 'Apparel' },
    sales_order: { customer_order_number: 'LAG-5', ...mugs },
  });
  const asked = { customer_order_number: 'LAG-5' };
  const list = await at.list('list_sales_orders', asked);
  expect(list).toMatchObject({ total: 0, complete: false });
  expect(String(list.notes)).toContain('written through this server a moment ago may be missing');
  expect(String((await at.list('list_jobs', { text: 'Fair' })).notes)).toContain('a moment ago');
  // Of another kind nothing was written, and the orders of one job are no search.
  expect(String((await at.list('list_contacts', { text: 'acme' })).notes)).not.toContain('a moment ago');
  const [job] = String(record?.order).split('-');
  expect(await at.list('list_sales_orders', { job_id: Number(job) })).toMatchObject({ total: 1, complete: true });
});

it('says of an order that an equal one was entered for the client a moment ago, though no search shows it', async () => {
  await using at = await openWriting({ sandbox: { searchLagMs: 60_000 } });
  const enter = (description: string, more = {}) =>
    at.write('enter_order', {
      client_id: 4101,
      new_job: { description, job_type: 'Apparel' },
      sales_order: { description, ...mugs },
      ...more,
    });
  const first = await enter('Mugs for the open house');
  const again = await enter('Open house mugs', { dry_run: true });
  const note = new RegExp(`^Order ${first.record?.order}\\b.*has the same products and quantities`);
  expect(again.notes).toContainEqual(expect.stringMatching(note));
});
