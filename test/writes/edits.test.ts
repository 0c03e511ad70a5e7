import { describe, expect, it, vi } from 'vitest';
import { openWriting, tokenOf, type Writing } from '../support/writing.js';

/** A contact as the account holds it. */
function contactOf({ data }: Writing, id = 4101) {
  const contact = data.contacts.find((one) => one.id === id);
  if (contact === undefined) throw new Error(`there is no contact ${id}`);
  return contact;
}

function jobOf({ data }: Writing, id = 32255) {
  const job = data.jobs.find((one) => one.id === id);
  if (job === undefined) throw new Error(`there is no job ${id}`);
  return job;
}

describe('an edit', () => {
  it('changes what it names and nothing else, and tells before and after', async () => {
    await using at = await openWriting();
    const before = structuredClone(contactOf(at));
    const result = await at.write('update_contact', {
      contact_id: 4101,
      changes: { title: 'Head of Purchasing', mobile: '(937) 555-0190', billing_address: { city: 'Troy' } },
    });
    expect(result).toMatchObject({ status: 'updated', record: { contact_id: 4101, title: 'Head of Purchasing' } });
    expect(result.changes).toEqual(
      expect.arrayContaining([
        { field: 'title', before: before.title, after: 'Head of Purchasing' },
        { field: 'mobile', before: before.mobile, after: '(937) 555-0190' },
      ]),
    );
    expect(result.changes?.map(({ field }) => field).toSorted()).toEqual(['billing_address', 'mobile', 'title']);
    expect(contactOf(at)).toEqual({
      ...before,
      title: 'Head of Purchasing',
      mobile: '(937) 555-0190',
      billing_address: { ...before.billing_address, city: 'Troy' },
      last_modified_date: expect.any(String),
    });
  });

  it('of a job leaves reps, split, client and dates as they were', async () => {
    await using at = await openWriting();
    const before = structuredClone(jobOf(at));
    const result = await at.write('update_job', { job_id: 32255, changes: { priority: 'Rush' } });
    expect(result.changes).toEqual([{ field: 'priority', before: before.priority, after: 'Rush' }]);
    expect(jobOf(at)).toEqual({ ...before, priority: 'Rush' });
  });

  it('clears with null, and only with null', async () => {
    await using at = await openWriting();
    const before = structuredClone(contactOf(at));
    const result = await at.write('update_contact', { contact_id: 4101, changes: { notes: null, title: 'Buyer' } });
    expect(result.changes).toContainEqual({ field: 'notes', before: before.notes, after: null });
    expect(contactOf(at)).toMatchObject({ notes: null, phone: before.phone, email: before.email, title: 'Buyer' });
  });

  it('that would change nothing sends nothing', async () => {
    await using at = await openWriting();
    const { title, email } = contactOf(at);
    const changes = { title: ` ${title} `, email };
    expect(await at.write('update_contact', { contact_id: 4101, changes })).toMatchObject({
      status: 'unchanged',
      changes: [],
    });
    expect(at.sent()).toEqual([]);
  });

  it('is a conflict where something else stands than was expected', async () => {
    await using at = await openWriting();
    const { title, phone } = contactOf(at);
    const changes = { title: 'Buyer' };
    const error = await at.refused('update_contact', {
      contact_id: 4101,
      changes,
      expected: { title: 'Owner', phone },
    });
    expect(error).toMatchObject({ code: 'conflict', written: 'no' });
    expect(error.fields).toEqual([expect.objectContaining({ field: 'expected.title' })]);
    expect(error.fields?.[0]?.nearest).toContain(title);
    expect(at.sent()).toEqual([]);
    const right = await at.write('update_contact', { contact_id: 4101, changes, expected: { title, phone } });
    expect(right.status).toBe('updated');
  });

  it('is a conflict where the record was changed after the preview', async () => {
    await using at = await openWriting({ env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    const asked = { contact_id: 4101, changes: { title: 'Buyer' } };
    const token = tokenOf(await at.write('update_contact', { ...asked, dry_run: true }));
    contactOf(at).phone = '(937) 555-0177';
    expect(await at.refused('update_contact', { ...asked, confirm: token })).toMatchObject({
      code: 'conflict',
      written: 'no',
    });
    expect(at.sent()).toEqual([]);
    expect(contactOf(at).phone).toBe('(937) 555-0177');
  });

  it.each(['2026', '2025'] as const)(
    'is a conflict where it was changed while a person was asked (%s)',
    async (era) => {
      const account: { at?: Writing } = {};
      await using at = await openWriting({
        era,
        person: (question) => {
          expect(question).toContain('"Buyer"');
          if (account.at !== undefined) contactOf(account.at).phone = '(937) 555-0177';
          return { action: 'accept', content: { confirm: true } };
        },
      });
      account.at = at;
      const error = await at.refused('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
      expect(error).toMatchObject({ code: 'conflict', written: 'no' });
      expect(at.sent()).toEqual([]);
    },
  );

  it('is a conflict where it was changed between the read and the write', async () => {
    await using at = await openWriting();
    let reads = 0;
    at.sandbox.faults.onRequest = (_, { method, path }) => {
      if (method !== 'GET' || !path.endsWith('/contacts/4101')) return;
      reads += 1;
      if (reads === 2) contactOf(at).website = 'https://elsewhere.example';
    };
    const error = await at.refused('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
    expect(error).toMatchObject({ code: 'conflict', written: 'no', fields: [{ field: 'website' }] });
    expect(at.sent()).toEqual([]);
  });

  it('that Syncore answers and ignores is never told as updated', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'latency', ms: 1, commit: 'never', match: { method: 'PUT' } });
    const asked = { contact_id: 4101, changes: { title: 'Buyer' }, idempotency_key: 'edit' };
    expect(await at.refused('update_contact', asked)).toMatchObject({ code: 'conflict', written: 'no' });
    // Nothing was written, so that the key is free to try it again.
    expect((await at.write('update_contact', asked)).status).toBe('updated');
  });

  it('with which Syncore wipes a field is told with that field', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'PUT' },
      shape: (json) => {
        contactOf(at).phone = null;
        return json;
      },
    });
    const error = await at.refused('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
    expect(error).toMatchObject({ code: 'conflict', written: 'yes', fields: [{ field: 'phone' }] });
  });

  it('with which Syncore wipes what it sets itself is told with that', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'PUT' },
      times: 2,
      shape: (json) => {
        Object.assign(jobOf(at), { status: null, job_class: '' });
        return json;
      },
    });
    const asked = { job_id: 32255, changes: { priority: 'Rush' }, idempotency_key: 'edit' };
    const error = await at.refused('update_job', asked);
    expect(error).toMatchObject({ code: 'conflict', written: 'yes' });
    expect(error.fields?.map(({ field }) => field).toSorted()).toEqual(['job_class', 'status']);
    expect(await at.refused('update_job', asked)).toMatchObject({ code: 'conflict', written: 'yes' });
    expect(at.sent()).toHaveLength(1);
  });

  it('does not stop at what changes with the field that it names', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'GET', path: '/crm/contacts/4101' },
      times: Number.POSITIVE_INFINITY,
      shape: (json) => ({ ...Object(json), name: [contactOf(at).first_name, contactOf(at).last_name].join(' ') }),
    });
    const result = await at.write('update_contact', { contact_id: 4101, changes: { first_name: 'Anna' } });
    expect(result).toMatchObject({ status: 'updated', record: { first_name: 'Anna' } });
  });

  it('of a job that does not show its client stops, for it would lose it', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'GET', path: '/orders/jobs/32255' },
      times: Number.POSITIVE_INFINITY,
      shape: (json) => ({ ...Object(json), client: undefined }),
    });
    const error = await at.refused('update_job', { job_id: 32255, changes: { priority: 'Rush' } });
    expect(error).toMatchObject({ code: 'invalid_input', written: 'no', fields: [{ field: 'client' }] });
    expect(at.sent()).toEqual([]);
  });

  it('whose answer is lost is found by what stands', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'PUT' } });
    const asked = { contact_id: 4101, changes: { title: 'Buyer' }, idempotency_key: 'edit' };
    expect(await at.write('update_contact', asked)).toMatchObject({ status: 'updated', record: { title: 'Buyer' } });
    expect(at.sent()).toHaveLength(1);
  });

  it('keeps what another edit of the record changes at the same moment', async () => {
    await using at = await openWriting();
    const beside = await at.beside({ era: '2025' });
    const asked = [{ title: 'Buyer' }, { website: 'https://acme.example' }, { notes: 'Ring twice.' }, { mobile: '5' }];
    const before = structuredClone(contactOf(at));
    const answers = await Promise.all(
      asked.map((changes, index) =>
        (index % 2 === 0 ? at : beside).server.call('update_contact', { contact_id: 4101, changes }),
      ),
    );
    // Who read before another had written is told of a conflict; who is told that it is changed, for him it stands.
    const made = asked.filter((_, index) => answers[index]?.structuredContent.status === 'updated');
    for (const { isError, structuredContent } of answers) {
      if (isError) expect(structuredContent).toMatchObject({ error: { code: 'conflict', written: 'no' } });
    }
    expect(made.length).toBeGreaterThan(0);
    expect(contactOf(at)).toEqual(Object.assign(before, ...made, { last_modified_date: expect.any(String) }));
  });

  it('waits for one whose answer is lost, which may still come and write the whole record', async () => {
    await using at = await openWriting({ env: { SYNCORE_CALL_BUDGET_MS: '5000' } });
    at.sandbox.faults.add({ kind: 'reset', commit: 'late', lateMs: 300, match: { method: 'PUT' } });
    const first = at.write('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
    await vi.waitFor(() => expect(at.sent()).toHaveLength(1));
    const second = await at.write('update_contact', { contact_id: 4101, changes: { notes: 'Ring twice.' } });
    expect([(await first).status, second.status]).toEqual(['updated', 'updated']);
    expect(contactOf(at)).toMatchObject({ title: 'Buyer', notes: 'Ring twice.' });
  });

  it('stops where a field could not go back as it was read, and names it', async () => {
    await using at = await openWriting();
    const address = contactOf(at).shipping_address;
    if (address !== null) address.country = 'Atlantis';
    const error = await at.refused('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
    expect(error).toMatchObject({
      code: 'invalid_input',
      written: 'no',
      fields: [{ field: 'shipping_address.country' }],
    });
    expect(at.sent()).toEqual([]);
  });
});

