import { describe, expect, it } from 'vitest';
import { withTimeLimit } from '../../src/mcp/time-limit.js';

const hang = () => new Promise<never>(() => {});
const never = new AbortController().signal;

describe('the time of a call', () => {
  it('ends work that looks at no signal', async () => {
    await expect(withTimeLimit(never, 20, Date.now, hang)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('ends when the caller gives up, before or while it runs, whatever the reason was', async () => {
    const caller = new AbortController();
    const call = withTimeLimit(caller.signal, 10_000, Date.now, hang);
    caller.abort('some text of the SDK');
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect(withTimeLimit(caller.signal, 10_000, Date.now, hang)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is told to the work a little before it is up, so that there is time to answer', async () => {
    const [long, short] = await Promise.all(
      [45_000, 400].map((budgetMs) =>
        withTimeLimit(
          never,
          budgetMs,
          () => 1_000,
          async (_, deadline) => deadline,
        ),
      ),
    );
    expect(long).toBe(1_000 + 45_000 - 250);
    expect(short).toBe(1_000 + 400 - 40);
  });

  it('leaves no timer and no listener behind', async () => {
    const caller = new AbortController();
    let own: AbortSignal | undefined;
    await withTimeLimit(caller.signal, 30, Date.now, async (signal) => {
      own = signal;
    });
    caller.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(own?.aborted).toBe(false);
  });
});
