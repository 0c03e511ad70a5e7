import { Server } from './server.js';
import type { World } from './world.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The processes on their machine, and all that befalls them. Whatever dies is started anew after a while. */
export class Machine {
  readonly #world: World;
  readonly #offsets: number[] = [];
  /** Nothing befalls anybody any more. */
  #peaceful = false;

  constructor(world: World) {
    this.#world = world;
    for (let slot = 0; slot < world.weather.servers; slot += 1) {
      this.#offsets.push(world.draw.chance(0.15) ? this.#wrongMs() : 0);
      this.start(slot);
    }
  }

  /** Puts a new process into a slot. */
  start(slot: number): void {
    const world = this.#world;
    const server = new Server(world, this.#offsets[slot] ?? 0);
    world.servers[slot] = server;
    world.tell(() => `${server.name} starts`);
    void server.gone.then(() => {
      const { draw, time } = world;
      const again = () => {
        if (world.servers[slot] === server) this.start(slot);
      };
      if (this.#peaceful) again();
      else time.after(draw.chance(0.7) ? draw.int(100, 5_000) : draw.int(5_000, 150_000), again);
    });
  }

  /** One disaster, at a time of its own. */
  async strike(): Promise<void> {
    const { draw, time } = this.#world;
    await time.sleep(draw.chance(0.6) ? draw.int(0, 5_000) : draw.int(0, 120_000));
    if (this.#peaceful) return;
    const slot = draw.int(0, this.#world.servers.length - 1);
    switch (draw.weighted({ kill: 5, stop: 4, power: 4, quit: 1, clock: 3, suspend: 1, full: 2, locked: 1 })) {
      case 'kill':
        return this.#atSomeStep(slot, (server) => server.kill());
      case 'stop': {
        const forMs = draw.chance(0.5) ? draw.int(10, 20_000) : draw.int(20_000, 10 * MINUTE_MS);
        return this.#atSomeStep(slot, (server) => server.stop(forMs));
      }
      case 'power':
        return this.#atSomeStep(slot, () => this.loseThePower());
      case 'quit':
        return this.#world.servers[slot]?.quit();
      case 'clock':
        this.#offsets[slot] = this.#wrongMs();
        this.#world.count('clock set');
        this.#world.servers[slot]?.setClock(this.#offsets[slot] ?? 0);
        return;
      case 'suspend':
        return this.#suspend();
      case 'full':
        return this.#fill();
      case 'locked':
        return this.#lock();
    }
  }

  /** The machine loses its power: every process is gone, and what was not synced is lost, torn or kept. */
  loseThePower(): void {
    const world = this.#world;
    world.tell(() => 'the machine loses its power');
    world.count('power lost');
    for (const server of world.servers) server.kill();
    world.owners.dieAll();
    world.disk.crash();
  }

  /** All that is wrong comes to its end. */
  makePeace(): void {
    this.#peaceful = true;
    const world = this.#world;
    world.tell(() => 'peace');
    world.folderLocked = false;
    world.disk.freeBytes = Number.POSITIVE_INFINITY;
    Object.assign(world.weather, {
      writeFault: 0,
      readFault: 0,
      failedSync: 0,
      lostCall: 0,
      doubledCall: 0,
      cancelledCall: 0,
    });
    for (const [slot, server] of world.servers.entries()) {
      server.spare();
      server.wake();
      if (!server.alive) this.start(slot);
    }
  }

  /** Within the next steps of a process: between any two things that it asks of the world. */
  #atSomeStep(slot: number, act: (server: Server) => void): void {
    const { draw, servers } = this.#world;
    const server = servers[slot];
    if (server === undefined || !server.alive) return;
    server.meets(draw.chance(0.5) ? draw.int(1, 30) : draw.int(1, 150), () => act(server));
  }

  #wrongMs(): number {
    const { draw } = this.#world;
    if (draw.chance(0.05)) {
      this.#world.isLost = true;
      return 500 * 24 * HOUR_MS;
    }
    const sign = draw.chance(0.5) ? 1 : -1;
    return sign * (draw.chance(0.5) ? draw.int(1_000, 10 * MINUTE_MS) : draw.int(10 * MINUTE_MS, 30 * HOUR_MS));
  }

  /** The lid is closed: nothing runs, and the clock that nobody sets stands still. */
  #suspend(): void {
    const world = this.#world;
    const forMs = world.draw.int(1_000, 20 * MINUTE_MS);
    world.tell(() => `the machine sleeps for ${forMs} ms`);
    world.count('asleep');
    world.time.after(forMs, () => {
      world.sleptMs += forMs;
    });
    for (const server of world.servers) server.stop(forMs);
  }

  async #fill(): Promise<void> {
    const { disk, draw, time } = this.#world;
    this.#world.tell(() => 'the disk is full');
    this.#world.count('disk full');
    disk.freeBytes = draw.pick([0, 100, 4096, 9000]);
    await time.sleep(draw.int(1_000, 200_000));
    if (this.#peaceful) return;
    disk.freeBytes = Number.POSITIVE_INFINITY;
    this.#world.tell(() => 'the disk has room again');
  }

  async #lock(): Promise<void> {
    const world = this.#world;
    world.folderLocked = true;
    world.count('folder locked');
    world.tell(() => 'the folder of the journal may not be written');
    await world.time.sleep(world.draw.int(500, 100_000));
    world.folderLocked = false;
    world.tell(() => 'the folder of the journal may be written again');
  }
}
