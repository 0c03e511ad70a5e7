import { isNothing, isRecord, sameValue, type WriteForm } from '../records/write-form.js';
import type { Difference } from './steps/step.js';

const PEOPLE = new Set(['primary_rep', 'secondary_rep', 'customer_service_rep']);

/**
 * What a new record shows otherwise than it was meant. What nobody gave may be anything; a person given by an e-mail
 * address is shown by a name, which tells nothing.
 */
export function meantOtherwise(meant: WriteForm, found: WriteForm, within = ''): Difference[] {
  return Object.entries(meant).flatMap(([field, value]): Difference[] => {
    if (isNothing(value) || (PEOPLE.has(field) && typeof value === 'string' && value.includes('@'))) return [];
    const shown = found[field];
    if (isRecord(value)) return meantOtherwise(value, isRecord(shown) ? shown : {}, `${within}${field}.`);
    return sameValue(value, shown) ? [] : [{ field: `${within}${field}`, meant: value, found: shown ?? null }];
  });
}
