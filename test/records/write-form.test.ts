import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactForm } from '../../src/records/contact-form.js';
import { countryCode, nearestCountry } from '../../src/records/countries.js';
import { jobForm } from '../../src/records/job-form.js';
import { differingFields, nameParts, sameValue } from '../../src/records/write-form.js';
import { createSandbox } from '../../src/sandbox/handler.js';

const KEY = '3f0c9a52-6a0e-4c55-9b6e-2f1d7f7f4a10';

/** A sandbox that a record is written back to, as it was read. */
async function writeBack(path: string, form: (raw: Record<string, unknown>) => Record<string, unknown>) {
  const sandbox = createSandbox({ now: () => Date.parse('2026-11-23T18:00:00Z'), jobs: 30 });
  const ask = async (method: string, body?: unknown) => {
    const headers = { 'x-api-key': KEY };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await sandbox.handle({ method, path: `/v2${path}`, headers, ...sent });
    expect(answer.status, answer.body).toBe(200);
    return JSON.parse(answer.body);
  };
  const before = await ask('GET');
  await ask('PUT', form(before));
  return { before, after: await ask('GET') };
}

describe('a record in the form of a write', () => {
  const data = createSandbox({ now: () => Date.parse('2026-11-23T18:00:00Z'), jobs: 30 }).data;
  const contacts = data.contacts.filter(({ contact_class }) => contact_class !== 'Dropship').slice(0, 25);
  const jobs = data.jobs.filter(({ job_class }) => job_class !== 'Dropship').slice(0, 25);

  it.each(contacts.map(({ id }) => id))('leaves contact %d as it is when it is written back', async (id) => {
    const { before, after } = await writeBack(`/crm/contacts/${id}`, (raw) => contactForm(raw).form);
    expect({ ...after, last_modified_date: null }).toEqual({ ...before, last_modified_date: null });
  });

  it.each(jobs.map(({ id }) => id))('leaves job %d as it is when it is written back', async (id) => {
    const { before, after } = await writeBack(`/orders/jobs/${id}`, (raw) => jobForm(raw).form);
    expect(after).toEqual(before);
  });

  it('takes along what nobody has heard of, and leaves out what Syncore sets', () => {
    const raw = {
      id: 7,
      created_date: '2026-01-01',
      last_modified_date: '2026-01-01 10:00:00',
      fax: '555-0100',
      loyalty: { points: 12, tiers: ['a'] },
      email: '',
      phone: null,
      client_group: { id: 0, name: '' },
      tax_exempt: false,
    };
    expect(contactForm(raw)).toEqual({
      form: { email: '', fax: '555-0100', loyalty: { points: 12, tiers: ['a'] }, tax_exempt: false },
      problems: [],
      // Not written, and to stand all the same afterwards.
      own: { id: 7, created_date: '2026-01-01', last_modified_date: '2026-01-01 10:00:00' },
    });
  });

  it('leaves a whole name to Syncore where its parts stand beside it', () => {
    const { form, own } = contactForm({ first_name: 'Ana', last_name: 'Lee', name: 'Ana Lee' });
    expect([form, own]).toEqual([{ first_name: 'Ana', last_name: 'Lee' }, { name: 'Ana Lee' }]);
    expect(contactForm({ first_name: null, name: 'Ana Lee' }).form).toEqual({ name: 'Ana Lee' });
  });

  it('names what cannot go back, instead of wiping it', () => {
    const { problems } = contactForm({
      payment_term: { name: 'Net 30' },
      billing_address: { city: 'Atlantis', country: 'Atlantis' },
      shipping_address: 'Main Street',
    });
    expect(problems.map(({ field }) => field)).toEqual(['payment_term', 'billing_address.country', 'shipping_address']);
    expect(jobForm({ client: { business_name: 'Acme' } }).problems).toMatchObject([{ field: 'client' }]);
    // A job that does not show its client has one all the same.
    for (const job of [{ description: 'Caps' }, { client: null }, { client: { id: 0, name: '' } }]) {
      expect(jobForm(job).problems).toMatchObject([{ field: 'client' }]);
    }
  });

  it('obeys no name that a prototype has', () => {
    const raw = JSON.parse(
      '{"__proto__": {"polluted": true}, "billing_address": {"__proto__": {"x": 1}, "city": "Dayton"}}',
    );
    const { form } = contactForm(raw);
    expect(form).toEqual({ billing_address: { city: 'Dayton' } });
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
    expect('polluted' in form).toBe(false);
  });

  it('takes ids that come as text', () => {
    expect(jobForm({ client: { id: '4101' }, store: { id: '51', name: 'Fan shop' } }).form).toEqual({
      client_id: 4101,
      store_id: 51,
    });
  });
});

