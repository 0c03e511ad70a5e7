import type { Sending } from '../network.js';
import type { Version } from '../syncore.js';
import type { Truth } from './truth.js';

/**
 * Every field of an edited record holds what it held before, or what somebody wanted there: nothing was wiped, and
 * nothing that another changed before the last look was turned back.
 */
export function checkEdits(truth: Truth): void {
  const { world, wants } = truth;
  const { versions } = world.syncore;
  const wanted = new Set<string>();
  const seen = new Set<string>();
  const nameOf = ({ kind, id }: { kind: string; id: number }, field: string, value: unknown) =>
    `${field} of ${kind} ${id} is ${JSON.stringify(value ?? null)}`;
  for (const { edit } of wants) {
    if (edit === null) continue;
    for (const [field, value] of Object.entries(edit.values)) wanted.add(nameOf(edit, field, value));
  }
  for (const version of versions) {
    const { sending, record } = version;
    const before = sending === null ? null : lookedAt(truth, version, sending);
    const previous = versionBefore(versions, version);
    for (const [field, value] of Object.entries(record)) {
      if (field === 'last_modified_date') continue;
      const name = nameOf(version, field, value);
      const known = seen.has(name);
      seen.add(name);
      const kept = previous !== undefined && nameOf(version, field, Reflect.get(previous.record, field)) === name;
      if (sending === null || wanted.has(name) || kept) continue;
      if (!known) world.find('loss', `${name}, which nobody wanted`);
      else if (before !== null && nameOf(version, field, Reflect.get(before.record, field)) !== name) {
        world.find('loss', `${name} again, though it was seen to have been changed`);
      }
    }
  }
}

function versionBefore(versions: readonly Version[], version: Version): Version | undefined {
  const { kind, id } = version;
  return versions.slice(0, versions.indexOf(version)).findLast((one) => one.kind === kind && one.id === id);
}

/** How the record stood when whoever edited it looked last; null where others may have looked in between. */
function lookedAt({ world }: Truth, { kind, id }: Version, { server, readAt, sentAt }: Sending): Version | null {
  if (readAt === null) return null;
  const calls = world.asked.filter(
    (asked) => asked.server === server && asked.from <= sentAt && (asked.until ?? Number.POSITIVE_INFINITY) >= readAt,
  );
  if (calls.length !== 1) return null;
  return world.syncore.versions.findLast((one) => one.kind === kind && one.id === id && one.at <= readAt) ?? null;
}
