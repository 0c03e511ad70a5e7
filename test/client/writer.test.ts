import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/client/request.js';
import { WireFailure } from '../../src/client/wire.js';
import type { Sent, Writer } from '../../src/client/writer.js';
import { client, json, type Step } from './scripted-client.js';

const BODY = { business_name: 'Acme', notes: null };

/** What `createContact` comes to when Syncore answers so, and how often it was asked. */
async function sentWith(step: Step, send: Send = ({ createContact }, call) => createContact(BODY, call)) {
  const { writer, clock, call, sent } = client([step]);
  const outcome = await clock.run(send(writer, call()));
  return { outcome, times: sent.length };
}

type Send = (writer: Writer, call: Call) => Promise<Sent>;
const job: Send = ({ createJob }, call) => createJob(BODY, call);
const order: Send = ({ createSalesOrder }, call) => createSalesOrder(32255, BODY, call);
const line: Send = ({ addLineItem }, call) => addLineItem(32255, 9, BODY, call);
const payment: Send = ({ addPayment }, call) => addPayment(32255, 9, BODY, call);

describe('a write', () => {
  it('goes out as JSON to its own path, with the key', async () => {
    const { writer, clock, call, sent } = client([{ status: 201, body: '{"id": 7}' }]);
    const outcomes = [
      await clock.run(writer.createContact(BODY, call())),
      await clock.run(writer.updateContact(4101, BODY, call())),
      await clock.run(writer.createJob(BODY, call())),
      await clock.run(writer.updateJob(32255, BODY, call())),
      await clock.run(writer.createSalesOrder(32255, BODY, call())),
      await clock.run(writer.addLineItem(32255, 9, BODY, call())),
      await clock.run(writer.addPayment(32255, 9, BODY, call())),
    ];
    expect(outcomes).toEqual(Array.from({ length: 7 }, () => ({ kind: 'done', id: 7 })));
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/crm/contacts',
      'PUT /v2/crm/contacts/4101',
      'POST /v2/orders/jobs',
      'PUT /v2/orders/jobs/32255',
      'POST /v2/orders/jobs/32255/salesorders',
      'POST /v2/orders/jobs/32255/salesorders/9/lineitems',
      'POST /v2/orders/jobs/32255/salesorders/9/payments',
    ]);
    for (const { body, headers } of sent) {
      expect(JSON.parse(body ?? '')).toEqual(BODY);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'x-api-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });

  it.each([
    ['bare', '{"id": 12}', 12],
    ['as text', '{"id": "12"}', 12],
    ['wrapped', '{"contact": {"id": 12}}', 12],
    ['of another kind', '{"line_id": 12}', null],
    ['missing', '{"name": "Acme"}', null],
    ['of something else inside', '{"client": {"id": 1}, "store": {"id": 2}}', null],
    ['of the only thing inside', '{"business_name": "Acme", "payment_term": {"id": 2}}', null],
    ['wrapped beside other things', '{"success": true, "data": {"id": 12}}', 12],
  ])('takes the id of what it made: %s', async (_, body, id) => {
    expect((await sentWith({ status: 201, body })).outcome).toEqual({ kind: 'done', id });
  });

  it.each<[string, Send, unknown, number | null]>([
    ['a job shown with its client', job, { description: 'Caps', client: { id: 1 } }, null],
    ['a job and nothing but its client', job, { client: { id: 1 } }, null],
    ['a job under its name', job, { Job: { id: '12', client: { id: 1 } } }, 12],
    ['an order under its name', order, { sales_order: { id: 12, client: { id: 1 } } }, 12],
    ['an order with its job', order, { job: { id: 32255 } }, null],
    ['a line', line, { line_id: 12 }, 12],
    ['a line that has an id as well', line, { id: 1, line_id: 12, parent_id: 11 }, 12],
    ['a line under its name', line, { line_item: { id: 1, line_id: '12' } }, 12],
    ['a line with an id alone', line, { id: 12 }, 12],
    ['two that differ', job, { job: { id: 12 }, data: { id: 13 } }, null],
  ])('takes no other record for what it made: %s', async (_, send, made, id) => {
    expect((await sentWith({ status: 201, body: JSON.stringify(made) }, send)).outcome).toEqual({ kind: 'done', id });
  });

  it.each<[string, Send, string, number | null]>([
    ['a payment', payment, '/v2/orders/jobs/32255/salesorders/9/payments/77', 77],
    ['a payment elsewhere', payment, 'https://api.syncore.app/v2/payments/77/?via=api', 77],
    ['something else', payment, '/v2/orders/jobs/77', null],
    ['no id', payment, '/v2/payments/new', null],
    ['a job, which can be read', job, '/v2/orders/jobs/77', null],
    ['an order, which may be named by its number', order, '/v2/orders/jobs/32255/salesorders/2', null],
    ['a line, which has another name', line, '/v2/orders/jobs/32255/salesorders/9/lineitems/77', null],
  ])('takes an id from where a payment stands: %s', async (_, send, location, id) => {
    for (const step of [
      { status: 201, headers: { location, 'content-length': '0' }, body: '' },
      { status: 204, headers: { location }, body: '' },
      { status: 201, headers: { ...json, location }, body: '{}' },
    ]) {
      expect((await sentWith(step, send)).outcome).toEqual({ kind: 'done', id });
    }
  });

  it.each([
    ['an error', 200, '{"error": "the order is closed"}'],
    ['errors', 201, '{"id": 12, "errors": [{"message": "no"}]}'],
    ['no success', 200, '{"success": false}'],
    ['that it will be done', 202, '{"status": "queued"}'],
    ['a word', 200, '"ok"'],
  ])('may not have been done where a good status comes with %s', async (_, status, body) => {
    expect((await sentWith({ status, body }, payment)).outcome.kind).toBe('unknown');
  });

  it.each([400, 401, 403, 404, 405, 406, 410, 413, 415, 422, 429, 451])(
    'was certainly not done after %d',
    async (status) => {
      const { outcome, times } = await sentWith({ status, body: '{"message": "no"}' });
      expect(outcome.kind).toBe(status === 429 ? 'held' : 'refused');
      expect(times).toBe(1);
    },
  );

  it.each([301, 302, 307, 408, 409, 425, 499, 500, 501, 502, 503, 504])(
    'may have been done after %d',
    async (status) => {
      const { outcome, times } = await sentWith({
        status,
        headers: { ...json, location: 'https://elsewhere.example/' },
      });
      expect(outcome.kind).toBe('unknown');
      expect(times).toBe(1);
    },
  );

  it.each(['', '{"id": ', '<html><body>Hello</body></html>', 'OK'])(
    'may have been done when it is answered with %j',
    async (body) => {
      expect((await sentWith({ status: 200, body })).outcome.kind).toBe('unknown');
    },
  );

  it('was certainly not done where no connection was made, and may have been after any other break', async () => {
    const table = [
      [new WireFailure('connect', 'no', 'no connection (ECONNREFUSED)'), 'refused'],
      [new WireFailure('timeout', 'unknown', 'no whole answer within 30000 ms'), 'unknown'],
      [new WireFailure('broken', 'unknown', 'the connection broke (ECONNRESET)'), 'unknown'],
      [new WireFailure('too_large', 'unknown', 'the answer is larger than 10 bytes'), 'unknown'],
    ] as const;
    for (const [failure, kind] of table) {
      const { outcome, times } = await sentWith(failure);
      expect(outcome.kind, failure.message).toBe(kind);
      expect(times).toBe(1);
    }
  });

  it('tells how long Syncore wants everybody to wait', async () => {
    const { outcome } = await sentWith({ status: 429, headers: { ...json, 'retry-after': '7' } });
    expect(outcome).toMatchObject({
      kind: 'held',
      retryAfterMs: 7_000,
      failure: { code: 'rate_limited', written: 'no' },
    });
  });

  it('is held, and not sent, where its turn does not come in time', async () => {
    const { writer, clock, call, sent, limiter } = client([{ status: 201, body: '{"id": 7}' }]);
    limiter.pushedBack(60_000);
    const outcome = await clock.run(writer.createContact(BODY, call()));
    expect(outcome).toMatchObject({ kind: 'held', failure: { code: 'rate_limited', retryAt: expect.any(Number) } });
    expect(sent).toEqual([]);
  });

  it('is given its whole time, however little of it the call has left', async () => {
    const { writer, clock, sent } = client([{ status: 201, body: '{"id": 7}' }]);
    const short = { signal: new AbortController().signal, deadline: clock.now() + 50 };
    await clock.run(writer.createContact(BODY, short));
    expect(sent[0]?.timeoutMs).toBe(30_000);
  });

  it('names the fields that Syncore refuses', async () => {
    const body = JSON.stringify({
      message: 'wrong',
      errors: [{ field: 'email', message: 'must be an e-mail address' }],
    });
    const { outcome } = await sentWith({ status: 400, body });
    expect(outcome).toMatchObject({
      kind: 'refused',
      failure: { code: 'invalid_input', fields: [{ field: 'email', message: 'must be an e-mail address' }] },
    });
  });
});
