import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';

/** Ten in the morning in US Pacific, on the Monday that all tests of the sandbox stand on. */
export const monday = Date.parse('2026-11-23T18:00:00Z');

export const key = '3f0c9a52-6a0e-4c55-9b6e-2f1d7f7f4a10';

export type Reply = { status: number; headers: Headers; json: unknown };

export type Open = {
  sandbox: Sandbox;
  url: string;
  /** Asks with a good key; `path` comes after the base URL. */
  get(path: string, init?: RequestInit): Promise<Reply>;
  /** Writes `body`: JSON, or a text as it is. */
  send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Reply>;
  /** The record that a POST or PUT made; fails where it was refused. */
  write(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Record<string, unknown>>;
  /** The answer's JSON, which has to be an object; fails where the status is not 200. */
  read(path: string): Promise<Record<string, unknown>>;
  [Symbol.asyncDispose](): Promise<void>;
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields that a 400 names, in its order. */
export function wrongFields({ status, json }: Reply): unknown[] {
  if (status !== 400 || !isObject(json)) throw new Error(`A 400 was expected, not ${status}.`);
  if (typeof json.message !== 'string' || json.message === '') throw new Error('The 400 has no message.');
  return rows(json, 'errors').map(({ field, message }) => {
    if (typeof message !== 'string' || message === '') throw new Error(`The 400 has no message for ${field}.`);
    return field;
  });
}

/** The rows of a list answer. */
export function rows(json: unknown, name: string): Record<string, unknown>[] {
  const list = isObject(json) ? json[name] : undefined;
  if (!Array.isArray(list)) throw new Error(`The answer has no list named ${name}.`);
  return list.filter(isObject);
}

/** A sandbox behind a real socket. */
export async function open(options: SandboxOptions = {}): Promise<Open> {
  const sandbox = createSandbox({ now: () => monday, ...options });
  const { url, close } = await listen(sandbox, { port: 0 });
  async function get(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(url + path, { headers: { 'x-api-key': key }, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) };
  }
  async function read(path: string): Promise<Record<string, unknown>> {
    const { status, json } = await get(path);
    if (status !== 200 || !isObject(json)) throw new Error(`${path} was answered with ${status}.`);
    return json;
  }
  function send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Reply> {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    return get(path, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }
  async function write(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Record<string, unknown>> {
    const { status, json } = await send(method, path, body);
    if (status !== (method === 'POST' ? 201 : 200) || !isObject(json)) {
      throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(json)}`);
    }
    return json;
  }
  return { sandbox, url, get, send, write, read, [Symbol.asyncDispose]: close };
}
