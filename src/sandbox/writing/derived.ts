/** Why a field of a record as it is read cannot stand in a write. */
const SET_BY_SYNCORE = 'is set by Syncore and cannot be written';

/** Fields that Syncore sets itself, as reasons for `refuseOthers`. */
export function derived(...fields: string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, SET_BY_SYNCORE]));
}

/** A field that a read shows under this name, and that a write names otherwise. */
export function writtenAs(...fields: string[]): string {
  return `is how a record is read; write ${fields.join(' and ')}`;
}
