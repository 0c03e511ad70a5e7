import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { progressOf } from '../../src/mcp/progress.js';
import { connect, TRANSPORTS } from '../support/connect.js';

/** A Syncore that takes requests and answers none; `asked` resolves with the first one's answer, still open. */
async function silentSyncore() {
  let take: (answer: ServerResponse) => void = () => {};
  const asked = new Promise<ServerResponse>((resolve) => {
    take = resolve;
  });
  const server = createServer((_, answer) => take(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    asked,
    url: `http://127.0.0.1:${port}/v2`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.each(TRANSPORTS)('a call that is cancelled over %s', (transport) => {
  it('stops asking Syncore', async () => {
    await using syncore = await silentSyncore();
    await using server = await connect({ transport, upstream: syncore.url });
    const caller = new AbortController();
    const { client } = server;
    const request = { method: 'tools/call' as const, params: { name: 'get_job', arguments: { job_id: 1 } } };
    if (!('getProtocolEra' in client)) throw new Error('the 2026 client is the one of SDK v2');
    const call = client.request(request, { signal: caller.signal }).catch((error: unknown) => error);
    const upstream = await syncore.asked;
    const dropped = new Promise((resolve) => upstream.once('close', resolve));
    caller.abort();
    await dropped;
    expect(await call).toBeInstanceOf(Error);
    expect((await server.call('check_permissions')).isError).toBe(false);
  });
});

describe('progress', () => {
  type Notify = Parameters<typeof progressOf>[0]['mcpReq']['notify'];

  function listen(progressToken: string | undefined, notify: Notify) {
    const _meta = progressToken === undefined ? {} : { progressToken };
    return progressOf({ mcpReq: { _meta, notify } });
  }

  it('goes to callers that asked for it, cleaned, and ends with the answer', async () => {
    const sent: Parameters<Notify>[0][] = [];
    const progress = listen('t', async (message) => void sent.push(message));
    await progress.tell(1, 3, 'page 1\u202E of 3');
    await progress.tell(2, undefined, 'more');
    progress.end();
    await progress.tell(3, 3, 'late');
    expect(sent.map(({ params }) => params)).toEqual([
      { progressToken: 't', progress: 1, total: 3, message: 'page 1 of 3' },
      { progressToken: 't', progress: 2, message: 'more' },
    ]);
  });

  it('is silent where nobody asked, and where nobody can be reached', async () => {
    await listen(undefined, () => Promise.reject(new Error('must not be called'))).tell(1, 2, 'x');
    await listen('t', () => Promise.reject(new Error('gone'))).tell(1, 2, 'x');
  });
});
