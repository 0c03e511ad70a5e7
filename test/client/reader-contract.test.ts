import { readerContract } from '../contracts/reader.js';
import { openAccount } from './open-account.js';

readerContract('that asks Syncore', async (seed) => {
  const opened = await openAccount({ sandbox: { seed, jobs: 80 } });
  return { reader: opened.reader, data: opened.sandbox.data, close: () => opened[Symbol.asyncDispose]() };
});
