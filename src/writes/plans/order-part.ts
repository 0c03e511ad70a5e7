import type { Body } from '../../client/writer.js';
import { lineBody, type NewLine, type OrderLinesInput, toLines } from '../../records/order-lines.js';
import type { PlanStep, StepId } from '../journal.js';
import type { PlanContext } from '../plan.js';
import { type AddressInput, newAddress } from './addresses.js';
import { given } from './contact-part.js';
import type { Problems } from './problems.js';
import { supplier } from './references.js';

export type OrderInput = OrderLinesInput & {
  customer_order_number?: string | undefined;
  customer_instructions?: string | undefined;
  description?: string | undefined;
  date?: string | undefined;
  sold_to?: AddressInput | undefined;
  bill_to?: AddressInput | undefined;
  ship_to?: AddressInput | undefined;
};

/** The body of a new sales order, without its lines. */
export function orderBody(input: OrderInput, reference: string | null, within: string, problems: Problems): Body {
  const at = (field: string) => `${within}${field}`;
  const instructions = [input.customer_instructions?.trimEnd(), reference].filter(Boolean).join('\n');
  return given({
    customer_order_number: input.customer_order_number,
    customer_instructions: instructions === '' ? undefined : instructions,
    description: input.description,
    date: input.date,
    sold_to: newAddress(input.sold_to, at('sold_to'), problems),
    bill_to: newAddress(input.bill_to, at('bill_to'), problems),
    ship_to: newAddress(input.ship_to, at('ship_to'), problems),
  });
}

/** The lines that are asked for, with their suppliers looked up; what is wrong with them is noted. */
export async function linesOf(
  input: OrderLinesInput,
  within: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call'>,
): Promise<{ lines: NewLine[]; notes: string[] }> {
  const { lines, problems: found, notes } = toLines(input);
  problems.addAll(found, within);
  const wanted = new Map<string, { id: number | null; name: string | null; from: string }>();
  for (const { supplier: given, from } of lines) {
    const name = nameOf(given);
    if (given !== null && name !== '' && !wanted.has(name)) wanted.set(name, { ...given, from });
  }
  const known = new Map<string, number>();
  await Promise.all(
    [...wanted].map(async ([name, { from, ...given }]) => {
      const field = `${within}${from}.${given.id === null ? 'supplier' : 'supplier_id'}`;
      const id = await supplier(given, field, problems, context);
      if (id !== null) known.set(name, id);
    }),
  );
  const resolved = lines.map((line) => {
    const id = known.get(nameOf(line.supplier));
    return id === undefined ? line : { ...line, supplier: { id, name: null } };
  });
  return { lines: resolved, notes };
}

function nameOf(given: NewLine['supplier']): string {
  if (given === null) return '';
  return given.id === null ? `name ${given.name?.trim().toLowerCase() ?? ''}` : `id ${given.id}`;
}

/** One step for each line, after `before` steps that go first. */
export function lineSteps(
  lines: readonly NewLine[],
  job: number | StepId,
  order: number | StepId,
  before: number,
): PlanStep[] {
  return lines.map((line, index) => ({
    name: `line ${index + 1}`,
    action: 'add_line_item',
    ids: [job, order],
    body: { ...lineBody(line), parent_id: line.parent === null ? 0 : { step: before + line.parent } },
  }));
}

/** What lines are as content: where they were written does not matter. */
export function lineContent(input: OrderLinesInput): unknown {
  return toLines(input).lines.map(({ from: _, ...line }) => line);
}
