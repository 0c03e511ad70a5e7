// What the simulation says in the end.

const KINDS = {
  duplicate: 'duplicates',
  loss: 'losses',
  'false success': 'false successes',
  disagreement: 'disagreements',
  crash: 'crashes',
};
const MOST_SHOWN = 10;
/** What the product promises never to do; the rest is wrong as well. */
const PROMISES = new Set(['duplicate', 'loss', 'false success']);

export function breaksPromise({ findings }) {
  return findings.some(({ kind }) => PROMISES.has(kind));
}

const number = (value) => value.toLocaleString('en-US');
const row = (name, value) => `${name.padEnd(18)}${value}\n`;

/** One history as it went. */
export function printHistory({ seed, lines, findings, unresolved }) {
  process.stdout.write(`${lines.join('\n')}\n\n`);
  process.stdout.write(`seed ${seed}: ${findings.length === 0 ? 'nothing is wrong' : `${findings.length} findings`}`);
  process.stdout.write(unresolved === 0 ? '\n' : `, ${unresolved} writes are in doubt in the end\n`);
}

/** Sums over all histories, and how to repeat those that went wrong. */
export function printSums({ histories, failed, found, unresolved, answers, befell, seconds }, { from, break: broken }) {
  const write = (text) => process.stdout.write(text);
  if (broken !== undefined) write(`The product is broken on purpose: ${broken}.\n\n`);
  write(
    row(
      'histories',
      `${number(histories)} (from seed ${from}) in ${seconds.toFixed(1)} s, ${number(Math.round(histories / seconds))} per second`,
    ),
  );
  for (const [kind, name] of Object.entries(KINDS)) {
    write(row(name, number(found[kind] ?? 0)));
  }
  write(row('unresolved', `${number(unresolved)} writes in doubt in the end, told so and blocked`));
  write(row('answers', listed(answers)));
  write(row('what befell', listed(befell)));
  if (failed.length === 0) return;
  const [first] = failed.filter(breaksPromise);
  if (broken !== undefined && first !== undefined)
    write(row('found out', `by history ${number(first.seed - from + 1)}`));
  write('\n');
  for (const { seed, findings } of failed.slice(0, MOST_SHOWN)) {
    for (const { kind, what } of findings) write(`seed ${seed}  ${kind}: ${what}\n`);
    write(`           npm run simulate -- --seed ${seed}${broken === undefined ? '' : ` --break ${broken}`}\n`);
  }
  if (failed.length > MOST_SHOWN) write('and more\n');
}

function listed(counts) {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${name} ${number(count)}`).join(', ');
}
