import { type AccountOptions, openLine } from '../account.js';
import type { Action, Query } from '../client/actions.js';
import type { WireResponse } from '../client/wire.js';
import { Failure } from '../failure.js';

/** The last answer as it came, with the time it was there: milliseconds since the epoch. */
export type Seen = WireResponse & { at: number };

/** What came of a question. `seen` is null where no whole answer came; `failure` is null where the client took it. */
export type Asked = { json: unknown; failure: Failure | null; seen: Seen | null; tookMs: number };

/** Asks Syncore as the client does, but never throws. Only one question may be open at a time. */
export type Ask = <Ids extends number[]>(action: Action<Ids>, ids: Ids, query: Query) => Promise<Asked>;

/** With so many questions in a row unanswered, the others would only take as long for the same. */
const MOST_SILENCES = 3;

export function openAsk(options: AccountOptions): { ask: Ask; close(): Promise<void> } {
  const { clock, settings } = options;
  let seen: Seen | null = null;
  let silences = 0;
  const line = openLine(options, (answer) => {
    seen = { ...answer, at: clock.now() };
  });
  const last = () => seen;

  return {
    async ask(action, ids, query) {
      const startedAt = clock.now();
      seen = null;
      let json: unknown;
      let failure: Failure | null = null;
      try {
        if (silences >= MOST_SILENCES) throw notAsked();
        const call = { signal: new AbortController().signal, deadline: startedAt + settings.callBudgetMs };
        json = await line.request(action, ids, query, call);
      } catch (error) {
        failure = error instanceof Failure ? error : stumbled(error);
      }
      silences = last() === null ? silences + 1 : 0;
      return { json, failure, seen: last(), tookMs: clock.now() - startedAt };
    },
    close: line.close,
  };
}

function notAsked(): Failure {
  return new Failure('timeout', 'not asked: the questions before it were not answered.', { retryable: true });
}

/** A mistake of ours must not end the examination. Its message could quote an answer, so only its kind is told. */
function stumbled(error: unknown): Failure {
  const kind = error instanceof Error ? error.name : typeof error;
  return new Failure('internal', `the doctor itself failed here (${kind}).`, { cause: error });
}
