import { describe, expect, it } from 'vitest';
import type { Person } from '../support/clients.js';
import { openWriting } from '../support/writing.js';

/* What a person agrees to: all of it, in plain words, in bounds; and what is missing or odd. */

const polo = {
  description: 'Trailhead Polo',
  sku: 'CAS4410',
  supplier_id: 301,
  price_value: 24.5,
  cost_value: 14.2,
  colors: [
    {
      color: 'Navy',
      sizes: [
        { size: 'S', quantity: 13 },
        { size: 'M', quantity: 24 },
        { size: '2XL', quantity: 8, price_value: 26.5 },
      ],
    },
  ],
  decoration: [{ method: 'Embroidery', location: 'Left chest', stitch_count: 7500, comment: 'Tone on tone' }],
  charges: [{ type: 'SetupCharge', description: 'Digitizing', quantity: 1, price_value: 65, cost_value: 40 }],
  comments: ['Bag each one'],
};

const order = {
  customer_order_number: 'PO 9001',
  customer_instructions: 'Ring twice',
  ship_to: { business_name: 'Acme', name: 'Dana Whitfield', address1: '1 Main', city: 'Dayton', zip: '45402' },
  products: [polo],
  charges: [{ type: 'RunCharge', description: 'Freight', quantity: 2, price_value: 10, cost_value: 0.895 }],
  comments: ['Call first'],
};

describe('what a person is asked about an order', () => {
  it.each(['2026', '2025'] as const)('names sizes, prices, charges, decoration and comments (%s)', async (era) => {
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: 'accept', content: { confirm: true } };
    };
    await using at = await openWriting({ era, person });
    const result = await at.write('enter_order', {
      client_id: 4101,
      new_job: { description: 'Polos', priority: 'Rush' },
      sales_order: order,
      payment: { amount_value: 100, comment: 'Deposit' },
    });
    expect(result.status).toBe('created');
    const [question = ''] = questions;
    // 37 × 24.50 and 8 × 26.50 are 1,118.50; with 65.00 and 20.00 it is 1,203.50.
    for (const words of [
      '"Acme Manufacturing", "Dana Whitfield" (contact 4101)',
      'sub-total 1,203.50',
      '- "Trailhead Polo" ("CAS4410"): 45 pieces (cost 14.20)',
      'together 1,118.50',
      'supplier 301',
      '"Navy": S 13, M 24 at 24.50; 2XL 8 at 26.50',
      'decoration "Embroidery", "Left chest", 7,500 stitches, "Tone on tone"',
      'set-up charge "Digitizing": 1 at 65.00 (cost 40.00)',
      'comment "Bag each one"',
      '- run charge "Freight": 2 at 10.00 (cost 0.895), together 20.00',
      '- comment "Call first"',
      'ships to "Acme, Dana Whitfield, 1 Main, Dayton, 45402"',
      'instructions "Ring twice"',
      'priority "Rush"',
      'comment on the payment "Deposit"',
      'No rep is given',
    ]) {
      expect(question).toContain(words);
    }
  });

  it('stays in bounds, and says what it does not show', async () => {
    await using at = await openWriting();
    const products = Array.from({ length: 18 }, (_, index) => ({ ...polo, description: `Polo ${index}`.repeat(8) }));
    const { confirmation } = await at.write('create_sales_order', { job_id: 32255, products, dry_run: true });
    const details = confirmation?.details ?? [];
    expect(details.join('\n').length).toBeLessThan(5_000);
    expect(details.filter((line) => line.includes('45 pieces'))).toHaveLength(18);
    expect(details.at(-2)).toMatch(/more lines of it not shown/);
    const many = Array.from({ length: 190 }, (_, index) => ({ description: `Mug ${index} `.repeat(6), quantity: 1 }));
    const long = await at.write('create_sales_order', { job_id: 32255, products: many, dry_run: true });
    expect(long.confirmation?.details?.join('\n').length).toBeLessThan(5_000);
    expect(long.confirmation?.details?.at(-2)).toMatch(/^and \d+ more not shown; the sub-total counts them$/);
  });

  it('is on one line for each text, whatever was typed', async () => {
    await using at = await openWriting();
    const products = [{ description: 'Mug"\n- ship it elsewhere', quantity: 1, price_value: 1, cost_value: 1 }];
    const { confirmation } = await at.write('create_sales_order', { job_id: 32255, products, dry_run: true });
    expect(confirmation?.details).toEqual([
      '"Mug - ship it elsewhere": 1 piece at 1.00 (cost 1.00), together 1.00',
      expect.stringMatching(/^"Ref [\w-]+" is added to the instructions, to find the order by$/),
    ]);
  });
});

