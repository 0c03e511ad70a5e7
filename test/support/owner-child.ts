import { openOwner } from '../../src/writes/owner.js';

/* A process that owns claims. It lives until its input ends; a line of input is another owner for it to ask after. */

const [folder = ''] = process.argv.slice(2);
const owner = await openOwner({ folder, temporaryFolder: folder, platform: process.platform, timeoutMs: 500 });
process.stdout.write(`${owner.name}\n`);
process.stdin.setEncoding('utf8').on('data', (line: string) => {
  owner.isAlive(line.trim()).catch(() => process.exit(1));
});
