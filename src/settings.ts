import { posix, win32 } from 'node:path';
import { Failure, type FieldProblem } from './failure.js';
import { LOG_LEVELS, type LogLevel } from './log.js';
import { nearest } from './nearest.js';

export const TOOLSETS = ['lookup', 'insight', 'orders'] as const;
export type Toolset = (typeof TOOLSETS)[number];

export const CONFIRM_WRITES = ['auto', 'preview', 'always', 'never'] as const;
export type ConfirmWrites = (typeof CONFIRM_WRITES)[number];

export type Settings = {
  /** On the embedded sandbox: the key is a made-up one, whatever the environment holds. */
  sandbox: boolean;
  /** The program's own version. */
  version: string;
  apiKey: string;
  /** Without a slash at its end. */
  baseUrl: string;
  userAgent: string;
  readOnly: boolean;
  toolsets: readonly Toolset[];
  confirmWrites: ConfirmWrites;
  callBudgetMs: number;
  settleMs: number;
  writeReference: boolean;
  /** The user's own name in Syncore, which `me` stands for. */
  rep: string | undefined;
  accountName: string | undefined;
  /** Undefined on the sandbox, whose journal ends with the run, unless it was set. */
  stateDir: string | undefined;
  pageSize: number;
  maxConcurrency: number;
  requestsPerSecond: number | undefined;
  timeoutMs: number;
  logLevel: LogLevel;
  proxy: { http?: string; https?: string; none?: string };
};

/** What the settings depend on besides the environment. */
export type Surroundings = { sandbox: boolean; version: string; platform: NodeJS.Platform; homeDir: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** What a setting's text means, or in words what it must be. */
type Meaning<T> = { value: T } | { mustBe: string };

const SETTINGS = [
  'SYNCORE_API_KEY',
  'SYNCORE_BASE_URL',
  'SYNCORE_USER_AGENT',
  'SYNCORE_READ_ONLY',
  'SYNCORE_TOOLSETS',
  'SYNCORE_CONFIRM_WRITES',
  'SYNCORE_CALL_BUDGET_MS',
  'SYNCORE_SETTLE_MS',
  'SYNCORE_WRITE_REFERENCE',
  'SYNCORE_REP',
  'SYNCORE_ACCOUNT_NAME',
  'SYNCORE_STATE_DIR',
  'SYNCORE_PAGE_SIZE',
  'SYNCORE_MAX_CONCURRENCY',
  'SYNCORE_REQUESTS_PER_SECOND',
  'SYNCORE_TIMEOUT_MS',
  'SYNCORE_LOG_LEVEL',
] as const;
type SettingName = (typeof SETTINGS)[number];

const SANDBOX_KEY = '00000000-0000-4000-8000-000000000000';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOUR_MS = 3_600_000;

/**
 * Every setting, checked. An empty value counts as not set: hosts pass `""` for an empty field of their form.
 * @throws Failure `invalid_input` whose `fields` name each wrong variable; no value is ever repeated.
 */
export function readSettings(env: Environment, surroundings: Surroundings): Settings {
  const { sandbox, version, platform } = surroundings;
  const problems: FieldProblem[] = unknownVariables(env, platform);
  const given = (name: string) => env[name]?.trim() || undefined;

  function setting<T, F>(name: SettingName, meaning: (text: string) => Meaning<T>, fallback: F): T | F {
    const text = given(name);
    if (text === undefined) return fallback;
    const read = meaning(text);
    if ('value' in read) return read.value;
    problems.push({ field: name, message: `must be ${read.mustBe}` });
    return fallback;
  }

  const apiKey = sandbox ? SANDBOX_KEY : setting('SYNCORE_API_KEY', uuid, '');
  if (!sandbox && given('SYNCORE_API_KEY') === undefined) {
    const message =
      'is required: make a key in Syncore under Settings > API, or start with --sandbox to try without one';
    problems.push({ field: 'SYNCORE_API_KEY', message });
  }
  const settings: Settings = {
    sandbox,
    version,
    apiKey,
    baseUrl: setting('SYNCORE_BASE_URL', baseUrl, 'https://api.syncore.app/v2'),
    userAgent: setting('SYNCORE_USER_AGENT', line, `syncore-mcp/${version}`),
    readOnly: setting('SYNCORE_READ_ONLY', flag, false),
    toolsets: setting('SYNCORE_TOOLSETS', toolsets, TOOLSETS),
    confirmWrites: setting('SYNCORE_CONFIRM_WRITES', oneOf(CONFIRM_WRITES), 'auto'),
    callBudgetMs: setting('SYNCORE_CALL_BUDGET_MS', whole(100, HOUR_MS), 45_000),
    settleMs: setting('SYNCORE_SETTLE_MS', whole(0, HOUR_MS), 75_000),
    writeReference: setting('SYNCORE_WRITE_REFERENCE', flag, true),
    rep: setting('SYNCORE_REP', name, undefined),
    accountName: setting('SYNCORE_ACCOUNT_NAME', name, undefined),
    stateDir: setting('SYNCORE_STATE_DIR', folder(platform), sandbox ? undefined : stateDir(env, surroundings)),
    // The vendor takes 10 today and has announced more.
    pageSize: setting('SYNCORE_PAGE_SIZE', whole(1, 100), 10),
    maxConcurrency: setting('SYNCORE_MAX_CONCURRENCY', whole(1, 64), 4),
    requestsPerSecond: setting('SYNCORE_REQUESTS_PER_SECOND', rate, undefined),
    timeoutMs: setting('SYNCORE_TIMEOUT_MS', whole(100, HOUR_MS), 30_000),
    logLevel: setting('SYNCORE_LOG_LEVEL', oneOf(LOG_LEVELS), 'info'),
    proxy: proxy(env, problems),
  };
  if (problems.length === 0) return settings;
  const told = problems.map(({ field, message }) => `${field} ${message}`).join('\n');
  throw new Failure('invalid_input', told, { fields: problems });
}

/** `SYNCORE_READONLY=true` must not start a server that writes: what is not known is a mistake. */
function unknownVariables(env: Environment, platform: NodeJS.Platform): FieldProblem[] {
  const known = new Set<string>(SETTINGS);
  return Object.keys(env)
    .filter((variable) => variable.toUpperCase().startsWith('SYNCORE_'))
    .filter((variable) => !known.has(platform === 'win32' ? variable.toUpperCase() : variable))
    .map((variable) => {
      const near = nearest(variable, SETTINGS);
      const problem = { field: variable, message: 'is not a setting' };
      if (near === undefined) return problem;
      return { ...problem, message: `${problem.message}; did you mean ${near}?`, nearest: near };
    });
}

function uuid(text: string): Meaning<string> {
  return UUID.test(text) ? { value: text } : { mustBe: 'the key as Syncore shows it under Settings > API, a UUID' };
}

function flag(text: string): Meaning<boolean> {
  if (text === 'true' || text === '1') return { value: true };
  if (text === 'false' || text === '0') return { value: false };
  return { mustBe: 'true, false, 1 or 0' };
}

function oneOf<const Name extends string>(names: readonly Name[]): (text: string) => Meaning<Name> {
  return (text) => {
    const value = names.find((candidate) => candidate === text.toLowerCase());
    return value === undefined ? { mustBe: `one of ${names.join(', ')}` } : { value };
  };
}

function whole(min: number, max: number): (text: string) => Meaning<number> {
  return (text) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? { value } : { mustBe: `a whole number from ${min} to ${max}` };
  };
}