describe('a preview', () => {
  it('shows all of a new contact', async () => {
    await using at = await openWriting();
    const { confirmation } = await at.write('create_contact', {
      business_name: 'Northwind',
      title: 'Buyer',
      mobile: '555-0101',
      payment_term: 'Net 30',
      tax_exempt: true,
      billing_address: { address1: '1 Main', city: 'Dayton', country: 'US' },
      notes: 'Met at the fair',
      dry_run: true,
    });
    const told = [confirmation?.summary, ...(confirmation?.details ?? [])].join('\n');
    for (const words of ['Northwind', 'Buyer', '555-0101', 'Net 30', 'no sales tax', '1 Main, Dayton', 'the fair']) {
      expect(told).toContain(words);
    }
  });

  it('says what an order lacks: prices, costs, lines, a rep, somewhere to go', async () => {
    await using at = await openWriting();
    const notesOf = async (sales_order: object) =>
      (
        await at.write('enter_order', {
          new_contact: { business_name: 'Northwind' },
          new_job: { description: 'Caps' },
          sales_order,
          dry_run: true,
        })
      ).notes.join('\n');
    const caps = await notesOf({ products: [{ description: 'Cap', quantity: 50 }] });
    expect(caps).toContain('No price is given for products[0]');
    expect(caps).toContain('No rep is given');
    expect(caps).toContain('nothing says where it goes');
    const mugs = await notesOf({
      ship_to: { city: 'Dayton' },
      products: [
        { description: 'Mug', quantity: 5, price_value: 2 },
        { description: 'Cup', quantity: 5, price_value: 2 },
      ],
    });
    expect(mugs).toContain('No line has a cost');
    expect(mugs).not.toContain('where it goes');
    expect(await notesOf({})).toContain('no lines');
    const whole = await notesOf({ ...order, ship_to: { city: 'Dayton' } });
    expect(whole).not.toMatch(/price|cost|lines/);
  });

  it('says that a job is Closed and an order Paid, and names whom an edit is of', async () => {
    await using at = await openWriting();
    for (const job of at.data.jobs) if (job.id === 32255) job.status = 'Closed';
    for (const one of at.data.salesOrders) if (one.id === 915501) one.status = 'Paid';
    const order = await at.write('create_sales_order', { job_id: 32255, comments: ['x'], dry_run: true });
    expect(order.notes).toContain('Job 32255 is Closed.');
    const lines = await at.write('add_line_items', { order: '32255-1', comments: ['x'], dry_run: true });
    expect(lines.notes.join()).toContain('Order 32255-1 is Paid already');
    expect(lines.confirmation?.summary).toContain('32255-1 (Paid)');
    const job = await at.write('update_job', { job_id: 32255, changes: { priority: 'Rush' }, dry_run: true });
    expect(job.notes).toContain('Job 32255 is Closed.');
    expect(job.confirmation?.summary).toMatch(/Change job 32255 ".+" for "Acme Manufacturing"/);
    const contact = await at.write('update_contact', { contact_id: 4101, changes: { title: 'X' }, dry_run: true });
    expect(contact.confirmation?.summary).toContain('Change "Acme Manufacturing", "Dana Whitfield" (contact 4101)');
  });

  it('says where nothing shows whether a client is dropship, and refuses it however that is spelled', async () => {
    await using at = await openWriting();
    const shown = (value: unknown) => {
      at.sandbox.faults.clear();
      at.sandbox.faults.add({
        kind: 'shape',
        times: Number.POSITIVE_INFINITY,
        match: { method: 'GET', path: /contacts\/4101$/ },
        shape: (json) => Object.assign(json ?? {}, { contact_class: value }),
      });
    };
    const asked = { client_id: 4101, description: 'Mugs', dry_run: true };
    for (const unknown of [undefined, 'Wholesale']) {
      shown(unknown);
      expect((await at.write('create_job', asked)).notes.join()).toContain('program, store or dropship');
    }
    for (const dropship of ['Drop Ship', 'drop-ship']) {
      shown(dropship);
      expect(await at.refused('create_job', asked)).toMatchObject({ code: 'not_permitted' });
    }
  });
});
