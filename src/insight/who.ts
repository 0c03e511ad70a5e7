import { isParty } from '../client/filters.js';
import { normalName } from '../client/names.js';
import type { PartyFit, PersonFilter } from '../client/queries.js';
import type { ClientRef, Ref } from '../records/fields.js';
import type { HeldJob } from './held.js';
import { namesOn } from './people.js';

/*
 * Whether records name who was meant. Thousands of them name the same few hundred, and comparing names is dear: each
 * is compared once for a question.
 */

/** Whether a record's client or supplier is one that was meant; undefined where nobody was. */
export function partyTest(fit: PartyFit | undefined): ((party: ClientRef | Ref | null) => boolean) | undefined {
  if (fit === undefined) return undefined;
  const known = new Map<string, boolean>();
  return (party) => {
    if (party === null) return false;
    const key = `${party.id} ${('businessName' in party ? (party.businessName ?? party.name) : party.name) ?? ''}`;
    const answer = known.get(key) ?? isParty(party, fit);
    known.set(key, answer);
    return answer;
  };
}

/** Whether a job names the person, by full name; undefined where nobody was meant. */
export function personTest(filter: PersonFilter | undefined): ((job: HeldJob | undefined) => boolean) | undefined {
  if (filter === undefined) return undefined;
  const wanted = normalName(filter.name);
  const known = new Map<string, boolean>();
  return (job) =>
    job !== undefined &&
    namesOn(job, filter.roles).some((name) => {
      const answer = known.get(name) ?? normalName(name) === wanted;
      known.set(name, answer);
      return answer;
    });
}
