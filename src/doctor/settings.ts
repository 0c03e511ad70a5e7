import { Failure } from '../failure.js';
import type { Settings } from '../settings.js';
import type { Step } from './report.js';

/** The least version of Node that package.json's `engines` names. */
export const LEAST_NODE = '20.18.1';

/** @param version as in process.versions.node */
export function checkNode(version: string): Step {
  const step = 'node';
  if (compareVersions(version, LEAST_NODE) >= 0) return { step, status: 'ok', message: `Node ${version}.` };
  const message = `Node ${version} is too old: ${LEAST_NODE} or newer is needed.`;
  return { step, status: 'fail', message, fix: 'Install the newest LTS from nodejs.org.' };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number.parseFloat));
  for (const [index, part] of (right ?? []).entries()) {
    const difference = (left?.[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The settings, and a step for each mistake in them: then there are none. */
export function checkSettings(read: () => Settings): { settings: Settings | null; steps: Step[] } {
  const step = 'settings';
  try {
    return { settings: read(), steps: [{ step, status: 'ok', message: 'The settings can be read.' }] };
  } catch (error) {
    if (!(error instanceof Failure) || error.fields === undefined) throw error;
    const steps = error.fields.map(
      ({ field, message }): Step => ({ step, status: 'fail', message: `${field} ${message}` }),
    );
    return { settings: null, steps };
  }
}

/** Which limits hold, and what else decides how the server behaves. */
export function describeLimits(settings: Settings): Step {
  const { pageSize, maxConcurrency, requestsPerSecond, timeoutMs, callBudgetMs, readOnly } = settings;
  const ceiling = requestsPerSecond === undefined ? 'no ceiling a second' : `at most ${requestsPerSecond} a second`;
  const limits = [
    `${pageSize} records a page`,
    `${maxConcurrency} requests at a time`,
    ceiling,
    `${seconds(timeoutMs)} a request`,
    `${seconds(callBudgetMs)} a call`,
  ];
  const message = `Limits: ${limits.join(', ')}.${readOnly ? ' Read-only: nothing is ever written.' : ''}`;
  return { step: 'limits', status: 'ok', message };
}

function seconds(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