describe('an edit of an address', () => {
  it('whose country could not go back stops as well where the country is not among the changes', async () => {
    await using at = await openWriting();
    const address = contactOf(at).billing_address;
    if (address !== null) address.country = 'Wakanda';
    const asked = { contact_id: 4101, changes: { billing_address: { city: 'Troy' } } };
    const error = await at.refused('update_contact', asked);
    expect(error).toMatchObject({ code: 'invalid_input', fields: [{ field: 'billing_address.country' }] });
    expect(at.sent()).toEqual([]);
    const whole = { contact_id: 4101, changes: { billing_address: { city: 'Troy', country: 'US' } } };
    expect((await at.write('update_contact', whole)).status).toBe('updated');
    expect(contactOf(at).billing_address).toMatchObject({ city: 'Troy', country: 'United States' });
  });

  it('clears a field of it with null, and expects one to be clear with null', async () => {
    await using at = await openWriting();
    const before = structuredClone(contactOf(at).billing_address);
    expect(before?.zip).toEqual(expect.any(String));
    const changes = { billing_address: { zip: null } };
    const expected = { billing_address: { zip: null } };
    const conflict = await at.refused('update_contact', { contact_id: 4101, changes: { title: 'X' }, expected });
    expect(conflict).toMatchObject({ code: 'conflict', fields: [{ field: 'expected.billing_address' }] });
    expect((await at.write('update_contact', { contact_id: 4101, changes })).status).toBe('updated');
    expect(contactOf(at).billing_address).toEqual({ ...before, zip: null });
    const again = { contact_id: 4101, changes: { title: 'X' }, expected };
    expect((await at.write('update_contact', again)).status).toBe('updated');
  });
});

