import { lineContent } from '../lines.js';
import { nameOf, tokenIn } from '../records.js';
import { licences, type Truth } from './truth.js';

/** Never two: of no content stands more than was wanted, and of no two contents that shared a key stand both. */
export function checkCounts(truth: Truth): void {
  const { world, wants, standing, byHand } = truth;
  const most = new Map<string, number>();
  for (const want of wants) {
    const times = licences(truth, want);
    for (const { group } of want.pieces) most.set(group, (most.get(group) ?? 0) + times);
  }
  const found = new Map<string, string[]>();
  for (const record of standing) {
    if (record.group === null || byHand.has(nameOf(record))) continue;
    const ids = found.get(record.group) ?? [];
    ids.push(nameOf(record));
    found.set(record.group, ids);
  }
  for (const [group, names] of found) {
    const wanted = most.get(group) ?? 0;
    if (names.length > wanted)
      world.find('duplicate', `"${group}" was wanted ${wanted} times and stands as ${names.join(', ')}`);
  }
  checkSharedKeys(truth, found);
  checkOrders(truth);
}

function checkSharedKeys({ world, agents }: Truth, found: ReadonlyMap<string, string[]>): void {
  const standing = agents.filter(
    ({ sharesKey, want }) =>
      sharesKey && want.pieces.some(({ group }) => tokenIn(group) === want.token && found.has(group)),
  );
  const written = new Set(standing.map(({ want }) => want.token));
  if (written.size < 2) return;
  const tokens = [...written].join(' and ');
  world.find('duplicate', `${tokens} were both written under one and the same key`);
}

/** The lines of a new order are those that were meant, from the first on, in their order and under their parents. */
function checkOrders({ world, wants, byHand }: Truth): void {
  for (const order of world.syncore.data.salesOrders) {
    const token = tokenIn(order.customer_instructions);
    const want = wants.find((want) => want.token === token);
    if (want === undefined || byHand.has(nameOf({ kind: 'order', id: order.id }))) continue;
    const at = want.pieces.findIndex(({ kind }) => kind === 'order');
    const lines = want.pieces.filter(({ kind }) => kind === 'line');
    for (const [index, line] of order.line_items.entries()) {
      const piece = lines[index];
      const meant = piece?.group === `line of ${token} ${lineContent(line)}`;
      const parent =
        piece?.parent === null || piece === undefined ? 0 : order.line_items[piece.parent - at - 1]?.line_id;
      if (!meant || parent !== line.parent_id) {
        world.find(
          'duplicate',
          `line ${line.line_id} of order ${order.id} (${token}) is not the one meant to stand there`,
        );
      }
    }
  }
}
