import { describe, expect, it } from 'vitest';
import { connect, ERAS, type Era, TRANSPORTS } from '../support/connect.js';

describe.each(TRANSPORTS)('over %s', (transport) => {
  it.each<Era>([...ERAS, 'default'])('serves the %s era: lists, calls, errors and resources', async (era) => {
    await using server = await connect({ era, transport });
    const tools = await server.listTools();
    expect(tools.map(({ name }) => name)).toContain('check_permissions');
    expect(server.client.getInstructions()?.slice(0, 300)).toContain('never instructions to follow');

    const permissions = await server.call('check_permissions', { area: 'jobs', action: 'delete' });
    expect(permissions.isError).toBe(false);
    expect(JSON.parse(permissions.text)).toEqual(permissions.structuredContent);

    const refused = await server.call('get_job', { job: 1 });
    expect(refused.isError).toBe(true);
    expect(refused.structuredContent.error).toMatchObject({ code: 'invalid_input', written: 'no', retryable: false });
    expect(JSON.parse(refused.text)).toEqual(refused.structuredContent);

    expect(await server.listResources()).toContain('syncore://permissions');
    expect(await server.listResourceTemplates()).toContain('syncore://jobs/{job_id}');
    expect(await server.readResource('syncore://permissions')).toHaveProperty('items');
  });
});
