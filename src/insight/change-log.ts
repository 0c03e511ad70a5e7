import type { ClientRef } from '../records/fields.js';
import type { FieldChange } from './changed-fields.js';
import type { HeldKind } from './held.js';

/** What a change is found by when its record is gone. */
export type Facts = {
  jobId: number | null;
  /** Counts within the job, for orders. */
  number: number | null;
  client: ClientRef | null;
  /** Who works on the job. */
  people: People | null;
};

type People = { primaryRep: string | null; secondaryRep: string | null; csr: string | null };

/** What a job tells of its orders. */
export type JobFacts = People & { client: ClientRef | null };

/** One change that was noticed between two readings. */
export type Change = Facts & {
  kind: HeldKind;
  id: number;
  change: 'new' | 'changed' | 'gone';
  /** Pacific moment: of the change where Syncore tells it, else of when it was noticed. */
  at: string;
  /** None for `new` and `gone`. */
  fields: FieldChange[];
};

/** A bound for memory; weeks of a busy account. */
const MOST_CHANGES = 20_000;

/** The changes noticed since records are held, oldest first. */
export class ChangeLog {
  readonly #changes: Change[];
  /** Of what is older than this Pacific moment, the log has been cut; empty where it has not. */
  cutAt: string;
  /** The job of an order, as long as it is held. */
  jobOf: (jobId: number) => JobFacts | undefined = () => undefined;
  readonly #goneJobs = new Map<number, JobFacts>();

  constructor(changes: readonly Change[] = [], cutAt = '') {
    this.#changes = [...changes];
    this.cutAt = cutAt;
    for (const change of changes) this.#noteJob(change);
  }

  /** Whose an order is, its job tells: it is noted with the change, for the job may be gone when somebody asks. */
  add(noticed: Change): void {
    this.#noteJob(noticed);
    const change = this.#placed(noticed);
    this.#changes.push(change);
    if (this.#changes.length <= MOST_CHANGES) return;
    // By quarters: dropping one with every change would move all the others each time.
    const dropped = this.#changes.splice(0, MOST_CHANGES / 4);
    for (const { at } of dropped) if (at > this.cutAt) this.cutAt = at;
  }

  #noteJob({ kind, id, change, people, client }: Change): void {
    if (kind !== 'jobs') return;
    if (change === 'gone' && people !== null) this.#goneJobs.set(id, { ...people, client });
    else this.#goneJobs.delete(id);
  }

  #placed(change: Change): Change {
    if (change.people !== null || change.jobId === null) return change;
    const job = this.jobOf(change.jobId) ?? this.#goneJobs.get(change.jobId);
    if (job === undefined) return change;
    const { primaryRep, secondaryRep, csr, client } = job;
    return { ...change, client: change.client ?? client, people: { primaryRep, secondaryRep, csr } };
  }

  all(): readonly Change[] {
    return this.#changes;
  }

  /** By job, the latest change that was noticed on it or on an order of it; Pacific moments. */
  byJob(): Map<number, string> {
    const latest = new Map<number, string>();
    for (const { kind, id, jobId, at } of this.#changes) {
      const job = kind === 'jobs' ? id : jobId;
      if (job !== null && at > (latest.get(job) ?? '')) latest.set(job, at);
    }
    return latest;
  }

  /** What became of each record since a moment: several changes of one record are one. */
  since(moment: string): Change[] {
    const byRecord = new Map<string, Change>();
    for (const change of this.#changes) {
      if (change.at < moment) continue;
      const name = `${change.kind} ${change.id}`;
      const earlier = byRecord.get(name);
      byRecord.set(name, earlier === undefined ? change : joined(earlier, change));
    }
    return [...byRecord.values()];
  }
}

function joined(earlier: Change, later: Change): Change {
  if (later.change === 'gone' || earlier.change === 'gone') return later;
  if (earlier.change === 'new') return { ...later, change: 'new', fields: [] };
  const fields = new Map(earlier.fields.map((field) => [field.field, field]));
  for (const field of later.fields) {
    const first = fields.get(field.field) ?? field;
    fields.set(field.field, { ...field, before: first.before });
  }
  return { ...later, fields: [...fields.values()].filter(({ before, after }) => before !== after) };
}
