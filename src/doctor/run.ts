import type { Handler } from '../client/wire.js';
import type { Clock } from '../clock.js';
import { createLog } from '../log.js';
import type { Settings } from '../settings.js';
import { openAsk } from './ask.js';
import { type Contract, examineContract } from './contract.js';
import { checkJournal } from './journal.js';
import { type Step, stepLines } from './report.js';
import { checkService } from './service.js';
import { checkNode, checkSettings, describeLimits } from './settings.js';
import { checkStateFolder } from './state-folder.js';

export type DoctorOptions = {
  json: boolean;
  contract: boolean;
  /** Reads the settings. Throws Failure `invalid_input` whose `fields` name each mistake. */
  settings: () => Settings;
  /** As in process.versions.node. */
  nodeVersion: string;
  platform: NodeJS.Platform;
  clock: Clock;
  /** What is asked for on stdout. */
  out: (text: string) => void;
  /** The log's lines. */
  err: (text: string) => void;
  /** Answers in place of Syncore: the embedded sandbox. */
  embedded?: () => Promise<Handler>;
};

/**
 * Examines the set-up and says how to mend what fails. Nothing is written in Syncore, and neither the key nor any
 * record's text is shown.
 * @returns the exit code: 1 if something failed, else 0.
 */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const { json, nodeVersion } = options;
  const { settings, steps: settingsSteps } = checkSettings(options.settings);
  const out = withoutKey(options.out, settings?.apiKey);
  const say = (text: string) => {
    if (!json) out(text);
  };
  const steps: Step[] = [];
  const add = (...found: Step[]) => {
    steps.push(...found);
    say(found.map(stepLines).join(''));
  };

  add(checkNode(nodeVersion), ...settingsSteps);
  const contract = settings === null ? undefined : await examine(settings, options, { add, say });
  const failures = steps.filter(({ status }) => status === 'fail').length;
  const ok = failures === 0;
  if (json) out(`${JSON.stringify({ ok, steps, ...(contract === undefined ? {} : { contract }) })}\n`);
  else say(ok ? '\nNothing stands in the way.\n' : `\n${failures} to mend.\n`);
  return ok ? 0 : 1;
}

type Telling = { add: (...steps: Step[]) => void; say: (text: string) => void };

async function examine(
  settings: Settings,
  options: DoctorOptions,
  { add, say }: Telling,
): Promise<Contract | undefined> {
  const { clock, platform, embedded } = options;
  add(describeLimits(settings));
  const { stateDir: folder, readOnly } = settings;
  const log = createLog(settings.logLevel, options.err);
  if (folder === undefined) {
    add({ step: 'state_folder', status: 'ok', message: 'The sandbox keeps nothing: no state folder.' });
  } else {
    const found = await checkStateFolder({ folder, platform, readOnly });
    add(...found);
    if (found[0]?.status === 'ok') add(...(await checkJournal(settings, clock, log)));
  }

  const { ask, close } = openAsk({ settings, clock, log, ...(embedded === undefined ? {} : { embedded }) });
  try {
    const { steps, answered } = await checkService(ask, settings, clock.now());
    add(...steps);
    if (!options.contract) return undefined;
    if (!answered) {
      add({ step: 'contract', status: 'fail', message: 'The contract was not looked at: Syncore cannot be asked.' });
      return undefined;
    }
    const { origin } = new URL(settings.baseUrl);
    const asked = { ask, now: clock.now(), pageSize: settings.pageSize, origin, say };
    const { contract, step } = await examineContract(asked);
    add(step);
    return contract;
  } finally {
    await close();
  }
}

/** The last bar: whatever a message is made of, the key does not get out. */
function withoutKey(out: (text: string) => void, key: string | undefined): (text: string) => void {
  if (key === undefined || key === '') return out;
  const pattern = new RegExp(key.replace(/[^0-9a-z-]/gi, ''), 'gi');
  return (text) => out(text.replace(pattern, '[key]'));
}
