import type { Person } from '../test/support/clients.js';
import { type CallOptions, type Connection, connect, type Era } from '../test/support/connect.js';
import { type Answer, answerOf } from './answer.js';

/** A host with its server process: started when it is first asked, and again after it has died. */
export type Seat = {
  era: Era;
  call(tool: string, args: Record<string, unknown>, options?: CallOptions): Promise<Answer>;
  /** Starts the process where there is none. */
  open(): Promise<void>;
  pid(): number | null;
  /** kill -9; the next call starts a process anew. */
  kill(): void;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  stderr(): string;
  close(): Promise<void>;
};

export type SeatOptions = {
  era: Era;
  upstream: string;
  env: Record<string, string>;
  name?: string | undefined;
  person?: Person | undefined;
};

export function seatOf({ era, upstream, env, name, person }: SeatOptions): Seat {
  let sitting: Promise<Connection> | null = null;
  let pid: number | null = null;
  let stderr = '';

  async function sit(): Promise<Connection> {
    const connection = await connect({ era, upstream, env, client: { name, person } });
    pid = connection.pid();
    connection.client.onclose = () => {
      stderr += connection.stderr();
      sitting = null;
      pid = null;
    };
    return connection;
  }

  function seated(): Promise<Connection> {
    sitting ??= sit().catch((error: unknown) => {
      sitting = null;
      throw error;
    });
    return sitting;
  }

  return {
    era,
    async call(tool, args, options) {
      try {
        return answerOf(await (await seated()).call(tool, args, options));
      } catch (error) {
        return { kind: 'broken', why: error instanceof Error ? error.message : String(error) };
      }
    },
    open: async () => void (await seated()),
    pid: () => pid,
    kill() {
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    signal(name) {
      if (pid !== null) process.kill(pid, name);
    },
    stderr: () => stderr,
    async close() {
      await (await sitting?.catch(() => null))?.close();
    },
  };
}
