import { searchJobs } from '../client/actions.js';
import { WireFailure } from '../client/wire.js';
import { addDays, todayPacific } from '../records/dates.js';
import type { Settings } from '../settings.js';
import type { Ask, Asked, Seen } from './ask.js';
import type { Status, Step } from './report.js';

const MOST_SKEW_MS = 120_000;

/** What the answer to one small search tells. `answered`: it makes sense to ask on. */
export type ServiceCheck = { steps: Step[]; answered: boolean };

/**
 * Asks for one job of the last 90 days, the best known request there is, and tells from its outcome whether Syncore
 * is reached, takes the key, and lets it read; and from its date whether the two clocks agree.
 */
export async function checkService(ask: Ask, settings: Settings, now: number): Promise<ServiceCheck> {
  const today = todayPacific(now);
  const period = { dateFrom: addDays(today, -90), dateTo: `${today}T23:59:59` };
  const asked = await ask(searchJobs, [], { ...period, page: 1, count: 1 });
  const { seen } = asked;
  if (seen === null) return { steps: [unreached(asked, settings)], answered: false };
  const steps = judge(asked, seen, settings);
  return { steps: [...steps, ...clock(asked, seen)], answered: seen.status !== 401 };
}

function judge(asked: Asked, seen: Seen, settings: Settings): Step[] {
  const { failure } = asked;
  const { status } = seen;
  const place = settings.sandbox ? 'The embedded sandbox' : settings.baseUrl;
  const reached = (state: Status, message: string, fix?: string) => step('base_url', state, `${place} ${message}`, fix);
  const answers = reached('ok', `answers (${Math.round(asked.tookMs)} ms).`);
  const accepted = step('key', 'ok', settings.sandbox ? 'No key is needed on the sandbox.' : 'The key is accepted.');

  if (status === 404) {
    const fix = 'SYNCORE_BASE_URL is https://api.syncore.app/v2 unless Facilisgroup says otherwise.';
    return [reached('fail', 'has no Syncore API (404).', fix)];
  }
  switch (failure?.code) {
    case undefined:
      return [answers, accepted, step('read', 'ok', 'Read is switched on.')];
    case 'unauthorized':
      return [
        answers,
        step(
          'key',
          'fail',
          'Syncore does not accept the key (401).',
          'Copy the key from Syncore, Settings > API, into SYNCORE_API_KEY. If it was regenerated there, the old one is dead.',
        ),
      ];
    case 'read_disabled':
      return [
        answers,
        accepted,
        step(
          'read',
          'fail',
          'Read is switched off (403).',
          'Somebody with rights turns Read on in Syncore, Settings > API.',
        ),
      ];
    case 'rate_limited':
      return [
        answers,
        step(
          'key',
          'warn',
          'Syncore limits how often it is asked (429), so the key could not be checked.',
          'Run the doctor again in some minutes.',
        ),
      ];
    case 'invalid_input':
    case 'conflict':
      return [
        answers,
        accepted,
        step(
          'read',
          'warn',
          `Syncore refused a search that should be right (${status}).`,
          'Run syncore-mcp doctor --contract and report what it prints.',
        ),
      ];
    default:
      return [reached('fail', `answers, but not as Syncore does: ${oddity(asked, status)}.`, oddityFix(status))];
  }
}

function oddity({ failure }: Asked, status: number): string {
  if (status >= 300 && status < 400) return `it points to another address (${status}), where the key is not sent`;
  if (status >= 500) return `it has trouble of its own (${status})`;
  if (failure?.code === 'upstream_invalid') return `no JSON came (${status})`;
  return `status ${status}, perhaps from a proxy or firewall on the way`;
}

function oddityFix(status: number): string {
  if (status >= 500) return 'Run the doctor again in some minutes; if it stays, ask Facilisgroup.';
  return 'Check SYNCORE_BASE_URL, and whether a proxy, firewall or sign-in page stands between here and Syncore.';
}

function unreached({ failure }: Asked, { baseUrl, proxy }: Settings): Step {
  const cause = wireFailure(failure);
  const why = cause?.message ?? 'no whole answer came';
  const through =
    proxy.https !== undefined || proxy.http !== undefined ? ' A proxy is set (HTTPS_PROXY, HTTP_PROXY).' : '';
  return step('base_url', 'fail', `${baseUrl} cannot be reached: ${why}.${through}`, unreachedFix(cause));
}

function unreachedFix(cause: WireFailure | undefined): string {
  if (cause?.message.includes('TLS') === true) {
    return 'If a proxy or virus scanner opens TLS here, name its certificate in NODE_EXTRA_CA_CERTS; else check the clock.';
  }
  if (cause?.kind === 'timeout') return 'Check network and firewall, or raise SYNCORE_TIMEOUT_MS.';
  return 'Check SYNCORE_BASE_URL, the network, the firewall and, where there is one, HTTPS_PROXY.';
}

/** The wire's own words, which the client wraps into a failure for the model. */
function wireFailure(error: unknown, depth = 0): WireFailure | undefined {
  if (error instanceof WireFailure) return error;
  return error instanceof Error && depth < 4 ? wireFailure(error.cause, depth + 1) : undefined;
}

/** The answer's date has whole seconds, and the answer took its time: neither is near two minutes. */
function clock({ tookMs }: Asked, { headers, at }: Seen): Step[] {
  const theirs = Date.parse(headers.date ?? '');
  if (Number.isNaN(theirs)) return [];
  const skewMs = at - tookMs / 2 - theirs;
  if (Math.abs(skewMs) <= MOST_SKEW_MS + tookMs) return [step('clock', 'ok', "This clock and the server's agree.")];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const message = `This clock is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} the server's.`;
  return [step('clock', 'warn', message, 'Set this clock: which orders a period holds is counted from it.')];
}

function step(name: string, status: Status, message: string, fix?: string): Step {
  return fix === undefined ? { step: name, status, message } : { step: name, status, message, fix };
}
