import type { Contact, Job, SandboxData } from '../src/sandbox/data/types.js';
import { createSandbox, type Sandbox, type SandboxResponse } from '../src/sandbox/handler.js';
import { pacificDay } from '../src/sandbox/pacific.js';
import type { VirtualTime } from '../test/support/virtual-time.js';
import { makeAccount } from './account.js';
import type { Sending } from './network.js';

export const KEY = '3f2c9a4e-0000-4000-8000-000000000001';

export type RecordKind = 'contact' | 'job' | 'order' | 'line' | 'payment';

/** A request that writes, as it leaves a process or a person's hand. */
export type Writing = { method: string; path: string; body: string };

/** A record that came to stand: by whom it was made, and under which order or job. */
export type Made = { kind: RecordKind; id: number; by: 'server' | 'person'; at: number; path: string };

/** How a contact or job stood from a moment on; `sending`: the PUT that made it so, null where it was a person. */
export type Version = {
  at: number;
  kind: 'contact' | 'job';
  id: number;
  record: Contact | Job;
  sending: Sending | null;
};

export type SyncoreOptions = { time: VirtualTime; searchLagMs: number; partialPut: 'replace' | 'ignore' };

/** Syncore, and what truly happened in it. */
export class Syncore {
  readonly data: SandboxData;
  readonly made: Made[] = [];
  readonly versions: Version[] = [];
  readonly #sandbox: Sandbox;
  readonly #time: VirtualTime;

  constructor({ time, searchLagMs, partialPut }: SyncoreOptions) {
    const now = () => time.now;
    const data = makeAccount(pacificDay(time.now));
    this.#time = time;
    const setTimer = (run: () => void, ms: number) => {
      time.after(ms, run);
    };
    this.#sandbox = createSandbox({ now, setTimer, searchLagMs, data, key: KEY });
    this.#sandbox.switches.partialPut = partialPut;
    this.data = data;
    for (const contact of data.contacts) this.#version('contact', contact);
    for (const job of data.jobs) this.#version('job', job);
  }

  /** Answers at once, and remembers what came to stand. */
  async answer(request: { method: string; path: string; body?: string }, by: 'server' | 'person') {
    const response = await this.#sandbox.handle({ ...request, headers: { 'x-api-key': KEY } });
    if (request.method !== 'GET' && response.status < 300) this.#remember(request, response, by);
    return response;
  }

  /** A change that a person makes in Syncore itself, at once and seen by all. */
  changeByHand(contactId: number, change: Partial<Contact>): void {
    const contact = this.data.contacts.find(({ id }) => id === contactId);
    if (contact === undefined) return;
    Object.assign(contact, change);
    this.#version('contact', contact);
  }

  #remember({ method, path }: { method: string; path: string }, { body }: SandboxResponse, by: 'server' | 'person') {
    const id = idIn(body);
    if (method === 'POST') {
      this.made.push({ kind: kindOf(path), id, by, at: this.#time.now, path });
      return;
    }
    const kind = path.includes('/contacts/') ? 'contact' : 'job';
    const record = (kind === 'contact' ? this.data.contacts : this.data.jobs).find((record) => record.id === id);
    if (record !== undefined) this.#version(kind, record);
  }

  #version(kind: Version['kind'], record: Contact | Job): void {
    this.versions.push({ at: this.#time.now, kind, id: record.id, record: { ...record }, sending: null });
  }
}

function idIn(body: string): number {
  const record: unknown = JSON.parse(body);
  return typeof record === 'object' && record !== null && 'id' in record && typeof record.id === 'number'
    ? record.id
    : 0;
}

export function kindOf(path: string): RecordKind {
  if (path.includes('/contacts')) return 'contact';
  if (path.endsWith('/lineitems')) return 'line';
  if (path.endsWith('/payments')) return 'payment';
  return path.endsWith('/salesorders') ? 'order' : 'job';
}
