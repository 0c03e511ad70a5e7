import type { PersonFilter } from '../client/queries.js';
import { invalidInput } from '../failure.js';

/**
 * The rep that a caller names; `known` is the full name that an earlier part of the answer settled on, and `me` the
 * user's own name from the settings, who may also be on a job as its CSR.
 * @throws Failure `invalid_input` for `me` where no setting says who that is.
 */
export function repFilter(given: string | undefined, known: string | undefined, me: string | undefined) {
  return personFilter('rep', given, known, me, ['rep']);
}

/** The CSR that a caller names, as `repFilter`. */
export function csrFilter(given: string | undefined, known: string | undefined, me: string | undefined) {
  return personFilter('csr', given, known, me, ['csr']);
}

function personFilter(
  field: 'rep' | 'csr',
  given: string | undefined,
  known: string | undefined,
  me: string | undefined,
  roles: readonly ('rep' | 'csr')[],
): PersonFilter | undefined {
  if (given === undefined) return undefined;
  if (given.trim().toLowerCase() === 'me') {
    if (me === undefined) {
      throw invalidInput(field, 'is "me", but nobody has said who that is: set SYNCORE_REP, or give the name');
    }
    return { name: me, known: true, roles: field === 'rep' ? ['rep', 'csr'] : roles };
  }
  return { name: known ?? given, known: known !== undefined, roles };
}
