import * as z from 'zod/v4';
import { WRITE_TEXTS, writeAnswer, writeResultSchema } from '../answers/write-result.js';
import { Failure, type FieldProblem, refusalOf } from '../failure.js';
import type { Question, WriteCall, WriteOptions, WriteOutcome } from '../writes/asking.js';
import type { WritePlan } from '../writes/plan.js';
import type { WriteResult } from '../writes/result.js';
import { NEEDS_KEY } from '../writes/words.js';
import { type Draft, draftOf } from './drafts.js';
import { defineTool, type Given, Suspension, type Tool, type ToolContext, type ToolDefinition } from './tool.js';
import { writeOptions } from './write-fields.js';

export type WriteToolDefinition<Shape extends z.ZodRawShape> = Pick<
  ToolDefinition<Shape>,
  'name' | 'title' | 'description' | 'input'
> & {
  access: 'create' | 'edit';
  /** What is checked, the steps, how they are told; the rest is the same for every write. */
  plan: WritePlan<Draft<z.output<z.ZodObject<Shape, z.core.$strict>>>>;
};

/** A tool that writes: it names its plan, and takes the write options besides its own arguments. */
export function defineWriteTool<Shape extends z.ZodRawShape>(definition: WriteToolDefinition<Shape>): Tool {
  const { plan, input, ...rest } = definition;
  const shape = (): z.ZodRawShape => ({ ...input(), ...writeOptions() });
  return defineTool({
    ...rest,
    toolset: 'orders',
    input: shape,
    output: () => writeResultSchema,
    untrusted: WRITE_TEXTS,
    async run(given: Record<string, unknown>, context) {
      const { dry_run, confirm, idempotency_key, allow_duplicate, ...own } = given;
      // Checked as a whole before; once more apart, so that both have their types.
      const options = z.strictObject(writeOptions()).parse({ dry_run, confirm, idempotency_key, allow_duplicate });
      const arguments_ = draftOf(input(), own);
      if (arguments_ === null) throw new Failure('internal', 'Arguments that were read could not be read again.');
      const { engine } = await context.account.writes();
      const refused = keyless(given);
      if (refused.length > 0) await engine.check(plan, arguments_, refused, context);
      return untilAnswered((call) => engine.write(plan, arguments_, optionsOf(options), call), writeAnswer, context);
    },
    async checkRest(given, problems, context) {
      if (typeof given !== 'object' || given === null) return;
      const { allow_duplicate, idempotency_key } = { allow_duplicate: null, idempotency_key: null, ...given };
      const refused = [...problems, ...keyless({ allow_duplicate, idempotency_key })];
      const own = Object.entries(given).filter(([name]) => !Object.hasOwn(writeOptions(), name));
      const draft = draftOf(input(), Object.fromEntries(own));
      // Where there is no journal, nothing can be written; what is wrong with the arguments is wrong all the same.
      const writes = await context.account.writes().catch(() => null);
      if (draft !== null) await writes?.engine.check(plan, draft, refused, context);
      throw refusalOf(refused);
    },
  });
}

/** What the engine refuses by itself, to be told with the rest. */
function keyless({ allow_duplicate: allowed, idempotency_key: key }: Record<string, unknown>): FieldProblem[] {
  return allowed === true && typeof key !== 'string' ? [{ field: 'allow_duplicate', message: NEEDS_KEY }] : [];
}

function optionsOf(given: z.output<z.ZodObject<ReturnType<typeof writeOptions>>>): WriteOptions {
  return {
    dryRun: given.dry_run === true,
    confirm: given.confirm,
    key: given.idempotency_key,
    allowDuplicate: given.allow_duplicate === true,
  };
}

/** Asks for a write until it is done, or ends with a question to the person. */
export async function untilAnswered(
  ask: (call: WriteCall) => Promise<WriteOutcome>,
  toAnswer: (result: WriteResult) => Record<string, unknown>,
  context: ToolContext,
): Promise<Given> {
  const { caller, asking, signal, deadline, progress } = context;
  const tell = (done: number, total: number, message: string) => void progress(done, total, message);
  let { answer } = asking;
  for (;;) {
    const outcome = await ask({ caller, answer, signal, deadline, tell });
    if (outcome.kind === 'done') return toAnswer(outcome.result);
    const reply = await askPerson(outcome.question, outcome.state, context);
    if (reply instanceof Suspension) return reply;
    answer = reply;
  }
}

/** Kept free behind the time in which a person may answer: there is something to write then. */
const TIME_TO_WRITE_MS = 5_000;

/** Puts a question before the person; what they said, or the end of this call where they are asked between two. */
async function askPerson({ account, summary, details }: Question, state: string, context: ToolContext) {
  const { asking, deadline, account: own } = context;
  const now = own.clock.now();
  const until = Math.max(now + (deadline - now) / 2, deadline - TIME_TO_WRITE_MS);
  // What belongs to the line above comes set in.
  const lines = details.map((line) => (line.startsWith(' ') ? line : `- ${line}`));
  const message = [`Syncore account: ${account}`, summary, ...lines].join('\n');
  const reply = await asking.ask(message, state, until, () => own.clock.now());
  return reply.kind === 'suspended' ? new Suspension(reply.result) : reply.answer;
}
