import { figure, inTurn, median, startServer } from '../harness.mjs';
import { loadSandbox } from '../sandbox.mjs';

export const title = 'Sizes: what a model has to read';

/** Bytes of UTF-8; hosts cut descriptions and instructions at 2,048 characters. */
const GOALS = { list: 10_000, insight: 6_000, all: 36_000, jobs: 7_000, order: 5_000, clients: 8_000, words: 2_000 };
/** What the goal of 10 KB was set for; others have goals of their own. */
const LOOKUP_TOOLS = [
  ...['list_jobs', 'get_job', 'list_sales_orders', 'get_sales_order', 'list_purchase_orders', 'get_purchase_order'],
  ...['list_contacts', 'get_contact', 'list_reference_data', 'check_permissions'],
];
const INSIGHT_TOOLS = ['find_records', 'summarize_orders', 'what_changed', 'needs_attention'];
const JOBS = 20;
/** A period of which the year before is still within the 13 months, so that there is something to compare with. */
const CLIENTS = { record: 'sales_orders', group_by: ['client'], top: 20, compare_to: 'previous_year' };
const CLIENT_DAYS = 28;
const LINES = 30;

export async function run({ server: path }) {
  const orders = await ordersOfLines();
  const server = startServer([path, '--sandbox']);
  const { instructions = '' } = (await server.initialize()).result;
  const { tools } = (await server.ask('tools/list')).result;
  const jobs = await sizesOfJobLists(server);
  const orderBytes = await inTurn(orders.names.length, async (index) => {
    const { result } = await server.call('get_sales_order', { order: orders.names[index] });
    return textBytes(result);
  });
  const clients = await server.call('summarize_orders', {
    ...CLIENTS,
    date_from: daysAgo(CLIENT_DAYS),
    date_to: daysAgo(0),
  });
  const { groups } = clients.result.structuredContent;
  if (groups.length < CLIENTS.top || !groups.some(({ previous }) => previous?.count > 0)) {
    throw new Error('the sandbox has too few clients to measure sums by client');
  }
  await server.close();

  const visible = (tool) => ({ name: tool.name, description: tool.description, inputSchema: tool.inputSchema });
  const lookup = tools.filter(({ name }) => LOOKUP_TOOLS.includes(name));
  const insight = tools.filter(({ name }) => INSIGHT_TOOLS.includes(name));
  const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value));
  return {
    explained: [
      `Of each tool, what a model sees: name, description, input schema. Of answers, the text: the largest of ${jobs.length} ` +
        `lists of ${JOBS} jobs (all of the sandbox's, by cursor; median ${median(jobs)} bytes), and the largest of ` +
        `${orderBytes.length} orders of ${orders.lines} lines (median ${median(orderBytes)} bytes).`,
    ],
    heads: ['tool', 'model sees', 'description'],
    rows: tools.map((tool) => [tool.name, `${bytesOf(visible(tool))} bytes`, `${tool.description.length} characters`]),
    figures: [
      figure(`tools/list, the ${lookup.length} lookup tools`, bytesOf(lookup.map(visible)), 'bytes', GOALS.list),
      figure(`tools/list, ${insight.length} insight tools`, bytesOf(insight.map(visible)), 'bytes', GOALS.insight),
      figure('tools/list, all tools', bytesOf(tools.map(visible)), 'bytes', GOALS.all),
      figure(
        'longest description',
        Math.max(...tools.map((tool) => tool.description.length)),
        'characters',
        GOALS.words,
      ),
      figure('instructions', instructions.length, 'characters', GOALS.words),
      figure(`a list of ${JOBS} jobs`, Math.max(...jobs), 'bytes', GOALS.jobs),
      figure(`an order of ${orders.lines} lines`, Math.max(...orderBytes), 'bytes', GOALS.order),
      figure(
        `sums by client, top ${CLIENTS.top}, against last year`,
        textBytes(clients.result),
        'bytes',
        GOALS.clients,
      ),
    ],
    samples: { jobs, orderBytes, tools: tools.map((tool) => ({ name: tool.name, bytes: bytesOf(visible(tool)) })) },
  };
}

function textBytes({ content }) {
  return Buffer.byteLength(content[0].text);
}

function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** The text sizes of all full lists of jobs, from the newest job to the oldest. */
async function sizesOfJobLists(server) {
  const sizes = [];
  let args = { limit: JOBS, date_from: daysAgo(365) };
  while (args !== null) {
    const { result } = await server.call('list_jobs', args);
    const { items, next_cursor: cursor } = result.structuredContent;
    if (items.length === JOBS) sizes.push(textBytes(result));
    args = cursor === null ? null : { limit: JOBS, cursor };
  }
  return sizes;
}

/** The names of all orders that have 30 lines, or as near to it as the sandbox's come. */
async function ordersOfLines() {
  const { createSandbox } = await loadSandbox();
  const orders = createSandbox().data.salesOrders;
  const counts = orders
    .map((order) => order.line_items.length)
    .sort((a, b) => Math.abs(a - LINES) - Math.abs(b - LINES));
  const [lines] = counts;
  const names = orders
    .filter((order) => order.line_items.length === lines)
    .map((order) => `${order.job_number}-${order.number}`);
  return { lines, names };
}
