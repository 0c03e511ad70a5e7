import { Failure } from '../failure.js';

/* Why a step of a write was not done, in words of ours. */

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new Failure('cancelled', 'The write was broken off before this step was sent.', { retryable: true });
  }
  throw error;
}

export function heldBack(failure: Failure, retryAt: number): Failure {
  const message = 'Syncore limits how often it is asked, for longer than this call may take. Call again at retry_at.';
  const { fields, upstreamText } = failure;
  return new Failure('rate_limited', `${message} Use the same idempotency_key.`, {
    retryable: true,
    retryAt,
    cause: failure,
    ...(fields === undefined ? {} : { fields }),
    ...(upstreamText === undefined ? {} : { upstreamText }),
  });
}

export function ignored(): Failure {
  const message = 'Syncore answered that it had made the change, and the record stands as it was. Nothing was written.';
  return new Failure('conflict', `${message} Check the record in Syncore, and report this to the vendor.`);
}

/** What was sent and did not come to stand. Words of Syncore's own that came with it are passed on. */
export function notDone(cause: Failure | null, edits: boolean): Failure {
  const lookedFor = 'It was looked for until it could not come any more: ';
  const what = edits ? `${lookedFor}the change was not made.` : `${lookedFor}it was not entered.`;
  const details = {
    ...(cause === null ? {} : { cause }),
    ...(cause?.fields === undefined ? {} : { fields: cause.fields }),
    ...(cause?.upstreamText === undefined ? {} : { upstreamText: cause.upstreamText }),
  };
  if (cause?.code === 'conflict') {
    const why = 'Syncore answered that this is in conflict with what it has (409).';
    const next = 'Mend what upstream_message names; sent again as it is, it may be refused again.';
    return new Failure('conflict', `${why} ${what} ${next}`, details);
  }
  const code = cause?.code === 'timeout' || cause?.code === 'cancelled' ? cause.code : 'upstream_error';
  const lost =
    cause?.upstreamText === undefined ? 'The answer of Syncore was lost.' : 'Syncore answered with an error.';
  return new Failure(code, `${lost} ${what} Call again with the same idempotency_key.`, {
    retryable: true,
    ...details,
  });
}
