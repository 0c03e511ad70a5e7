import type { Journal } from '../src/writes/journal.js';
import type { World } from './world.js';

/** A journal that tells what is noted in it. The promises are its own, so that a history is the same when it is told. */
export function told(world: World, server: string, journal: Journal): Journal {
  if (world.lines === null) return journal;
  return {
    claim(intent) {
      world.tell(() => `${server} claims ${intent.key}, generation ${intent.generation}: ${intent.summary}`);
      const claim = journal.claim(intent);
      claim.then(
        ({ won, ...by }) => world.tell(() => `${server} ${won ? 'has' : 'lost'} ${intent.key} ${JSON.stringify(by)}`),
        (error) => world.tell(() => `${server} could not claim ${intent.key}: ${error}`),
      );
      return claim;
    },
    append(intent, event) {
      const { at: _, wall: __, ...what } = event;
      const appended = journal.append(intent, event);
      appended.then(
        () => world.tell(() => `${server} notes of ${intent.key} ${JSON.stringify(what)}`),
        (error) => world.tell(() => `${server} could not note of ${intent.key} ${JSON.stringify(what)}: ${error}`),
      );
      return appended;
    },
    takeOver(entry, owner) {
      const taken = journal.takeOver(entry, owner);
      taken.then(
        (has) => world.tell(() => `${server} ${has === null ? 'cannot take' : 'takes'} over ${entry.intent.key}`),
        (error) => world.tell(() => `${server} could not take over ${entry.intent.key}: ${error}`),
      );
      return taken;
    },
    giveUp(intent) {
      world.tell(() => `${server} gives up ${intent.key}`);
      return journal.giveUp(intent);
    },
    byKey: (account, key) => journal.byKey(account, key),
    byFingerprint: (account, fingerprint) => journal.byFingerprint(account, fingerprint),
    linkPayment: (intent, orderId) => journal.linkPayment(intent, orderId),
    paymentsTo: (account, orderId) => journal.paymentsTo(account, orderId),
    editsOf: (account, record) => journal.editsOf(account, record),
    list: (account) => journal.list(account),
    accounts: () => journal.accounts(),
    noteAccount: (account) => journal.noteAccount(account),
  };
}
