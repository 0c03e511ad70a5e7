import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import { accountOf } from '../writes/account-name.js';
import { stateOf } from '../writes/journal.js';
import { openJournalForReading } from '../writes/open.js';
import type { Step } from './report.js';

const step = 'journal';

/** Looks into the journal of writes: whether it can be read, and what in it waits for a person. */
export async function checkJournal(settings: Settings, clock: Clock, log: Log): Promise<Step[]> {
  const journal = openJournalForReading(settings, clock, log);
  const counts = { writes: 0, open: 0, torn: 0 };
  try {
    for await (const entry of journal.list(accountOf(settings).id)) {
      const state = stateOf(entry);
      if (state === 'released') continue;
      counts.writes += 1;
      if (entry.torn) counts.torn += 1;
      else if (state === 'in_doubt' || state === 'sending' || state === 'partial') counts.open += 1;
    }
    return [told(counts), ...foreign(await journal.foreign())];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ step, status: settings.readOnly ? 'warn' : 'fail', message: error.message }];
  }
}

function told({ writes, open, torn }: { writes: number; open: number; torn: number }): Step {
  const message = `The journal holds ${writes} ${writes === 1 ? 'write' : 'writes'} to this account`;
  if (open === 0 && torn === 0) return { step, status: 'ok', message: `${message}, none of them open.` };
  const parts = [open === 0 ? '' : `${open} did not come to an end`, torn === 0 ? '' : `${torn} cannot be read`];
  return {
    step,
    status: 'warn',
    message: `${message}; ${parts.filter((part) => part !== '').join(', ')}.`,
    fix: 'Ask your assistant to review writes that are partial, in progress or in doubt, and settle them (settle_write).',
  };
}

function foreign(names: readonly string[]): Step[] {
  if (names.length === 0) return [];
  const message = `The journal folder holds ${names.length} files that are not the journal's: they are left alone.`;
  const fix = 'If somebody put them there, move them away; a folder that is synchronised must not hold the journal.';
  return [{ step, status: 'warn', message, fix }];
}