function rate(text: string): Meaning<number> {
  const value = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return value > 0 ? { value } : { mustBe: 'a number of requests above 0, such as 2 or 0.5' };
}

/** Goes into a header, where anything but printable ASCII would be refused with every request. */
function line(text: string): Meaning<string> {
  return /^[\x20-\x7e]{1,200}$/.test(text) ? { value: text } : { mustBe: 'one line of at most 200 ASCII characters' };
}

function name(text: string): Meaning<string> {
  return /^[^\p{Cc}]{1,100}$/u.test(text) ? { value: text } : { mustBe: 'one line of at most 100 characters' };
}

function toolsets(text: string): Meaning<readonly Toolset[]> {
  const words = text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  const value = TOOLSETS.filter((toolset) => words.includes(toolset));
  const allKnown = words.every((word) => word === '' || TOOLSETS.some((toolset) => toolset === word));
  return value.length > 0 && allKnown ? { value } : { mustBe: `names among ${TOOLSETS.join(', ')}, with commas` };
}

function baseUrl(text: string): Meaning<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const extras = url === undefined ? '' : url.username + url.password + url.search + url.hash;
  if (url === undefined || extras !== '' || !['https:', 'http:'].includes(url.protocol)) {
    return { mustBe: 'an address such as https://api.syncore.app/v2, without user, password, ? or #' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { mustBe: 'an https address: the key would travel readable (http is for this machine only)' };
  }
  return { value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** Whether a host name means this machine and nothing else. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function folder(platform: NodeJS.Platform): (text: string) => Meaning<string> {
  const { isAbsolute } = platform === 'win32' ? win32 : posix;
  // Hosts start servers in folders of their choosing: a relative path would be another place each time.
  return (text) => (isAbsolute(text) ? { value: text } : { mustBe: 'a whole path from the root, without ~' });
}

function stateDir(env: Environment, { platform, homeDir }: Surroundings): string {
  if (platform === 'win32') {
    return win32.join(env.LOCALAPPDATA || win32.join(homeDir, 'AppData', 'Local'), 'syncore-mcp');
  }
  if (platform === 'darwin') return posix.join(homeDir, 'Library', 'Application Support', 'syncore-mcp');
  return posix.join(env.XDG_STATE_HOME || posix.join(homeDir, '.local', 'state'), 'syncore-mcp');
}

/** The proxy as other programs read it, in either letter case; addresses may hold passwords and are not repeated. */
function proxy(env: Environment, problems: FieldProblem[]): Settings['proxy'] {
  const either = (variable: string) => env[variable.toLowerCase()]?.trim() || env[variable]?.trim() || undefined;
  const http = either('HTTP_PROXY');
  const https = either('HTTPS_PROXY');
  const none = either('NO_PROXY');
  for (const [field, address] of Object.entries({ HTTP_PROXY: http, HTTPS_PROXY: https })) {
    if (address !== undefined && !/^https?:\/\//i.test(address)) {
      problems.push({ field, message: 'must be an address that begins with http:// or https://' });
    }
  }
  return {
    ...(http === undefined ? {} : { http }),
    ...(https === undefined ? {} : { https }),
    ...(none === undefined ? {} : { none }),
  };
}
