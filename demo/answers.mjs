// The answers of the demo's questions as an assistant might lay them out: everything comes from the result.
import { money, table, unitMoney, wrap } from './render.mjs';

/** What `list_jobs` found: a row for each job, the sum, and what the server says about the answer. */
export function jobsFound({ items, total, totals, complete, notes }) {
  const heads = ['job', 'status', 'deliver by', 'description', 'rep', 'sales'];
  const rows = items.map((job) => [
    String(job.job_id),
    job.status ?? '-',
    job.estimated_delivery_date ?? '-',
    job.description ?? '-',
    job.primary_rep ?? '-',
    money(job.sales_total_value),
  ]);
  const sum = totals === undefined || totals === null ? '' : `, ${money(totals.sales_total_value)} together`;
  return [
    ...table(heads, rows, { elastic: 'description', right: ['sales'] }),
    `  ${items.length} of ${total ?? 'an unknown number of'} jobs${sum}${complete ? '' : '; not complete'}`,
    ...noteLines(notes),
  ];
}

/** What `get_sales_order` tells: the sizes of each product, its decoration and charges, and what was earned. */
export function orderRead(order) {
  const head = [order.status, order.date, order.client?.name, `their order ${order.customer_order_number ?? '-'}`];
  return [
    ...wrap(`${order.order}: ${order.description ?? ''}`, '  '),
    ...wrap(head.filter(Boolean).join(', '), '  '),
    ...order.products.flatMap((product) => ['', ...productLines(product)]),
    ...order.charges.flatMap((charge) => ['', ...chargeLine(charge)]),
    '',
    ...earned(order).map(([what, amount]) => `  ${what.padEnd(12)}${amount.padStart(12)}`),
    ...noteLines(order.notes),
  ];
}

function productLines(product) {
  const decoration = (product.decoration ?? []).map((way) => {
    const stitches = way.stitch_count === undefined ? undefined : `${way.stitch_count} stitches`;
    return [way.method, way.location, way.size, stitches, way.design_name].filter(Boolean).join(', ');
  });
  return [
    ...wrap([product.description, product.sku, product.supplier].filter(Boolean).join(', '), '  '),
    ...(product.colors === undefined
      ? [
          `    ${product.quantity ?? '-'} pieces, each ${unitMoney(product.price_value)}, cost ${unitMoney(product.cost_value)}`,
        ]
      : sizesGrid(product)),
    ...decoration.flatMap((line) => wrap(line, '    ')),
    ...(product.charges ?? []).flatMap(chargeLine),
  ];
}

/** Colours down, sizes across, with the price and the cost of each size below. */
function sizesGrid(product) {
  const sizes = [...new Set(product.colors.flatMap((color) => color.sizes.map(({ size }) => size)))];
  const find = (color, size) => color.sizes.find((other) => other.size === size);
  const unit = (field) =>
    sizes.map((size) => {
      const given = product.colors.map((color) => find(color, size)).filter((found) => found !== undefined);
      const values = new Set(given.map((found) => unitMoney(found[field] ?? product[field])));
      return [...values].join(' / ');
    });
  const rows = product.colors.map((color) => {
    const pieces = color.sizes.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
    return [color.color, ...sizes.map((size) => String(find(color, size)?.quantity ?? '-')), String(pieces)];
  });
  const units = [
    ['price', ...unit('price_value'), ''],
    ['cost', ...unit('cost_value'), ''],
  ];
  const heads = ['color', ...sizes, 'pieces'];
  return table(heads, [...rows, ...units], { right: heads.slice(1), indent: '    ' });
}

function chargeLine({ type, description, quantity, price_value: price, cost_value: cost }) {
  return wrap(`${description ?? type}: ${quantity ?? '-'} x ${unitMoney(price)}, cost ${unitMoney(cost)}`, '    ');
}

function earned(order) {
  const margin = order.margin_percent === null ? '-' : `${order.margin_percent} %`;
  return [
    ['price', money(order.sub_total_value)],
    ['cost', money(order.cost_value)],
    ['gross profit', money(order.gross_profit_value)],
    ['margin', margin],
  ];
}

/** What `enter_order` would do, as the person is asked. */
export function orderPreviewed({ confirmation, requests, notes }) {
  return [
    ...wrap(confirmation.summary, '  '),
    ...(confirmation.details ?? []).flatMap((line) => wrap(`- ${line}`, '  ')),
    '',
    `  ${requests.length} requests would be sent, none has been:`,
    ...requests.slice(0, 4).map(({ method, path, body }) => `    ${method} ${path} ${clipped(JSON.stringify(body))}`),
    `    and ${requests.length - 4} more`,
    '',
    ...wrap(`Token of this preview, good once and for ten minutes: ${confirmation.token}`, '  '),
    ...noteLines(notes),
  ];
}

/** What `enter_order` has entered, read back from Syncore. */
export function orderEntered({ record, steps, message }) {
  return [
    ...wrap(
      `${message} ${steps.length} steps, each once: ${steps[0].step} ${steps[0].id}, order ${record.order}.`,
      '  ',
    ),
    '',
    ...orderRead(record),
    '',
    `  ${record.url}`,
  ];
}

/** A write that was made before. */
export function alreadyEntered({ record, message }) {
  return wrap(`${message} It is order ${record.order}, as before.`, '  ');
}

function clipped(text) {
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}

/** A refusal in the server's words, with what it offers instead. */
export function refused({ error }) {
  const lines = wrap(`Refused (${error.code}; written: ${error.written}). ${error.message}`, '  ');
  const candidates = (error.fields ?? []).flatMap((field) => field.candidates ?? []);
  return [...lines, ...candidates.map(({ id, name }) => `    - ${name}${id === null ? '' : ` (id ${id})`}`)];
}

function noteLines(notes = []) {
  return notes.flatMap((note) => wrap(`Note: ${note}`, '  '));
}
