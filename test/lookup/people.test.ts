import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/sandbox/data/types.js';
import { daysAgo, today } from '../support/days.js';
import { jobRow, newestFirst, type Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob } from '../support/plants.js';
import { expectWhole } from '../support/whole.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
  const named = (primary: string | null, secondary: string | null, csr: string | null) =>
    plantJob(desk.data, {
      primary_rep: primary === null ? null : { name: primary },
      secondary_rep: secondary === null ? null : { name: secondary },
      customer_service_rep_name: csr,
    });
  named('Priya Raman', null, 'Alicia Nguyen');
  named('Tom Okafor', 'Uma Second', null);
  named('Ada Quill', null, 'Uma Quill');
  named('Ada Quillon', null, 'Ben Quill');
  named(null, null, 'Tom Okafor');
  named('Zoë Brandt-Lee', null, 'Dawn Pickett');
});

afterAll(() => desk[Symbol.asyncDispose]());

const recent = { date_from: daysAgo(30), date_to: today() };

async function expectJobs(args: Row, fits: (job: Job) => boolean) {
  const wanted = newestFirst(desk.data.jobs.filter((job) => job.date >= recent.date_from && fits(job)));
  await expectWhole(
    desk,
    'list_jobs',
    { ...recent, ...args },
    wanted.map((job) => jobRow(desk.data, job)),
  );
}

const reps = (job: Job) => [job.primary_rep?.name, job.secondary_rep?.name];

describe('a rep', () => {
  it.each(['Priya Raman', 'priya  raman'])('is the primary or the secondary rep: %s', async (rep) => {
    await expectJobs({ rep }, (job) => reps(job).includes('Priya Raman'));
  });

  it('is found where it is only ever the secondary one, and never as CSR', async () => {
    await expectJobs({ rep: 'Uma Second' }, (job) => job.secondary_rep?.name === 'Uma Second');
    await expectJobs({ rep: 'Tom Okafor' }, (job) => reps(job).includes('Tom Okafor'));
  });

  it('is a part of a name that fits one person, accents aside', async () => {
    await expectJobs({ rep: 'brandt lee' }, (job) => job.primary_rep?.name === 'Zoë Brandt-Lee');
    await expectJobs({ rep: 'zoe' }, (job) => job.primary_rep?.name === 'Zoë Brandt-Lee');
  });

  it('is the exact name before any that holds it', async () => {
    await expectJobs({ rep: 'ada quill' }, (job) => job.primary_rep?.name === 'Ada Quill');
  });

  it('is never the first of several, however few rows are asked for', async () => {
    for (const limit of [1, 100]) {
      const { code, fields } = await desk.refused('list_jobs', { ...recent, rep: 'ada', limit });
      expect(code).toBe('invalid_input');
      expect(fields?.[0]?.field).toBe('rep');
      expect(fields?.[0]?.candidates?.map(({ name }) => name).sort()).toEqual(['Ada Quill', 'Ada Quillon']);
    }
  });

  it('is refused with the people that there are where nobody has that name', async () => {
    const { code, fields } = await desk.refused('list_jobs', { ...recent, rep: 'Ada Kwill' });
    expect(code).toBe('invalid_input');
    expect(fields?.[0]?.candidates).toContainEqual({ id: null, name: 'Ada Quill' });
    const far = await desk.refused('list_jobs', { ...recent, rep: 'xx' });
    expect(far.fields?.[0]?.candidates?.length).toBeGreaterThan(0);
    expect(far.fields?.[0]?.candidates?.length).toBeLessThanOrEqual(10);
  });

  it('stays the person that the first part settled on, through all parts', async () => {
    const wanted = desk.data.jobs.filter((job) => job.date >= daysAgo(300) && reps(job).includes('Priya Raman'));
    const rows = await desk.all('list_jobs', { date_from: daysAgo(300), rep: 'priya', limit: 7 });
    expect(wanted.length).toBeGreaterThan(14);
    expect(rows.map(({ job_id }) => job_id)).toEqual(newestFirst(wanted).map(({ id }) => id));
  });
});

describe('a CSR', () => {
  it('is a name or a part of one, and never a rep', async () => {
    await expectJobs({ csr: 'Alicia Nguyen' }, (job) => job.customer_service_rep_name === 'Alicia Nguyen');
    await expectJobs({ csr: 'okafor' }, (job) => job.customer_service_rep_name === 'Tom Okafor');
  });

  it('is refused where several fit or none does', async () => {
    const { fields } = await desk.refused('list_jobs', { ...recent, csr: 'quill' });
    expect(fields?.[0]).toMatchObject({ field: 'csr' });
    expect(fields?.[0]?.candidates?.map(({ name }) => name).sort()).toEqual(['Ben Quill', 'Uma Quill']);
    expect((await desk.refused('list_jobs', { csr: 'Uma Second' })).code).toBe('invalid_input');
  });

  it('narrows what a rep gives', async () => {
    const both = { rep: 'Priya Raman', csr: 'Alicia Nguyen' };
    await expectJobs(both, (job) => reps(job).includes(both.rep) && job.customer_service_rep_name === both.csr);
  });
});

describe('me', () => {
  it('is refused where nobody has said who that is, with the setting that says it', async () => {
    for (const field of ['rep', 'csr']) {
      const refused = await desk.refused('list_jobs', { [field]: 'me' });
      expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field }] });
      expect(refused.message).toContain('SYNCORE_REP');
    }
  });

  it.each(['Tom Okafor', 'alicia nguyen'])('is the person of the setting as rep or as CSR: %s', async (name) => {
    await using own = await openLookup({ env: { SYNCORE_REP: name }, sandbox: { jobs: 60 } });
    plantJob(own.data, { primary_rep: { name: 'Tom Okafor' }, customer_service_rep_name: 'Alicia Nguyen' });
    plantJob(own.data, { primary_rep: null, secondary_rep: null, customer_service_rep_name: 'Tom Okafor' });
    const isMe = (other: string | null | undefined) => other?.toLowerCase() === name.toLowerCase();
    const jobs = own.data.jobs.filter((job) => job.date >= recent.date_from);
    const wanted = jobs.filter((job) => [...reps(job), job.customer_service_rep_name].some(isMe));
    const rows = newestFirst(wanted).map((job) => jobRow(own.data, job));
    await expectWhole(own, 'list_jobs', { ...recent, rep: 'Me' }, rows);
    const asCsr = newestFirst(jobs.filter((job) => isMe(job.customer_service_rep_name)));
    await expectWhole(
      own,
      'list_jobs',
      { ...recent, csr: 'me' },
      asCsr.map((job) => jobRow(own.data, job)),
    );
  });

  it('is an empty list where that person has no jobs', async () => {
    await using own = await openLookup({ env: { SYNCORE_REP: 'Nobody Yet' }, sandbox: { jobs: 30 } });
    expect(await own.list('list_jobs', { rep: 'me' })).toMatchObject({ items: [], total: 0, complete: true });
  });
});
