// Syncore as seen over a slow line: contacts in pages, each answered a fixed time after its request has arrived. The
// pages are made before, so that next to nothing but the latency is in an answer.
//
//   node slow-upstream.mjs <records> <latency in ms>
//
// Prints a JSON line with its port once it listens, and one with its counts for every line on its stdin: how many
// requests there were since the line before, how long their answers really took (a timer fires late, never early) and
// how many were open at once. It ends with its stdin.
import { createServer } from 'node:http';

const [records, latencyMs] = process.argv.slice(2).map(Number);
const pagesBySize = new Map();
let stats = noStats(0);

function noStats(open) {
  return { requests: 0, totalMs: 0, open, mostOpen: open };
}

function contact(index) {
  const id = 10_000 + index;
  return {
    id,
    contact_class: 'Program',
    business_name: `Business ${index % 700}`,
    client_group: { id: 100 + (index % 90), name: `Group ${index % 90}` },
    first_name: `First${index}`,
    last_name: `Last${index}`,
    email: `person${index}@business${index % 700}.example`,
    phone: `937-555-${String(index % 10_000).padStart(4, '0')}`,
    payment_term: { id: 3, name: 'Net 30' },
    tax_exempt: false,
    billing_address: {
      address1: `${index} Mill Street`,
      city: 'Dayton',
      state: 'OH',
      zip: '45402',
      country: 'United States',
    },
    notes: '',
    created_date: '2026-02-11',
    last_modified_date: '2026-09-30T10:15:00',
  };
}

/** All pages of one size, in Syncore's envelope. */
function pagesOf(size) {
  return Array.from({ length: Math.ceil(records / size) }, (_, page) => {
    const rows = Array.from({ length: Math.min(size, records - page * size) }, (_, row) => contact(page * size + row));
    const link = (target) => `/v2/crm/contacts?page=${target}&count=${size}`;
    const next = (page + 1) * size < records ? link(page + 2) : null;
    const links = { prev: page === 0 ? null : link(page), self: link(page + 1), next };
    return Buffer.from(JSON.stringify({ contacts: rows, total_results: records, links }));
  });
}

function readPage(query) {
  const size = Number(query.get('count'));
  if (!pagesBySize.has(size)) pagesBySize.set(size, pagesOf(size));
  return pagesBySize.get(size)[Number(query.get('page')) - 1];
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

const server = createServer((request, response) => {
  const arrivedAt = performance.now();
  stats.requests += 1;
  stats.open += 1;
  stats.mostOpen = Math.max(stats.mostOpen, stats.open);
  setTimeout(() => {
    const url = new URL(request.url, 'http://localhost');
    const body = url.pathname === '/v2/crm/contacts' ? readPage(url.searchParams) : undefined;
    send(response, body === undefined ? 404 : 200, body ?? Buffer.from('{"message":"not here"}'));
    stats.open -= 1;
    stats.totalMs += performance.now() - arrivedAt;
  }, latencyMs);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  pagesBySize.set(10, pagesOf(10));
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
process.stdin.on('data', () => {
  process.stdout.write(`${JSON.stringify(stats)}\n`);
  stats = noStats(stats.open);
});
process.stdin.once('end', () => process.exit(0));
