/** Hosts kill a server that takes longer than a second or two to leave. */
const FAREWELL_MS = 700;

/** Runs the last steps of a process, but not for long: what hangs or fails is left behind. */
export async function farewell(...steps: (() => Promise<unknown>)[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL_MS);
  });
  const work = async () => {
    for (const step of steps) await step().catch(() => {});
  };
  await Promise.race([work(), late]);
  clearTimeout(timer);
}