describe('a reference that Syncore gave no id of', () => {
  it('stops an edit, but for one that gives another', async () => {
    await using at = await openWriting();
    const job = jobOf(at);
    at.sandbox.faults.add({
      kind: 'shape',
      times: Number.POSITIVE_INFINITY,
      match: { method: 'GET', path: /\/jobs\/32255$/ },
      shape: (json) => Object.assign(json ?? {}, { product_index: { id: null, name: 'Apparel' } }),
    });
    const error = await at.refused('update_job', { job_id: job.id, changes: { priority: 'Rush' } });
    expect(error).toMatchObject({ code: 'invalid_input', fields: [{ field: 'product_index' }] });
    const preview = await at.write('update_job', {
      job_id: job.id,
      changes: { product_index: 'Apparel' },
      dry_run: true,
    });
    expect(preview.status).toBe('preview');
  });
});

describe('what is dropship', () => {
  it('is refused before anything is sent, for contacts and jobs, new and old', async () => {
    await using at = await openWriting();
    const contact = at.data.contacts.find((one) => one.contact_class === 'Dropship');
    const job = jobOf(at);
    job.job_class = 'Dropship';
    const refusals = [
      await at.refused('create_contact', { class: 'dropship', business_name: 'New' }),
      await at.refused('update_contact', { contact_id: contact?.id, changes: { title: 'Buyer' } }),
      await at.refused('create_job', { client_id: contact?.id, description: 'Mugs' }),
      await at.refused('update_job', { job_id: job.id, changes: { priority: 'Rush' } }),
      await at.refused('enter_order', {
        client_id: contact?.id,
        new_job: { description: 'Mugs' },
        sales_order: { comments: ['Rush'] },
      }),
    ];
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'not_permitted', written: 'no' });
    expect(at.sent()).toEqual([]);
  });

  it('takes orders, lines and payments on a job that is there', async () => {
    await using at = await openWriting();
    jobOf(at).job_class = 'Dropship';
    const order = await at.write('create_sales_order', { job_id: 32255, comments: ['Rush'] });
    expect(order.status).toBe('created');
    const lines = { order: String(order.record?.order), comments: ['Call first'] };
    expect((await at.write('add_line_items', lines)).status).toBe('created');
    expect((await at.write('add_payment', { order: '32255-1', amount_value: 5 })).status).toBe('created');
  });
});
