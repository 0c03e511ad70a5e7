import { Agent } from './agent.js';
import { check } from './checks/index.js';
import { Machine } from './machine.js';
import { changeByHand, enterByHand } from './person.js';
import { drawWant } from './wants.js';
import { type Finding, World } from './world.js';

export type Ended = {
  seed: number;
  findings: Finding[];
  /** Writes that nobody knows the outcome of in the end. */
  unresolved: number;
  /** Answers of the server by what they said, and what befell everybody, by how often. */
  answers: Record<string, number>;
  befell: Record<string, number>;
  lines: string[];
};

/** A minute and a quarter, and something: after it nothing that was sent can come to stand, or to be shown, any more. */
const REST_MS = 80_000;
const DAY_MS = 24 * 3_600_000;

/** One history, from its seed alone. */
export async function history(seed: number, tells = false): Promise<Ended> {
  const world = new World(seed, tells);
  let unresolved = 0;
  try {
    unresolved = await world.time.pass(live(world));
  } catch (error) {
    world.find('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const answers: Record<string, number> = {};
  for (const told of world.told) {
    const name = told.kind === 'result' ? told.result.status : told.kind === 'failure' ? told.failure.code : 'asked';
    answers[name] = (answers[name] ?? 0) + 1;
  }
  const { findings, befell, lines } = world;
  return { seed, findings, unresolved, answers, befell, lines: lines ?? [] };
}

async function live(world: World): Promise<number> {
  const { draw, time, weather } = world;
  const machine = new Machine(world);
  const agents = drawAgents(world);
  const disasters = Array.from({ length: weather.disasters }, () => machine.strike());
  const people = agents.filter(() => draw.chance(0.12)).map(({ want }) => enterByHand(world, want));
  if (draw.chance(0.15)) people.push(changeByHand(world));
  await Promise.all([...agents.map((agent) => begin(world, agent)), ...people]);
  if (draw.chance(0.1)) {
    await Promise.all(disasters);
    await laterOn(world, machine, agents);
  }
  machine.makePeace();
  await time.sleep(REST_MS);
  const open = await Promise.all(agents.map((agent) => askOn(world, agent)));
  await time.sleep(REST_MS);
  await check(world, agents);
  return open.flat().filter((status) => status === 'in_doubt' || status === 'never').length;
}

function drawAgents(world: World): Agent[] {
  const { draw } = world;
  const count = draw.weighted({ 1: 4, 2: 4, 3: 2 });
  const agents: Agent[] = [];
  const shared = draw.chance(0.1) ? 'shared-key' : undefined;
  for (let index = 1; index <= Number(count); index += 1) {
    const token = `w${index}`;
    const like = `n${index > 1 && draw.chance(0.35) ? index - 1 : index}`;
    const want = drawWant(draw, token, like);
    world.wants.push(want);
    agents.push(new Agent(world, want, shared));
    // Two assistants may be told the same, and may even think of the same key.
    if (draw.chance(0.12)) agents.push(new Agent(world, want, shared));
  }
  return agents;
}

async function begin({ draw, time }: World, agent: Agent): Promise<void> {
  await time.sleep(draw.chance(0.6) ? draw.int(0, 100) : draw.int(0, 30_000));
  await agent.pursue();
}

/** A day or a month later the same is wanted once more. */
async function laterOn(world: World, machine: Machine, agents: readonly Agent[]): Promise<void> {
  const { draw, time } = world;
  await time.sleep(REST_MS);
  await time.sleep(draw.chance(0.5) ? 31 * DAY_MS : DAY_MS + 3_600_000);
  world.epoch += 1;
  world.tell(() => 'some time later');
  if (draw.chance(0.3)) machine.loseThePower();
  await Promise.all(agents.map((agent) => begin(world, agent)));
}

async function askOn(world: World, agent: Agent): Promise<string[]> {
  const ends: string[] = [];
  for (const key of agent.keys) {
    const last = world.told.findLast(({ asked }) => asked.call.options.key === key);
    const known = last?.kind === 'result' && ['created', 'updated', 'already_done'].includes(last.result.status);
    if (known && world.draw.chance(0.7)) continue;
    const end = await agent.askOn(key);
    ends.push(end);
    if (end === 'never' && !world.isLost)
      world.find('loss', `${key} does not come to an end, however often it is called`);
  }
  return ends;
}
