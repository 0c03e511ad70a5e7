import { describe, expect, it } from 'vitest';
import { connect, ERAS, TRANSPORTS } from '../support/connect.js';

describe.each(TRANSPORTS)('resources over %s', (transport) => {
  it.each(ERAS)('refuse in the %s era what is no id, however it is written', async (era) => {
    await using server = await connect({ era, transport });
    for (const id of [
      '1%3Fx=2',
      '1%23f',
      'a%2Fb',
      '1%00',
      '..%2F..%2Fcrm',
      '%D9%A1',
      '%E0%A4%A',
      '0',
      '99999999999999999999',
    ]) {
      await expect(server.readResource(`syncore://jobs/${id}`), id).rejects.toMatchObject({ code: -32_602 });
    }
    await expect(server.readResource('syncore://jobs/1/../../crm')).rejects.toThrow();
    await expect(server.readResource('syncore://nothing')).rejects.toMatchObject({ code: expect.any(Number) });
  });

  it('say in words that a record is not there', async () => {
    await using server = await connect({ transport });
    await expect(server.readResource('syncore://jobs/999999999')).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringMatching(/[a-z]{3}/i),
    });
  });
});
