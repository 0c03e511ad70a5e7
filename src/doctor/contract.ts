import type { Ask } from './ask.js';
import { BEYOND_READING, type Judgement, judgeErrorBody, judgeFindings, summary } from './contract/assumptions.js';
import type { EndpointReport } from './contract/probe.js';
import { walk } from './contract/walk.js';
import { judgeWindow } from './contract/window.js';
import { endpointLines, judgementLine } from './contract/words.js';
import { type Step, worst } from './report.js';

export type Contract = { endpoints: EndpointReport[]; assumptions: Judgement[] };

export type ContractOptions = {
  ask: Ask;
  now: number;
  pageSize: number;
  origin: string;
  /** Takes what a person reads, as it comes. */
  say: (text: string) => void;
};

/**
 * Compares the configured service with what the client expects, by reading alone. Differences that the client lives
 * with warn; an endpoint that it cannot read fails.
 */
export async function examineContract(options: ContractOptions): Promise<{ contract: Contract; step: Step }> {
  const { ask, now, origin, say } = options;
  const endpoints: EndpointReport[] = [];
  say('\nWhat the API gives, against what this program expects:\n\n');
  const findings = await walk({
    ...options,
    told: (report) => {
      endpoints.push(report);
      say(endpointLines(report));
    },
  });
  say('\nAssumptions of this program (held; NOT: did not hold; ?: could not be judged):\n\n');
  const assumptions: Judgement[] = [];
  const add = (...judgements: Judgement[]) => {
    assumptions.push(...judgements);
    say(judgements.map(judgementLine).join(''));
  };
  add(...judgeFindings(findings, now));
  add(...(await judgeWindow(ask, now, origin)));
  add(await judgeErrorBody(ask));
  add(
    ...BEYOND_READING.map((assumption) => ({
      assumption,
      verdict: 'not judged' as const,
      detail: 'reading cannot tell',
    })),
  );
  say('\n');
  const fell = assumptions.some(({ verdict }) => verdict === 'did not hold');
  const status = worst([...endpoints.map((report) => report.status), fell ? 'warn' : 'ok']);
  const step: Step = { step: 'contract', status, message: summary(endpoints, assumptions) };
  if (status === 'ok') return { contract: { endpoints, assumptions }, step };
  const fix = 'Report this to the authors of syncore-mcp: it holds names of fields and counts, no text of any record.';
  return { contract: { endpoints, assumptions }, step: { ...step, fix } };
}
