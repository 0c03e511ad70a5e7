import { type Wire, WireFailure, type WireRequest, type WireResponse } from '../src/client/wire.js';
import { fateOf, type Reply } from './fates.js';
import type { Server } from './server.js';
import type { World } from './world.js';

/** A request that writes, and what became of it in truth. */
export type Sending = {
  server: string;
  method: string;
  path: string;
  body: string;
  sentAt: number;
  /** When its process has last read the same, as Syncore showed it then. */
  readAt: number | null;
  /** When Syncore acted on it, and what it made of it; null: it has not, or said no. */
  acted: { at: number; id: number } | null;
  /** Whoever sent it knows for certain that nothing was done. */
  certainlyNot: boolean;
};

const OPEN = new Set([408, 409, 425, 499]);

/** The way from one process to Syncore, on which requests and answers get lost, late or cut. */
export function networkWire(world: World, server: Server): Wire {
  const { time, draw, weather, syncore } = world;
  const reads = new Map<string, number>();
  let count = 0;

  function travel(request: WireRequest, resolve: (answer: WireResponse) => void, reject: (error: unknown) => void) {
    count += 1;
    const { method, path, body = '' } = request;
    const fate = fateOf(draw, weather, method, time.now);
    const writes = method !== 'GET';
    const startedAt = server.clock.steady();
    const name = `${server.name} #${count}`;
    let open = true;
    const end = (come: () => void) => {
      // Closed when it arrives, not when it leaves: a process that is stopped takes what came first.
      server.come(() => {
        if (!open) return;
        open = false;
        cancelTimeout();
        request.signal.removeEventListener('abort', abort);
        come();
      });
    };
    const abort = () => end(() => reject(request.signal.reason));
    const cancelTimeout = time.after(request.timeoutMs, () =>
      end(() => reject(new WireFailure('timeout', 'unknown', `no whole answer within ${request.timeoutMs} ms`))),
    );
    request.signal.addEventListener('abort', abort, { once: true });
    const leave = () => {
      if (!open) return;
      world.tell(() => `${name} ${method} ${path} ${body}`);
      const sending: Sending = {
        server: server.name,
        method,
        path,
        body,
        sentAt: time.now,
        readAt: reads.get(path) ?? null,
        acted: null,
        certainlyNot: fate.actsAfterMs === null && isCertain(fate.reply),
      };
      if (writes) world.sent.push(sending);
      if (writes) world.count(fate.reply.kind === 'own' ? 'write answered' : 'write unanswered');
      carry(fate, () => act(sending), arrive);
    };

    const act = async (sending: Sending): Promise<WireResponse> => {
      const asked = writes && fate.reply.kind !== 'ignored' ? { method, path, body } : { method: 'GET', path };
      const response = await syncore.answer(asked, 'server');
      if (asked.method === 'GET') reads.set(path, time.now);
      else {
        world.tell(() => `Syncore acts on ${name}: ${response.status} ${response.body.slice(0, 60)}`);
        const made = syncore.made.at(-1);
        const changed = syncore.versions.at(-1);
        if (response.status < 300 && method === 'PUT' && changed !== undefined) changed.sending = sending;
        if (response.status < 300) sending.acted = { at: time.now, id: method === 'POST' ? (made?.id ?? 0) : 0 };
        else sending.certainlyNot = fate.reply.kind === 'own' && response.status < 500;
      }
      return response;
    };
    const arrive = (response: WireResponse | null) => {
      const { reply } = fate;
      world.tell(() => `${name} gets ${reply.kind === 'status' ? reply.status : reply.kind}`);
      const answer = answerOf(reply, response);
      if (answer instanceof WireFailure) end(() => reject(answer));
      else if (answer !== null) {
        const dated = reply.kind !== 'own' && draw.chance(0.5) ? {} : { date: new Date(time.now).toUTCString() };
        const whole = { ...answer, headers: { ...answer.headers, ...dated } };
        end(() => {
          server.time.observe(whole.headers.date, server.clock.steady() - startedAt);
          resolve(whole);
        });
      }
    };
    // A connection is made first: whoever dies meanwhile has sent nothing, whoever is stopped sends when it is woken.
    if (fate.leavesAfterMs === 0) leave();
    else time.after(fate.leavesAfterMs, () => server.come(leave));
  }

  function carry(
    { actsAfterMs, reply, repliesAfterMs }: ReturnType<typeof fateOf>,
    act: () => Promise<WireResponse>,
    arrive: (response: WireResponse | null) => void,
  ): void {
    if (reply.kind === 'own' || reply.kind === 'ignored') {
      time.after(actsAfterMs ?? 0, () => {
        void act().then((response) => {
          time.after(Math.max(0, repliesAfterMs - (actsAfterMs ?? 0)), () => arrive(response));
        });
      });
      return;
    }
    if (actsAfterMs !== null) time.after(actsAfterMs, () => void act());
    time.after(repliesAfterMs, () => arrive(null));
  }

  return {
    async send(request) {
      const held = server.step();
      if (held !== undefined) await held;
      request.signal.throwIfAborted();
      return new Promise((resolve, reject) => travel(request, resolve, reject));
    },
    close: async () => {},
  };
}

function answerOf(reply: Reply, response: WireResponse | null): WireResponse | WireFailure | null {
  switch (reply.kind) {
    case 'own':
    case 'ignored':
      return response;
    case 'status':
      return { status: reply.status, headers: reply.headers, body: reply.body };
    case 'broken':
      return new WireFailure('broken', 'unknown', 'the connection broke');
    case 'refused':
      return new WireFailure('connect', 'no', 'no connection');
    case 'silence':
      return null;
  }
}

function isCertain(reply: Reply): boolean {
  if (reply.kind === 'refused') return true;
  return reply.kind === 'status' && reply.status >= 400 && reply.status < 500 && !OPEN.has(reply.status);
}
