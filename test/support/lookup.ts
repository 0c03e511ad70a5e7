import { expect } from 'vitest';
import * as z from 'zod/v4';
import type { SandboxOptions } from '../../src/sandbox/handler.js';
import { type CallResult, type Connection, type ConnectOptions, connect } from './connect.js';
import type { Row } from './expected-rows.js';
import { type Syncore, serveSyncore } from './syncore.js';

const row = z.record(z.string(), z.unknown());
const listShape = z.strictObject({
  items: z.array(row),
  returned: z.int(),
  total: z.int().nullable(),
  totals: z.record(z.string(), z.number()).nullable(),
  next_cursor: z.string().nullable(),
  complete: z.boolean(),
  url_template: z.string().nullable(),
  notes: z.array(z.string()),
});
const candidate = z.strictObject({ id: z.int().nullable(), name: z.string(), kind: z.string().optional() });
const refusalShape = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    written: z.enum(['no', 'yes', 'unknown']),
    retryable: z.boolean(),
    retry_at: z.string().optional(),
    fields: z
      .array(
        z.strictObject({
          field: z.string(),
          message: z.string(),
          nearest: z.string().optional(),
          candidates: z.array(candidate).optional(),
        }),
      )
      .optional(),
    upstream_message: z.string().optional(),
  }),
});

export type List = z.infer<typeof listShape>;
export type Refusal = z.infer<typeof refusalShape>['error'];

/** The built server in front of an account that the test holds. */
export type Lookup = Syncore & {
  server: Connection;
  /** The tool's record. Fails where it was refused. */
  get(tool: string, args?: Row): Promise<Row>;
  /** One part of a list, in exactly the shape of interface.md. */
  list(tool: string, args?: Row): Promise<List>;
  /** Every row of a list, walked by its cursors, the largest parts at once unless told. */
  all(tool: string, args?: Row): Promise<Row[]>;
  /** The error of a call that must be refused. */
  refused(tool: string, args?: Row): Promise<Refusal>;
};

export async function openLookup(options: ConnectOptions & { sandbox?: SandboxOptions } = {}): Promise<Lookup> {
  const { sandbox, ...rest } = options;
  const upstream = await serveSyncore(sandbox);
  const server = await connect({ ...rest, upstream: upstream.url });
  return { ...upstream, ...asking(server), server, [Symbol.asyncDispose]: () => close(server, upstream) };
}

/** The ways to ask a server, for tests that connect several to one account. */
export function asking(server: Connection): Pick<Lookup, 'get' | 'list' | 'all' | 'refused'> {
  async function list(tool: string, args: Row = {}): Promise<List> {
    return listShape.parse(succeeded(await server.call(tool, args)).structuredContent);
  }
  return {
    list,
    get: async (tool, args) => succeeded(await server.call(tool, args)).structuredContent,
    async all(tool, args = {}) {
      const rows: Row[] = [];
      for (let part = await list(tool, { limit: 100, ...args }); ; ) {
        rows.push(...part.items);
        if (part.next_cursor === null) return rows;
        part = await list(tool, { ...args, limit: args.limit ?? 100, cursor: part.next_cursor });
      }
    },
    async refused(tool, args) {
      const answer = await server.call(tool, args);
      expect(answer, `${tool} ${JSON.stringify(args)} was answered: ${answer.text.slice(0, 200)}`).toMatchObject({
        isError: true,
      });
      return refusalShape.parse(answer.structuredContent).error;
    },
  };
}

function succeeded(answer: CallResult): CallResult {
  expect(answer.isError, answer.text).toBe(false);
  return answer;
}

async function close(server: Connection, upstream: Syncore): Promise<void> {
  await server.close();
  await upstream[Symbol.asyncDispose]();
}
