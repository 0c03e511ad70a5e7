import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod/v4';
import type { SandboxOptions } from '../../src/sandbox/handler.js';
import type { Person } from './clients.js';
import { type CallOptions, type Connection, connect, type Era, type Transport } from './connect.js';
import type { Row } from './expected-rows.js';
import { asking, type Lookup } from './lookup.js';
import { type Syncore, serveSyncore } from './syncore.js';

const row = z.record(z.string(), z.unknown());

/** The result of a write, as interface.md has it. */
const writtenShape = z.strictObject({
  status: z.enum([
    'created',
    'updated',
    'unchanged',
    'already_done',
    'preview',
    'declined',
    'not_confirmed',
    'possible_duplicate',
    'in_progress',
    'partial',
    'in_doubt',
  ]),
  key: z.string().nullable(),
  record: row.nullable(),
  read_back: z.boolean().optional(),
  steps: z.array(
    z.strictObject({
      step: z.string(),
      status: z.enum(['pending', 'sending', 'done', 'refused', 'in_doubt']),
      id: z.int().optional(),
    }),
  ),
  message: z.string(),
  changes: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })).optional(),
  differences: z.array(row).optional(),
  requests: z.array(z.strictObject({ method: z.enum(['POST', 'PUT']), path: z.string(), body: row })).optional(),
  confirmation: z
    .strictObject({
      token: z.string().nullable(),
      expires_at: z.iso.datetime().nullable(),
      summary: z.string(),
      details: z.array(z.string()).optional(),
    })
    .optional(),
  duplicate: row.optional(),
  refusal: row.optional(),
  matched: z.enum(['content', 'reference']).optional(),
  retry_at: z.iso.datetime().optional(),
  written: z.literal('yes').optional(),
  notes: z.array(z.string()),
});

export type Written = z.infer<typeof writtenShape>;

export type WritingOptions = {
  era?: Era;
  transport?: Transport;
  person?: Person;
  /** The name that the client gives itself. */
  client?: string;
  env?: Record<string, string>;
};

/** A server and what it is asked to write. */
export type Writer = Pick<Lookup, 'get' | 'list' | 'refused'> & {
  server: Connection;
  /** The result of a write. Fails where it was an error. */
  write(tool: string, args: Row, options?: CallOptions): Promise<Written>;
};

/** The built server in front of an account that the test holds, with a journal that more servers may share. */
export type Writing = Syncore &
  Writer & {
    /** The state folder. */
    folder: string;
    /** One more server on the same account and folder; it goes with the first. */
    beside(options?: WritingOptions): Promise<Writer>;
    /** The requests so far that write, without base path: `POST /crm/contacts`. */
    sent(): string[];
    /** Their bodies. */
    bodies(): Row[];
  };

/** Lost answers are settled soon here, and a search shows a write at once. */
const SETTLE_MS = '600';

export async function openWriting(options: WritingOptions & { sandbox?: SandboxOptions } = {}): Promise<Writing> {
  const { sandbox = {}, ...first } = options;
  const syncore = await serveSyncore({ jobs: 4, ...sandbox });
  const folder = await mkdtemp(join(tmpdir(), 'syncore-writing-'));
  const servers: Connection[] = [];

  async function beside({ era, transport, person, client, env = {} }: WritingOptions = {}): Promise<Writer> {
    const server = await connect({
      ...(era === undefined ? {} : { era }),
      ...(transport === undefined ? {} : { transport }),
      upstream: syncore.url,
      client: { name: client, person },
      env: { SYNCORE_STATE_DIR: folder, SYNCORE_SETTLE_MS: SETTLE_MS, SYNCORE_ACCOUNT_NAME: 'Lantern Promo', ...env },
    });
    servers.push(server);
    const { get, list, refused } = asking(server);
    return { server, get, list, refused, write: writing(server) };
  }

  const writes = () => syncore.sandbox.requests.filter(({ method }) => method !== 'GET');
  return {
    ...syncore,
    ...(await beside(first)),
    folder,
    beside,
    sent: () => writes().map(({ method, path }) => `${method} ${path.replace(/^\/v2/, '')}`),
    bodies: () => writes().map(({ body }) => row.parse(JSON.parse(body ?? ''))),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()));
      await syncore[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function writing(server: Connection): Writer['write'] {
  return async (tool, args, options) => {
    const answer = await server.call(tool, args, options);
    expect(answer.isError, answer.text).toBe(false);
    return writtenShape.parse(answer.structuredContent);
  };
}

/** The token of a preview, or of an answer that was not confirmed. */
export function tokenOf({ confirmation }: Written): string {
  expect(confirmation?.token).toEqual(expect.any(String));
  return confirmation?.token ?? '';
}

let made = 0;

/** A word that no other test of this file uses. */
export function fresh(word = 'word'): string {
  made += 1;
  return `${word}-${made}`;
}
