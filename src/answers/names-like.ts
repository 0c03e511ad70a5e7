import * as z from 'zod/v4';
import type { Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import { type Candidate, Failure } from '../failure.js';

/** A name that may have been meant: of a business, a person or a client group; the id is a contact's. */
export const nearestSchema = z.object({ id: z.int().nullable(), name: z.string(), kind: z.string().optional() });

/**
 * The names most like a text that no contact has: who mistypes a client must not be led to enter it a second time. The
 * names travel as data; `notes` say what they are.
 */
export async function namesLike(
  text: string,
  reader: Pick<Reader, 'client'>,
  call: Call,
): Promise<{ nearest: Candidate[]; notes: string[] }> {
  const nearest = await candidatesFor(text, reader, call);
  const notes =
    nearest.length > 0
      ? ['No contact has this text. nearest has the names most like it: list these before you make a new contact.']
      : ['No contact has this text; find_records finds misspelt names as well.'];
  return { nearest, notes };
}

/** What the look for a client offers where a name fits none, or several. */
async function candidatesFor(text: string, reader: Pick<Reader, 'client'>, call: Call): Promise<Candidate[]> {
  try {
    await reader.client(text, call);
    return [];
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
    return error.fields?.flatMap(({ candidates }) => candidates ?? []) ?? [];
  }
}
