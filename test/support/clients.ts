import { Client as Client2 } from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** What a person made of a form, or their host in their place. */
export type Reply = {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
};

/**
 * What becomes of a question to the person behind a client, given its text. `nobody`: the client says that it can ask,
 * and has no way to.
 */
export type Person = ((question: string) => Reply | Promise<Reply>) | 'nobody';

export type ClientOptions = {
  name?: string | undefined;
  /** Without one, the client does not say that it can ask. */
  person?: Person | undefined;
};

/** A person slower than any host that answers by itself. */
const THINKS_MS = 800;

const afterThinking = (reply: Reply) => async () => {
  await new Promise((resolve) => setTimeout(resolve, THINKS_MS));
  return reply;
};

export const saysYes: Person = () => ({ action: 'accept', content: { confirm: true } });
export const saysNo: Person = afterThinking({ action: 'accept', content: { confirm: false } });
export const declines: Person = afterThinking({ action: 'decline' });
/** As hosts do that decline by themselves. */
export const declinesAtOnce: Person = () => ({ action: 'decline' });
export const dismisses: Person = () => ({ action: 'cancel' });
export const acceptsEmpty: Person = () => ({ action: 'accept' });
export const babbles: Person = () => ({ action: 'accept', content: { confirm: 'yes please' } });
/** The question is never answered. */
export const keepsSilent: Person = () => new Promise<Reply>(() => {});

/** SDK v2, pinned to the era, or as it comes. */
export function client2(era: string, { name = 'test-v2', person }: ClientOptions = {}): Client2 {
  const info = { name, version: '1' };
  const pinned = { mode: era === 'auto' ? ('auto' as const) : { pin: '2026-07-28' } };
  const client = new Client2(info, {
    ...(era === 'default' ? {} : { versionNegotiation: pinned }),
    ...(person === undefined ? {} : { capabilities: { elicitation: { form: {} } } }),
  });
  if (typeof person === 'function') {
    client.setRequestHandler('elicitation/create', async ({ params }) => person(params.message));
  }
  return client;
}

/** SDK v1. */
export function client1({ name = 'test-v1', person }: ClientOptions = {}): Client1 {
  const capabilities = person === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client1({ name, version: '1' }, { capabilities });
  if (typeof person === 'function') {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => person(params.message));
  }
  return client;
}
