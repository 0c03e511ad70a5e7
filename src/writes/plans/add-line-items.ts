import type { OrderLinesInput } from '../../records/order-lines.js';
import type { WritePlan } from '../plan.js';
import { belowZeroNotes, lineNotes, statusNotes } from './order-notes.js';
import { lineContent, lineSteps, linesOf } from './order-part.js';
import { linesInWords } from './order-words.js';
import { Problems } from './problems.js';
import { readTarget, targetName } from './sales-order-target.js';
import { clientName, statusOf } from './texts.js';

export type AddLineItemsInput = OrderLinesInput & { order?: string | undefined };

/** Lines added to an order that is there: a step for each. */
export const addLineItemsPlan: WritePlan<AddLineItemsInput> = {
  tool: 'add_line_items',
  kind: 'lines',
  creates: true,
  async content({ order, ...lines }, reading) {
    return { content: { order: await targetName(order, reading), lines: lineContent(lines) } };
  },
  async prepare({ order, ...input }, context) {
    const problems = new Problems(context.refused);
    const target = await readTarget(order, problems, context);
    const { lines, notes } = await linesOf(input, '', problems, context);
    if (lines.length === 0 && !problems.any) {
      problems.add('products', 'or charges, comments or line_items: one of them is needed');
    }
    if (target === null) return problems.fail();
    problems.refuse();
    const { summary, details, totalCents } = linesInWords(lines);
    const below = belowZeroNotes(target.name, target.order.subTotalCents, totalCents);
    return {
      steps: lineSteps(lines, target.jobId, target.order.id, 0),
      summary: `Add to order ${target.name}${statusOf(target.order)} for ${clientName(target.order.client)}: ${summary}.`,
      details,
      notes: [...statusNotes(target.name, target.order.status), ...below, ...notes, ...lineNotes(lines)],
    };
  },
};