describe('two names', () => {
  it('are the one that they were parted from', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const { first_name: first = '', last_name: last } = nameParts(name);
        expect(last === undefined ? first : `${first} ${last}`).toBe(name);
      }),
    );
  });
});

describe('two values of a field', () => {
  it.each([
    [null, ''],
    [undefined, '  '],
    [{}, null],
    [{ city: '' }, undefined],
    [10, '10.0'],
    ['10.50', 10.5],
    [true, 'true'],
    ['2026-11-23', '2026-11-23T00:00:00'],
    ['2026-11-23 10:15:00', '2026-11-23T10:15:00'],
    [' Acme ', 'Acme'],
    [{ city: 'Dayton', zip: '' }, { city: 'Dayton' }],
    [
      ['a', 1],
      ['a', '1'],
    ],
  ])('say the same: %j and %j', (a, b) => {
    expect(sameValue(a, b)).toBe(true);
    expect(sameValue(b, a)).toBe(true);
  });

  it.each([
    ['04401', '4401'],
    ['ACME', 'Acme'],
    [0, null],
    [0, ''],
    [false, null],
    [1, '1x'],
    ['2026-11-23', '2026-11-24'],
    [{ city: 'Dayton' }, { city: 'Troy' }],
    [{ city: 'Dayton' }, 'Dayton'],
    [['a'], ['a', 'b']],
  ])('do not say the same: %j and %j', (a, b) => {
    expect(sameValue(a, b)).toBe(false);
    expect(sameValue(b, a)).toBe(false);
  });

  it('are named where they differ, within addresses too', () => {
    const before = { title: 'Buyer', billing_address: { city: 'Dayton', zip: '45402' }, phone: '1' };
    const after = { title: 'Buyer', billing_address: { city: 'Troy', zip: '45402' }, email: 'a@b.example', phone: '1' };
    expect(differingFields(before, after)).toEqual(['billing_address.city', 'email']);
    expect(differingFields(before, { ...before, billing_address: null })).toEqual(['billing_address']);
  });
});

describe('a country', () => {
  it.each([
    ['US', 'US'],
    ['us', 'US'],
    [' United States ', 'US'],
    ['USA', 'US'],
    ['Canada', 'CA'],
    ['United Kingdom', 'GB'],
    ['UK', 'GB'],
    ['Türkiye', 'TR'],
  ])('is known by code or by name: %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it.each(['', 'XX', 'EU', 'Atlantis', 'United', '1'])('is none: %j', (text) => {
    expect(countryCode(text)).toBeNull();
  });

  it('is guessed where it is misspelt', () => {
    expect(nearestCountry('Untied States')).toBe('US');
    expect(nearestCountry('Cananda')).toBe('CA');
  });

  it('is every one that the sandbox knows, by the name that it shows', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    for (const code of ['US', 'CA', 'MX', 'DE', 'FR', 'GB', 'BA', 'CI', 'KR', 'MK', 'TL']) {
      expect(countryCode(names.of(code) ?? ''), code).toBe(code);
    }
  });
});
