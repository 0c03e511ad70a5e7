import { randomBytes } from 'node:crypto';
import { link, mkdir, open, realpath, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from './report.js';

export type FolderOptions = { folder: string; platform: NodeJS.Platform; readOnly: boolean };

const SYNCED =
  /[\\/](OneDrive|Dropbox|Google ?Drive|GoogleDrive|iCloud ?Drive|Mobile Documents|CloudStorage|Box( Sync)?)\b/i;
const WINDOWS_SHARE = /^[\\/]{2}[^\\/?.]/;
/** Of statfs(2) on Linux: NFS, SMB, CIFS, SMB2, AFS. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f]);

/** What a file system says when it knows no hard links, or permits none. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/**
 * Does in the state folder once what the journal of writes will do there: a file is made, forced to the disk, linked to
 * a second name and removed. In read-only mode nothing is journalled, so that a failure only warns.
 */
export async function checkStateFolder(options: FolderOptions): Promise<Step[]> {
  const { folder, readOnly } = options;
  const status = readOnly ? 'warn' : 'fail';
  const step = 'state_folder';
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return [
      { step, status, message: `The state folder ${folder} cannot be made (${codeOf(error)}).`, fix: elsewhere(error) },
    ];
  }
  const problem = await tryWriting(folder);
  const warnings = await judgePlace(options);
  if (problem !== null) return [{ step, status, ...problem }, ...warnings];
  return [{ step, status: 'ok', message: `State folder ${folder}: can be written, with hard links.` }, ...warnings];
}

async function tryWriting(folder: string): Promise<{ message: string; fix: string } | null> {
  const name = join(folder, `doctor-${process.pid}-${randomBytes(6).toString('hex')}`);
  const second = `${name}.link`;
  try {
    const file = await open(name, 'wx', 0o600);
    try {
      await file.writeFile('syncore-mcp doctor\n');
      await file.sync();
    } finally {
      await file.close();
    }
    await link(name, second);
    return null;
  } catch (error) {
    if (syscallOf(error) === 'link' && NO_LINKS.has(codeOf(error))) {
      return {
        message: `The file system of ${folder} has no hard links (${codeOf(error)}): writing to Syncore would be refused.`,
        fix: 'Set SYNCORE_STATE_DIR to a folder on a local disk (NTFS, APFS, ext4).',
      };
    }
    return { message: `The state folder ${folder} cannot be written (${codeOf(error)}).`, fix: elsewhere(error) };
  } finally {
    for (const path of [second, name]) await unlink(path).catch(() => {});
  }
}

async function judgePlace({ folder, platform }: FolderOptions): Promise<Step[]> {
  const step = 'state_folder';
  const steps: Step[] = [];
  const real = await realpath(folder).catch(() => folder);
  const shared = [folder, real].some((path) => SYNCED.test(path) || WINDOWS_SHARE.test(path));
  if (shared || (platform === 'linux' && (await isNetwork(folder)))) {
    steps.push({
      step,
      status: 'warn',
      message: 'The state folder looks like a synchronised folder or a network share: two machines must not share one.',
      fix: 'Set SYNCORE_STATE_DIR to a folder on a local disk that nothing synchronises.',
    });
  }
  const mode =
    platform === 'win32'
      ? 0
      : await stat(folder).then(
          ({ mode }) => mode & 0o077,
          () => 0,
        );
  if (mode !== 0) {
    steps.push({
      step,
      status: 'warn',
      message: 'Other users of this machine can look into the state folder, which will hold customer data.',
      fix: `Make it this user's alone: chmod 700 ${folder}`,
    });
  }
  return steps;
}

async function isNetwork(folder: string): Promise<boolean> {
  return statfs(folder).then(
    ({ type }) => NETWORK_FILE_SYSTEMS.has(type),
    () => false,
  );
}

function elsewhere(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'Make room on the disk, or set SYNCORE_STATE_DIR to a folder on another.';
  return 'Give this user the right to write there, or set SYNCORE_STATE_DIR to another folder.';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
}

function syscallOf(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? error.syscall : undefined;
}
