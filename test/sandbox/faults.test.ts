import { expect, it } from 'vitest';
import { faultCatalogue } from '../../src/sandbox/catalogue.js';
import { type FaultAction, rateLimited } from '../../src/sandbox/faults.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import { key, open } from './open.js';

const path = '/orders/jobs/32255';
const headers = { 'x-api-key': key };

it('hits one request unless told, and then lets go', async () => {
  await using box = await open();
  box.sandbox.faults.add({ kind: 'status', status: 503 });
  expect((await box.get(path)).status).toBe(503);
  expect((await box.get(path)).status).toBe(200);
  expect(box.sandbox.faults.hits()).toEqual([1]);
});

it('hits the requests it was aimed at', async () => {
  await using box = await open();
  const { faults } = box.sandbox;
  faults.add({ kind: 'status', status: 500, match: { path: '/orders/jobs/32255' }, skip: 1, times: 2 });
  const seen: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    seen.push((await box.get(path)).status);
    expect((await box.get('/crm/contacts/4101')).status).toBe(200);
  }
  expect(seen).toEqual([200, 500, 500, 200]);
  faults.clear();
  faults.add({ kind: 'status', status: 418, match: { path: '/v2/orders/jobs/32255', method: 'get' } });
  expect((await box.get(path)).status).toBe(418);
  faults.clear();
  faults.add({ kind: 'status', status: 502, match: { path: /page=2/g, nth: 2 }, times: Number.POSITIVE_INFINITY });
  const pages = ['page=1', 'page=2', 'page=2', 'page=2'].map((page) => `/crm/contacts?count=1&${page}`);
  const answers: number[] = [];
  for (const page of pages) answers.push((await box.get(page)).status);
  expect(answers).toEqual([200, 200, 502, 200]);
});

it('works off queued faults one request after the other', async () => {
  await using box = await open();
  box.sandbox.faults.add({ ...rateLimited(2), times: 2 }, { kind: 'status', status: 500 });
  const seen: [number, string | null][] = [];
  for (let i = 0; i < 4; i += 1) {
    const { status, headers: sent } = await box.get(path);
    seen.push([status, sent.get('retry-after')]);
  }
  expect(seen).toEqual([
    [429, '2'],
    [429, '2'],
    [500, null],
    [200, null],
  ]);
});

it('says when to come back in seconds, as a date, or not at all', async () => {
  await using box = await open();
  const moment = new Date('2026-11-23T18:00:05Z');
  box.sandbox.faults.add(rateLimited(0), rateLimited(moment), rateLimited());
  const sent: (string | null)[] = [];
  for (let i = 0; i < 3; i += 1) sent.push((await box.get(path)).headers.get('retry-after'));
  expect(sent).toEqual(['0', 'Mon, 23 Nov 2026 18:00:05 GMT', null]);
});

it('delays, and still answers', async () => {
  await using box = await open();
  box.sandbox.faults.add({ kind: 'latency', ms: 80 });
  const start = performance.now();
  expect((await box.get(path)).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThanOrEqual(75);
});

it.each(['reset', 'truncated'] as const)('breaks the connection: %s', async (kind) => {
  await using box = await open();
  box.sandbox.faults.add({ kind });
  await expect(fetch(box.url + path, { headers }).then((response) => response.text())).rejects.toThrow();
  expect((await box.get(path)).status).toBe(200);
});

it('promises the whole of an answer that it cuts short', async () => {
  await using box = await open();
  const whole = (await (await fetch(box.url + path, { headers })).text()).length;
  box.sandbox.faults.add({ kind: 'truncated' });
  const response = await fetch(box.url + path, { headers });
  expect(Number(response.headers.get('content-length'))).toBe(whole);
  await response.text().catch(() => undefined);
});

it.each(['hang', 'stall'] as const)('never finishes on %s, and closes all the same', async (kind) => {
  const box = await open();
  box.sandbox.faults.add({ kind });
  const asked = fetch(box.url + path, { headers }).then((response) => response.text());
  const outcome = asked.then(
    () => 'answered',
    () => 'broken',
  );
  const early = await Promise.race([outcome, new Promise((resolve) => setTimeout(() => resolve('open'), 150))]);
  expect(early).toBe('open');
  await box[Symbol.asyncDispose]();
  expect(await outcome).toBe('broken');
});

it('drips an answer a byte at a time', async () => {
  await using box = await open();
  box.sandbox.faults.add(
    { kind: 'body', body: '' },
    { kind: 'drip', everyMs: 1, match: { path: '/crm/payment-terms' } },
  );
  await box.get(path);
  const response = await fetch(`${box.url}/crm/payment-terms`, { headers });
  const pieces: number[] = [];
  for await (const piece of response.body ?? []) pieces.push(piece.length);
  expect(pieces.length).toBeGreaterThan(20);
});

it('answers with any page or text in the place of JSON', async () => {
  await using box = await open();
  box.sandbox.faults.add(
    { kind: 'html', status: 502 },
    { kind: 'body', body: 'nonsense', contentType: 'text/plain' },
    { kind: 'status', status: 500, body: 'Internal error' },
  );
  const answers: [number, string | null, string][] = [];
  for (let i = 0; i < 3; i += 1) {
    const response = await fetch(box.url + path, { headers });
    answers.push([response.status, response.headers.get('content-type'), (await response.text()).slice(0, 9)]);
  }
  expect(answers).toEqual([
    [502, 'text/html; charset=utf-8', '<!doctype'],
    [200, 'text/plain', 'nonsense'],
    [500, 'text/plain', 'Internal '],
  ]);
});

it('lets a test change records between two pages', async () => {
  await using box = await open();
  const { data, faults } = box.sandbox;
  const asked: number[] = [];
  faults.onRequest = async (n) => {
    asked.push(n);
    await Promise.resolve();
    if (n === 2) data.contacts.length = 0;
  };
  expect((await box.read('/crm/contacts?count=1')).total_results).toBeGreaterThan(100);
  expect((await box.read('/crm/contacts?count=1')).total_results).toBe(0);
  expect(asked).toEqual([1, 2]);
});

it('rejects, hangs or waits within one process, where there is no connection to break', async () => {
  const sandbox = createSandbox();
  const request = { method: 'GET', path: '/v2/orders/suppliers', headers };
  sandbox.faults.add({ kind: 'reset' }, { kind: 'truncated' }, { kind: 'hang' }, { kind: 'drip', everyMs: 0.05 });
  await expect(sandbox.handle(request)).rejects.toThrow('reset');
  await expect(sandbox.handle(request)).rejects.toThrow('short');
  const hanging = sandbox.handle(request).then(() => 'answered');
  expect(await Promise.race([hanging, new Promise((resolve) => setTimeout(() => resolve('open'), 50))])).toBe('open');
  expect((await sandbox.handle(request)).status).toBe(200);
});

const connection: FaultAction['kind'][] = ['reset', 'hang', 'truncated', 'stall', 'drip'];

it.each(Object.entries(faultCatalogue).filter(([, make]) => !connection.includes(make().kind)))(
  'has a fault ready: %s',
  async (_name, make) => {
    const sandbox = createSandbox({ jobs: 1 });
    const request = { method: 'GET', path: '/v2/orders/jobs/32255', headers };
    const plain = await sandbox.handle(request);
    const action = make();
    sandbox.faults.add(action);
    const start = performance.now();
    const struck = await sandbox.handle(request);
    if (action.kind === 'latency') expect(performance.now() - start).toBeGreaterThan(200);
    else expect(struck).not.toEqual(plain);
    expect(await sandbox.handle(request)).toEqual(plain);
  },
);
