import { referenceRow } from '../answers/reference.js';
import { wholeReference } from '../answers/whole-records.js';
import { REFERENCE_KINDS } from '../client/actions.js';
import { invalidInput } from '../failure.js';
import { defineResource } from '../mcp/resource.js';

export const reference = defineResource({
  name: 'reference',
  uri: 'syncore://reference/{kind}',
  title: 'Reference data',
  description: `A whole list that records point to: ${REFERENCE_KINDS.join(', ')}`,
  mimeType: 'application/json',
  ttlMs: 300_000,
  untrusted: ['items[]'],
  complete: { kind: async (begun) => REFERENCE_KINDS.filter((kind) => kind.startsWith(begun)) },
  async read(variables, { reader, ...call }) {
    const kind = REFERENCE_KINDS.find((name) => name === variables.kind);
    if (kind === undefined) throw invalidInput('kind', `must be one of ${REFERENCE_KINDS.join(', ')}`);
    const { rows, complete, notes } = await wholeReference(reader, kind, call);
    return { items: rows.map(referenceRow), total: rows.length, complete, notes };
  },
});
