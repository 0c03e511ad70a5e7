import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEY } from '../support/program.js';
import { openWriting } from '../support/writing.js';

/** Every name under a folder, with its mode. */
async function everything(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'socket';
      return { path, kind, mode: (await stat(path)).mode & 0o777 };
    }),
  );
}

it('what is kept of writes is for this user alone', async () => {
  // Windows knows no modes.
  if (process.platform === 'win32') return;
  await using at = await openWriting();
  at.sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '1' }, match: { method: 'POST' } });
  await at.write('create_contact', { business_name: 'Northwind', email: 'ida@northwind.example' });
  await at.write('add_payment', { order: '32255-1', amount_value: 10 });
  const found = await everything(at.folder);
  const modes = (kind: string) => [...new Set(found.filter((one) => one.kind === kind).map(({ mode }) => mode))];
  expect(modes('folder')).toEqual([0o700]);
  expect(modes('file')).toEqual([0o600]);
  expect(found.map(({ path }) => path)).toContain(join(at.folder, 'journal'));
});

it('no key is in it, nor in what a server says of itself', async () => {
  await using at = await openWriting({ env: { SYNCORE_LOG_LEVEL: 'debug' } });
  at.sandbox.faults.add({
    kind: 'status',
    status: 400,
    body: { message: `bad key ${KEY}` },
    match: { method: 'POST' },
  });
  await at.refused('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
  await at.write('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
  const files = (await everything(at.folder)).filter(({ kind }) => kind === 'file');
  expect(files.length).toBeGreaterThan(2);
  for (const { path } of files) {
    expect(path).not.toContain(KEY);
    expect((await readFile(path, 'utf8')).toLowerCase()).not.toContain(KEY.toLowerCase());
  }
  expect(at.server.stderr()).toContain('upstream');
  expect(at.server.stderr().toLowerCase()).not.toContain(KEY.toLowerCase());
});

it('what a write was about can be read in it by a person', async () => {
  await using at = await openWriting();
  await at.write('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
  const journal = join(at.folder, 'journal');
  const [name = ''] = (await readdir(journal)).filter((file) => file.startsWith('key-'));
  const lines = (await readFile(join(journal, name), 'utf8')).trimEnd().split('\n');
  const [intent, ...events] = lines.map((line) => JSON.parse(line));
  expect(intent.intent).toMatchObject({
    key: 'client',
    tool: 'create_contact',
    account: expect.stringContaining('Lantern Promo'),
    summary: expect.stringContaining('Northwind'),
  });
  expect(events.map(({ type }) => type)).toEqual(['sending', 'done', 'finished']);
});
