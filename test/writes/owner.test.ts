import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnerOptions, openOwner } from '../../src/writes/owner.js';
import { bundle } from '../support/bundle.js';
import { temporaryFolder } from '../support/journals.js';

const WINDOWS = process.platform === 'win32';

let program: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  program = await bundle('./owner-child.ts');
});
afterAll(async () => program[Symbol.asyncDispose]());

function optionsFor(folder: string, more: Partial<OwnerOptions> = {}): OwnerOptions {
  return { folder, temporaryFolder: folder, platform: process.platform, timeoutMs: 500, ...more };
}

async function using(folder: string, more: Partial<OwnerOptions> = {}) {
  const owner = await openOwner(optionsFor(folder, more));
  return { ...owner, [Symbol.asyncDispose]: async () => owner.close() };
}

/** A process that owns claims, and its name. */
async function ownerProcess(folder: string): Promise<{ child: ChildProcess; name: string }> {
  const child = spawn(process.execPath, [program.path, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, name: String(line).trim() };
}

async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'close');
}

describe('the owner of a claim', () => {
  it('is alive while its process lives, and dead when it was killed', async () => {
    await using folder = await temporaryFolder();
    await using here = await using(folder.path);
    const { child, name } = await ownerProcess(folder.path);
    expect(name).not.toBe(here.name);
    expect(await here.isAlive(here.name)).toBe('alive');
    expect(await here.isAlive(name)).toBe('alive');
    await killed(child, 'SIGKILL');
    await expect.poll(() => here.isAlive(name)).toBe('dead');
    expect(await here.isAlive(name)).toBe('dead');
  });

  it('is dead for who first asks after its death, and leaves no socket behind', async () => {
    await using folder = await temporaryFolder();
    const { child, name } = await ownerProcess(folder.path);
    await killed(child, 'SIGKILL');
    await using here = await using(folder.path);
    expect(await here.isAlive(name)).toBe('dead');
    if (!WINDOWS) expect(await readdir(folder.path)).toHaveLength(1);
  });

  it('is dead after its process has ended by itself, or let go', async () => {
    await using folder = await temporaryFolder();
    await using here = await using(folder.path);
    const { child, name } = await ownerProcess(folder.path);
    child.stdin?.end();
    await once(child, 'close');
    expect(await here.isAlive(name)).toBe('dead');
    const other = await openOwner(optionsFor(folder.path));
    expect(await here.isAlive(other.name)).toBe('alive');
    await other.close();
    await expect.poll(() => here.isAlive(other.name)).toBe('dead');
  });

  it.skipIf(WINDOWS)('is alive while it is only stopped, however often one asks', async () => {
    await using folder = await temporaryFolder();
    const { child, name } = await ownerProcess(folder.path);
    child.kill('SIGSTOP');
    await using here = await using(folder.path);
    for (let asked = 0; asked < 2000; asked += 1) expect(await here.isAlive(name)).toBe('alive');
    const others = await Promise.all(Array.from({ length: 20 }, () => openOwner(optionsFor(folder.path))));
    const answers = await Promise.all(others.map((other) => other.isAlive(name)));
    expect(new Set(answers)).toEqual(new Set(['alive']));
    for (const other of others) await other.close();
    child.kill('SIGCONT');
    await killed(child, 'SIGKILL');
    await expect.poll(() => here.isAlive(name)).toBe('dead');
  });

  it('is asked over one connection, however often: many would fill the queue of one that is stopped', async () => {
    await using folder = await temporaryFolder();
    const name = WINDOWS ? '\\\\.\\pipe\\syncore-mcp-test' : join(folder.path, 'counting');
    let connections = 0;
    const server = createServer(() => {
      connections += 1;
    }).listen(name);
    await once(server, 'listening');
    const here = await openOwner(optionsFor(folder.path));
    for (let asked = 0; asked < 50; asked += 1) expect(await here.isAlive(name)).toBe('alive');
    expect(connections).toBe(1);
    await here.close();
    server.close();
  });

  it('is dead when its name leads nowhere', async () => {
    await using folder = await temporaryFolder();
    await using here = await using(folder.path);
    expect(await here.isAlive(WINDOWS ? '\\\\.\\pipe\\syncore-mcp-0' : join(folder.path, 'gone'))).toBe('dead');
  });

  it.skipIf(WINDOWS)('counts as alive where the system gives no plain answer', async () => {
    await using folder = await temporaryFolder();
    await using here = await using(folder.path);
    // A path through a file, one too long for a socket: neither says that an owner is dead.
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    expect(await here.isAlive(join(file, 'below'))).toBe('alive');
    expect(await here.isAlive(join(folder.path, 'x'.repeat(200)))).toBe('alive');
  });

  it.skipIf(WINDOWS)(
    'is refused in plain words where it cannot be told alive: then nothing may be written',
    async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'file');
      await writeFile(file, '');
      const refusal = {
        code: 'internal',
        written: 'no',
        message: expect.stringMatching(/local socket.*Nothing was sent/),
      };
      await expect(openOwner(optionsFor(join(file, 'owners')))).rejects.toMatchObject(refusal);
    },
  );

  it('does not keep its process from ending', async () => {
    await using folder = await temporaryFolder();
    const { child } = await ownerProcess(folder.path);
    await using here = await using(folder.path);
    const { name } = here;
    // The child connects to us as well, and shall end all the same.
    child.stdin?.end(`${name}\n`);
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });
});

describe.skipIf(WINDOWS)('its socket', () => {
  it('lies in the temporary folder where its path would be too long', async () => {
    await using folder = await temporaryFolder();
    const long = join(folder.path, 'x'.repeat(100));
    await using one = await using(long, { temporaryFolder: folder.path });
    await using two = await using(long, { temporaryFolder: folder.path });
    expect(one.name.startsWith(join(folder.path, 'syncore-mcp-'))).toBe(true);
    expect(Buffer.byteLength(one.name)).toBeLessThanOrEqual(103);
    expect(await two.isAlive(one.name)).toBe('alive');
    await using three = await using(long, { temporaryFolder: long });
    expect(three.name.startsWith('/tmp/syncore-mcp-')).toBe(true);
  });

  it('is cleared away a day after its process died without a claim; living and foreign ones stay', async () => {
    await using folder = await temporaryFolder();
    const dead = await ownerProcess(folder.path);
    const alive = await ownerProcess(folder.path);
    const young = await ownerProcess(folder.path);
    for (const { child } of [dead, young]) await killed(child, 'SIGKILL');
    const foreign = join(folder.path, 'other.sock');
    const server = createServer().listen(foreign);
    await once(server, 'listening');
    await writeFile(join(folder.path, 'notes.txt'), '');
    const longAgo = new Date(Date.now() - 3 * 86_400_000);
    for (const path of [dead.name, alive.name, foreign]) await utimes(path, longAgo, longAgo);
    await using here = await using(folder.path);
    const left = (await readdir(folder.path)).map((name) => join(folder.path, name)).sort();
    expect(left).toEqual([alive.name, young.name, foreign, here.name, join(folder.path, 'notes.txt')].sort());
    expect(await here.isAlive(alive.name)).toBe('alive');
    server.close();
    await killed(alive.child, 'SIGKILL');
  });
});
