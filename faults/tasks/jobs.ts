import type { Job } from '../../src/sandbox/data/types.js';
import type { TaskMaker } from '../task.js';
import type { World } from '../world.js';
import { spoiledFields } from './fields.js';

/** The contact that campaigns enter everything for. */
export function clientOf({ data }: World): number {
  const [client] = data.contacts;
  if (client === undefined) throw new Error('The account has no contacts.');
  return client.id;
}

export const createJob: TaskMaker = (world, chance) => {
  const { data } = world;
  const args = {
    client_id: clientOf(world),
    description: `Campaign job ${chance.word}`,
    ...(chance.chance(0.5) ? { priority: 'High' } : {}),
    ...(chance.chance(0.5) ? { estimated_delivery_date: '2031-03-14' } : {}),
  };
  const mine = () => data.jobs.filter(({ description }) => description === args.description);
  return {
    tool: 'create_job',
    args,
    method: 'POST',
    requests: 1,
    otherwise: { ...args, client_id: String(args.client_id), description: ` CAMPAIGN job  ${chance.word}` },
    parts: () => [{ what: 'job', meant: 1, stands: mine().length }],
    spoiled: () => [],
    isRecord: ({ job_id: id }) => mine().some((job) => job.id === id),
  };
};

/** A job of its own, with something in every field. */
export function fullJob(world: World, word: string): Job {
  const pattern = world.data.jobs.find(({ id }) => id === 32255);
  if (pattern === undefined) throw new Error('The account has lost its known job.');
  const job: Job = { ...structuredClone(pattern), id: world.newId(), description: `Standing job ${word}` };
  world.data.jobs.push(job);
  return job;
}

export const updateJob: TaskMaker = (world, chance) => {
  const job = fullJob(world, chance.word);
  const before = structuredClone(job);
  const changes = {
    description: `Edited job ${chance.word}`,
    ...(chance.chance(0.5) ? { priority: 'Rush' } : {}),
    ...(chance.chance(0.3) ? { estimated_delivery_date: null } : {}),
  };
  const wanted = { ...before, ...changes };
  return {
    tool: 'update_job',
    args: { job_id: job.id, changes },
    method: 'PUT',
    requests: 1,
    otherwise: { changes: { ...changes, description: `${changes.description} ` }, job_id: String(job.id) },
    parts: () => [{ what: 'change', meant: 1, stands: job.description === wanted.description ? 1 : 0 }],
    spoiled: () => spoiledFields(job, before, wanted),
    isRecord: ({ job_id: id }) => id === job.id,
  };
};
