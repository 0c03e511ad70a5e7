import { answer, type CallMade, type Told } from './call.js';
import type { World } from './world.js';

/** What a caller gets for a call. `lost`: nothing, whatever became of it. */
export type Got = Told | { kind: 'lost' };

/** Hosts stop listening then. */
const LISTENS_MS = 60_000;

/**
 * Sends a call to the server in a slot, as hosts do: it may get lost, come twice, come late, be cancelled, and its
 * answer may not come through.
 */
export async function deliver(world: World, slot: number, call: CallMade): Promise<Got> {
  const { draw, weather, time } = world;
  const copies = draw.chance(weather.doubledCall) ? 2 : 1;
  const hangUps: (() => void)[] = [];
  const ways: Promise<Got>[] = [];
  for (let copy = 0; copy < copies; copy += 1) {
    const to = copy === 0 || draw.chance(0.5) ? slot : draw.int(0, world.servers.length - 1);
    const lateMs = copy === 0 ? draw.int(0, 3) : draw.chance(0.6) ? draw.int(0, 5) : draw.int(0, 3_000);
    ways.push(carry(world, to, lateMs, call, hangUps));
  }
  const patience = new Promise<Got>((resolve) => {
    const lost = () => resolve({ kind: 'lost' });
    const givesUpMs = draw.chance(weather.cancelledCall) ? draw.int(0, 8_000) : LISTENS_MS;
    const giveUp = time.after(givesUpMs, () => {
      lost();
      // Some hosts say that they have stopped listening, some do not.
      if (givesUpMs < LISTENS_MS || draw.chance(0.5)) for (const hangUp of hangUps) hangUp();
    });
    void Promise.race(ways).then(giveUp);
  });
  return Promise.race([...ways, patience]);
}

/** Never resolves where the call, or its answer, is lost in silence. */
async function carry(
  world: World,
  slot: number,
  lateMs: number,
  call: CallMade,
  hangUps: (() => void)[],
): Promise<Got> {
  const { draw, weather, time } = world;
  const never = () => new Promise<never>(() => {});
  await time.sleep(lateMs);
  const server = world.servers[slot];
  if (server === undefined || !server.alive) {
    await time.sleep(draw.int(50, 2_000));
    return { kind: 'lost' };
  }
  if (draw.chance(weather.lostCall / 2)) return never();
  const hungUp = new AbortController();
  hangUps.push(() => server.come(() => hungUp.abort()));
  const answered = new Promise<Told>((resolve) => {
    server.come(() => void answer(world, server, call, hungUp.signal).then(resolve));
  });
  const broken = server.gone.then((): Got => ({ kind: 'lost' }));
  const got = await Promise.race([answered, broken]);
  return got.kind !== 'lost' && draw.chance(weather.lostCall / 2) ? never() : got;
}
