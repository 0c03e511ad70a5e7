// The main job on the embedded sandbox: starts the built server, speaks MCP to it over stdio as a client would, and
// shows what an assistant would see. Exits 1 with the reason when an answer is not as it should be.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { alreadyEntered, jobsFound, orderEntered, orderPreviewed, orderRead, refused } from './answers.mjs';
import { EMAIL, emailOrder } from './email.mjs';
import { WIDTH, wrap } from './render.mjs';

const serverPath = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const TIMEOUT_MS = 10_000;

const CLIENT = 'Acme Manufacturing';
const ORDER = '32255-1';
const KEY = 'ana-po-4471';

/**
 * What a person asks, the call that an assistant makes of it (of the answers so far, where it builds on them), what must
 * be true of the answer, how it is shown.
 */
const questions = [
  {
    asks: `Which jobs for ${CLIENT} are still open?`,
    tool: 'list_jobs',
    args: { client: CLIENT, status: 'Open' },
    show: jobsFound,
    check({ items, complete, totals }) {
      expect(items.length > 0, 'no job was found');
      expect(
        items.every((job) => job.client.name === CLIENT),
        'a job of another client was found',
      );
      expect(
        items.every((job) => job.status !== 'Closed'),
        'a closed job was found',
      );
      const sum = items.reduce((cents, job) => cents + toCents(job.sales_total_value), 0);
      expect(complete && toCents(totals.sales_total_value) === sum, 'the sum is not that of the jobs');
    },
  },
  {
    asks: `What did we make on ${ORDER}?`,
    tool: 'get_sales_order',
    args: { order: ORDER },
    show: orderRead,
    check(order) {
      expect(order.order === ORDER, `the order is ${order.order}`);
      expect(
        order.products.some((product) => product.colors?.length > 0),
        'the order shows no sizes',
      );
      const profit = toCents(order.sub_total_value) - toCents(order.cost_value);
      expect(toCents(order.gross_profit_value) === profit, 'the gross profit is not price less cost');
      expect(typeof order.margin_percent === 'number', 'the margin is missing');
    },
  },
  {
    asks: 'And which jobs are there for Acme?',
    tool: 'list_jobs',
    args: { client: 'Acme' },
    show: refused,
    check({ error }) {
      expect(error?.code === 'invalid_input', 'a name that fits several clients was not refused');
      const candidates = error.fields?.flatMap((field) => field.candidates ?? []) ?? [];
      expect(candidates.length > 1, 'the refusal names no candidates');
    },
  },
  {
    asks: `Enter this order:\n${EMAIL}`,
    tool: 'enter_order',
    args: { ...emailOrder, dry_run: true },
    brief: 'the order as it stands in the e-mail, with dry_run',
    show: orderPreviewed,
    check({ status, confirmation, requests }) {
      expect(status === 'preview', `the status is ${status}`);
      expect(typeof confirmation.token === 'string', 'the preview has no token');
      expect(requests.length > 10, 'the preview shows no requests');
    },
  },
  {
    asks: 'Yes, enter it.',
    tool: 'enter_order',
    args: ([preview]) => ({ ...emailOrder, confirm: preview.confirmation.token, idempotency_key: KEY }),
    brief: `the same, with the token of the preview and the key "${KEY}"`,
    show: orderEntered,
    check({ status, record, steps, differences }) {
      expect(status === 'created', `the status is ${status}`);
      expect(
        steps.every((step) => step.status === 'done'),
        'not every step is done',
      );
      expect(differences === undefined, 'Syncore shows something else than was sent');
      expect(
        record.customer_order_number === emailOrder.sales_order.customer_order_number,
        'the PO number is not there',
      );
    },
  },
  {
    asks: '(The answer was lost on its way; the assistant tries again.)',
    tool: 'enter_order',
    args: { ...emailOrder, idempotency_key: KEY },
    brief: `the same, with the key "${KEY}"`,
    show: alreadyEntered,
    check({ status, record }, [entered]) {
      expect(status === 'already_done', `the status is ${status}`);
      expect(record.order === entered.record.order, 'it is another order');
    },
  },
  {
    asks: 'Then delete job 32255.',
    tool: 'delete_job',
    args: { job_id: 32255 },
    show: refused,
    check({ error }) {
      expect(error?.code === 'not_permitted', 'deleting was not refused');
      expect(error.written === 'no', 'the refusal does not say that nothing was written');
    },
  },
];

function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

function toCents(value) {
  return Math.round((value ?? 0) * 100);
}

function print(...lines) {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function printConnecting() {
  const server = { command: 'node', args: [serverPath, '--sandbox'] };
  const settings = JSON.stringify({ mcpServers: { syncore: server } }, null, 2);
  print(
    '='.repeat(WIDTH),
    ...wrap(
      'Ask it yourself: in Claude Desktop open Settings, Developer, Edit Config, put this into ' +
        'claude_desktop_config.json, and start Claude Desktop again.',
    ),
    '',
    ...settings.split('\n').map((line) => `  ${line}`),
    '',
    ...wrap('README.md says how to connect your own Syncore account in place of the sandbox.'),
  );
}

async function main() {
  expect(existsSync(serverPath), 'dist/main.js is not there: run `npm ci`, which builds it');
  const client = new Client({ name: 'syncore-mcp-demo', version: '1.0.0' });
  const args = [serverPath, '--sandbox'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }), { timeout: TIMEOUT_MS });
  try {
    const { title, name, version } = client.getServerVersion();
    const { tools } = await client.listTools({}, { timeout: TIMEOUT_MS });
    print(
      ...wrap(
        `${title ?? name} (${name} ${version}) answers over MCP with ${tools.length} tools, from its embedded ` +
          'sandbox: a made-up distributor. Below is what an assistant asks it for, and what it is told.',
      ),
    );
    /** The newest first. */
    const earlier = [];
    for (const { asks, tool, args, brief, show, check } of questions) {
      const given = typeof args === 'function' ? args(earlier) : args;
      const call = `     ${tool} ${brief ?? JSON.stringify(given)}`;
      print('', '='.repeat(WIDTH), ...`You: ${asks}`.split('\n'), call, '');
      const answer = await client.callTool({ name: tool, arguments: given }, { timeout: TIMEOUT_MS });
      expect(answer.structuredContent !== undefined, `${tool} answered without structured content`);
      try {
        check(answer.structuredContent, earlier);
      } catch (error) {
        throw new Error(`${tool}: ${error.message}. The answer was ${answer.content[0]?.text}`);
      }
      print(...show(answer.structuredContent));
      earlier.unshift(answer.structuredContent);
    }
    print('');
  } finally {
    await client.close();
  }
  printConnecting();
}

main().catch((error) => {
  process.stderr.write(`The demo failed: ${error.message}\n`);
  process.exitCode = 1;
});
