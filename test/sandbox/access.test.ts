import { expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';
import { key, open } from './open.js';

it('takes any UUID as key, and nothing else', async () => {
  await using box = await open();
  expect((await box.get('/orders/jobs/32255')).status).toBe(200);
  for (const headers of [{}, { 'x-api-key': '' }, { 'x-api-key': 'secret' }, { authorization: `Bearer ${key}` }]) {
    const refused = await box.get('/orders/jobs/32255', { headers });
    expect(refused.status).toBe(401);
    expect(refused.json).toEqual({ message: expect.any(String) });
  }
});

it('takes only the key it was given, in any letter case', async () => {
  await using box = await open({ key });
  const other = { 'x-api-key': '00000000-0000-4000-8000-000000000000' };
  expect((await box.get('/crm/contacts/4101')).status).toBe(200);
  expect((await box.get('/crm/contacts/4101', { headers: { 'x-api-key': key.toUpperCase() } })).status).toBe(200);
  expect((await box.get('/crm/contacts/4101', { headers: other })).status).toBe(401);
});

it('answers 403 to reads when Read is switched off, until it is switched on again', async () => {
  await using box = await open();
  box.sandbox.switches.read = false;
  const refused = await box.get('/orders/suppliers');
  expect(refused.status).toBe(403);
  expect(refused.json).toEqual({ message: expect.stringContaining('Read') });
  box.sandbox.switches.read = true;
  expect((await box.get('/orders/suppliers')).status).toBe(200);
});

it('answers 403 to writes when Write is switched off', async () => {
  await using box = await open();
  box.sandbox.switches.write = false;
  for (const [method, path] of [
    ['POST', '/orders/jobs'],
    ['PUT', '/orders/jobs/32255'],
    ['POST', '/orders/jobs/32255/salesorders/915501/payments'],
    ['PUT', '/crm/contacts/4101'],
  ] as const) {
    const refused = await box.send(method, path, {});
    expect(refused.status).toBe(403);
    expect(refused.json).toEqual({ message: expect.stringContaining('switched off') });
  }
  expect((await box.get('/orders/jobs/32255')).status).toBe(200);
});

it.each([
  ['DELETE', '/orders/jobs/32255', 'GET, PUT'],
  ['DELETE', '/orders/jobs/32255/salesorders/915501', 'GET'],
  ['DELETE', '/crm/contacts/4101', 'GET, PUT'],
  ['PATCH', '/orders/jobs/32255', 'GET, PUT'],
  ['POST', '/orders/jobs/32255', 'GET, PUT'],
  ['PUT', '/orders/jobs', 'GET, POST'],
  ['PUT', '/orders/jobs/32255/salesorders/915501', 'GET'],
  ['POST', '/orders/jobs/salesorders', 'GET'],
  ['POST', '/orders/jobs/32255/purchaseorders', 'GET'],
  ['PUT', '/orders/jobs/32255/purchaseorders/732101', 'GET'],
  ['PUT', '/crm/contacts', 'GET, POST'],
  ['POST', '/crm/client-groups', 'GET'],
  ['GET', '/orders/jobs/32255/salesorders/915501/lineitems', 'POST'],
  ['PUT', '/orders/jobs/32255/salesorders/915501/lineitems', 'POST'],
  ['GET', '/orders/jobs/32255/saleseorders/915501/lineitems', 'POST'],
  ['GET', '/orders/jobs/32255/salesorders/915501/payments', 'POST'],
  ['PUT', '/orders/jobs/32255/salesorders/915501/payments', 'POST'],
])('does not know %s %s', async (method, path, allow) => {
  await using box = await open({ jobs: 1 });
  const refused = await box.get(path, { method });
  expect(refused.status).toBe(405);
  expect(refused.headers.get('allow')).toBe(allow);
  expect(refused.json).toEqual({ message: expect.any(String) });
});

it.each([
  '/orders/jobs/999999999',
  '/orders/jobs/abc',
  '/orders/jobs/32255/',
  '/orders/jobs/32255/salesorders/1',
  '/orders/jobs/32254/salesorders/915501',
  '/orders/jobs/999999999/salesorders',
  '/orders/jobs/999999999/purchaseorders',
  '/orders/jobs/32255/purchaseorders/1',
  '/crm/contacts/1',
  '/crm/leads',
  '/orders/jobs/32255/saleseorders/915501',
  '/products',
])('answers 404 with a message for %s', async (path) => {
  await using box = await open();
  const missing = await box.get(path);
  expect(missing.status).toBe(404);
  expect(missing.json).toEqual({ message: expect.any(String) });
});

it('knows nothing outside its base path, whatever the key', async () => {
  const sandbox = createSandbox();
  const { status } = await sandbox.handle({
    method: 'GET',
    path: '/v1/orders/jobs/32255',
    headers: { 'x-api-key': key },
  });
  expect(status).toBe(404);
});

it('answers JSON with its type', async () => {
  await using box = await open();
  expect((await box.get('/crm/contacts/4101')).headers.get('content-type')).toBe('application/json; charset=utf-8');
});

it('keeps what it was asked, newest last', async () => {
  await using box = await open();
  await box.get('/orders/jobs/32255', { headers: { 'x-api-key': key, 'user-agent': 'probe/1' } });
  await box.get('/crm/contacts/1');
  const [first, second] = box.sandbox.requests;
  expect(first).toMatchObject({ n: 1, method: 'GET', path: '/v2/orders/jobs/32255', status: 200 });
  expect(first?.headers['user-agent']).toBe('probe/1');
  expect(second).toMatchObject({ n: 2, path: '/v2/crm/contacts/1', status: 404 });
  expect(second?.startedAt).toBeGreaterThanOrEqual(first?.finishedAt ?? Number.POSITIVE_INFINITY);
});

it('forgets the oldest requests beyond ten thousand', async () => {
  const sandbox = createSandbox();
  const ask = { method: 'GET', path: '/v2/orders/jobs/1', headers: {} };
  for (let i = 0; i < 10_010; i += 1) await sandbox.handle(ask);
  expect(sandbox.requests).toHaveLength(10_000);
  expect(sandbox.requests.at(-1)?.n).toBe(10_010);
});

it('takes as long as it is told to', async () => {
  await using box = await open({ latencyMs: 60 });
  const start = performance.now();
  await box.get('/orders/suppliers');
  expect(performance.now() - start).toBeGreaterThanOrEqual(55);
});

it('listens where it is told, and says so when the port is taken', async () => {
  await using box = await open();
  const port = Number(new URL(box.url).port);
  await expect(listen(createSandbox(), { port })).rejects.toThrow('EADDRINUSE');
});

it('knows header names in any letter case, also within one process', async () => {
  const sandbox = createSandbox({ jobs: 1 });
  const request = { method: 'GET', path: '/v2/orders/jobs/32255', headers: { 'X-API-Key': key } };
  expect((await sandbox.handle(request)).status).toBe(200);
});
