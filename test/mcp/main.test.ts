import { describe, expect, it } from 'vitest';
import { start } from '../support/program.js';

describe('the program', () => {
  it.each([
    [['--sanbox'], {}, /--sanbox .*did you mean --sandbox/],
    [['htpp'], {}, /htpp is not a command; did you mean http/],
    [['http', '--port'], {}, /--port needs a value/],
    [['http', '--port', '99999'], {}, /--port must be/],
    [['http', '--host', '0.0.0.0', '--sandbox'], {}, /--host must be 127\.0\.0\.1/],
    [['--sandbox=yes'], {}, /--sandbox takes no value/],
    [[], {}, /SYNCORE_API_KEY is required/],
    [['--sandbox'], { SYNCORE_READONLY: 'true' }, /SYNCORE_READONLY .*did you mean SYNCORE_READ_ONLY/],
    [['sandbox'], { SYNCORE_LOG_LEVL: 'info' }, /did you mean SYNCORE_LOG_LEVEL/],
  ] as const)('ends with exit 2 and one line for %o %o', async (args, env, line) => {
    await using program = start(args, { ...env });
    expect((await program.ended()).code).toBe(2);
    expect(program.stderr()).toMatch(line);
    expect(program.stderr().trimEnd().split('\n')).toHaveLength(1);
    expect(program.stdout()).toBe('');
  });

  it('says its version and how to use it on stdout', async () => {
    await using version = start(['--version']);
    await using help = start(['--help']);
    expect(await version.ended()).toMatchObject({ code: 0 });
    expect(await help.ended()).toMatchObject({ code: 0 });
    expect(version.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help.stdout()).toContain('syncore-mcp http');
  });

  it('runs the sandbox alone, and names its address', async () => {
    await using sandbox = start(['sandbox', '--port', '0']);
    const [, url] = await sandbox.told(/answers at (\S+)/);
    const answer = await fetch(`${url}/crm/payment-terms?page=1&count=1`, {
      headers: { 'x-api-key': '7f3f6f0e-0000-4000-8000-000000000000' },
    });
    expect(answer.status).toBe(200);
    sandbox.child.kill('SIGTERM');
    expect(await sandbox.ended()).toMatchObject({ code: 0 });
  });

  it('says that a port is taken, and ends with exit 2', async () => {
    await using first = start(['http', '--port', '0', '--sandbox']);
    const [, port = ''] = await first.told(/127\.0\.0\.1:(\d+)/);
    await using second = start(['http', '--port', port, '--sandbox']);
    expect((await second.ended()).code).toBe(2);
    expect(second.stderr()).toMatch(/EADDRINUSE/);
  });
});
