// Loaded into a server before its own code: a disk that fails as the file PRELOAD_DISK says, from one moment to the next.
// `full`: what needs room fails, what goes over room that is there does not; `read-only`: nothing can be changed.
const fs = require('node:fs');
const promises = require('node:fs/promises');

const control = process.env.PRELOAD_DISK;
const folder = process.env.SYNCORE_STATE_DIR;

function mode() {
  try {
    return fs.readFileSync(control, 'utf8').trim();
  } catch {
    return '';
  }
}

function fail(code) {
  throw Object.assign(new Error(`${code}: the disk of a campaign`), { code });
}

/** Only the journal: sockets and what is shared of limits have folders of their own. */
const isOurs = (path) => String(path).startsWith(`${folder}/journal`);

for (const name of ['link', 'unlink', 'mkdir']) {
  const real = promises[name];
  promises[name] = async (path, ...rest) => {
    if (isOurs(path) && mode() === 'read-only') fail('EROFS');
    return real(path, ...rest);
  };
}

const open = promises.open;
promises.open = async (path, flags, ...rest) => {
  if (isOurs(path) && flags !== 'r' && mode() === 'read-only') fail('EROFS');
  const handle = await open(path, flags, ...rest);
  if (!isOurs(path)) return handle;
  const write = handle.write.bind(handle);
  handle.write = async (bytes, from, length, position) => {
    if (mode() === 'full' && position + length > (await handle.stat()).size) fail('ENOSPC');
    return write(bytes, from, length, position);
  };
  for (const name of ['sync', 'datasync']) {
    const real = handle[name].bind(handle);
    handle[name] = async () => (mode() === 'unsynced' ? fail('EIO') : real());
  }
  return handle;
};
