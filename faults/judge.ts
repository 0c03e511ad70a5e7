import { doubtfulSteps, type Told } from './act.js';
import { asRecord, isStatus, saysDone, saysNothing, stepsWith, told } from './answer.js';
import { meant, standing, type Task } from './task.js';

/** What must be zero, and what may be open: sentences that say what is wrong. */
export type Findings = {
  /** Something stands more often than it was meant to. */
  duplicates: string[];
  /** Told as done, and part of it is missing, wiped or out of order. */
  losses: string[];
  /** Told as done, and nothing of it is there; or another record was named. */
  falseSuccesses: string[];
  /** Told that nothing was written, or less than there is: whoever believes it enters it again. */
  falseRefusals: string[];
  /** Without an end, or left in doubt though Syncore can be read back. */
  unresolved: string[];
};

/** Compares what callers were told in the end with what truly stands. */
export function judge(ends: readonly Told[]): Findings {
  const tasks = [...new Set(ends.map(({ task }) => task))];
  const found = tasks.map((task) =>
    judgeTask(
      task,
      ends.filter((end) => end.task === task),
    ),
  );
  const all = (kind: keyof Findings) => found.flatMap((one) => one[kind]);
  return {
    duplicates: all('duplicates'),
    losses: all('losses'),
    falseSuccesses: all('falseSuccesses'),
    falseRefusals: all('falseRefusals'),
    unresolved: all('unresolved'),
  };
}

function judgeTask(task: Task, ends: readonly Told[]): Findings {
  const parts = task.parts();
  const stands = standing(parts);
  const findings: Findings = {
    duplicates: parts
      .filter((part) => part.stands > part.meant)
      .map((part) => `${part.what}: ${part.stands} times, meant ${part.meant}`),
    losses: [],
    falseSuccesses: [],
    falseRefusals: [],
    unresolved: ends.flatMap(({ who, answer, unresolved }) =>
      unresolved === null ? [] : [`${who}: ${unresolved}; the last answer was ${told(answer)}`],
    ),
  };
  for (const end of ends) look(end);
  return findings;

  function look({ who, answer }: Told): void {
    if (saysDone(answer)) {
      const missing = parts.filter((part) => part.stands < part.meant);
      const lost = missing.map(({ what }) => `${who} was told ${told(answer)}; ${what} is missing`);
      (stands === 0 ? findings.falseSuccesses : findings.losses).push(...lost);
      findings.losses.push(...task.spoiled().map((what) => `${who} was told ${told(answer)}; ${what}`));
      const record = answer.kind === 'result' ? answer.body.record : null;
      if (record !== null && record !== undefined && !task.isRecord(asRecord(record))) {
        findings.falseSuccesses.push(`${who} was shown another record`);
      }
    }
    // Who is told that nothing was written may be one of several: another may have written it.
    if (saysNothing(answer) && stands > 0 && !ends.some((other) => saysDone(other.answer))) {
      findings.falseRefusals.push(`${who} was told ${told(answer)}; ${stands} of ${meant(parts)} stand`);
    }
    if (isStatus(answer, 'partial') && stepsWith('done', answer) !== stands) {
      findings.falseRefusals.push(`${who} was told of ${stepsWith('done', answer)} steps, and ${stands} stand`);
    }
    if (isStatus(answer, 'in_doubt') && doubtfulSteps(answer).some((step) => step !== 'payment')) {
      findings.unresolved.push(`${who}: left in doubt: ${told(answer)}`);
    }
  }
}

/** The four that must be zero. */
export function isWrong({ duplicates, losses, falseSuccesses, falseRefusals }: Findings): boolean {
  return duplicates.length + losses.length + falseSuccesses.length + falseRefusals.length > 0;
}
