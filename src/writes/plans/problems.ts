import { Failure, type FieldProblem, refusalOf } from '../../failure.js';

/** A refusal that has a code and words of its own, as long as nothing else is wrong. */
type Whole = { failure: Failure; fields: FieldProblem[] };

/** What is wrong with the arguments of a write: all of it is told at once, before anything is sent. */
export class Problems {
  readonly #refused: readonly FieldProblem[];
  readonly #found: FieldProblem[];
  readonly #whole: Whole[] = [];

  /** `refused`: fields that could not be read at all. Nothing more is said of them, nor of what is in them. */
  constructor(refused: readonly FieldProblem[] = []) {
    this.#refused = refused;
    this.#found = [...refused];
  }

  get any(): boolean {
    return this.#found.length > 0 || this.#whole.length > 0;
  }

  add(field: string, message: string, nearest?: string): void {
    this.addAll([nearest === undefined ? { field, message } : { field, message, nearest }]);
  }

  addAll(problems: readonly FieldProblem[], within = ''): void {
    for (const problem of problems) {
      const named = { ...problem, field: within + problem.field };
      if (!this.#isRefused(named.field)) this.#found.push(named);
    }
  }

  /** A refusal that was thrown for one argument, with the argument's own name. */
  addFailure(field: string, failure: Failure): void {
    const [told] = failure.fields ?? [];
    const near = told?.nearest ?? told?.candidates?.[0]?.name;
    const problem: FieldProblem = { field, message: told?.message ?? 'is not in Syncore' };
    if (near !== undefined) problem.nearest = near;
    if (told?.candidates !== undefined) problem.candidates = told.candidates;
    this.addAll([problem]);
  }

  /** A refusal that keeps its code where it is the only one. */
  addWhole(failure: Failure, fields: FieldProblem[]): void {
    const own = fields.filter(({ field }) => !this.#isRefused(field));
    if (own.length > 0) this.#whole.push({ failure, fields: own });
  }

  /**
   * What was read for an argument; null where Syncore does not have it, or where it means nothing there. `missing` tells
   * so beside other problems.
   */
  async reading<R>(field: string, read: Promise<R>, missing?: string): Promise<R | null> {
    return read.catch((error: unknown) => {
      if (!(error instanceof Failure) || (error.code !== 'not_found' && error.code !== 'invalid_input')) throw error;
      this.addWhole(error, error.fields ?? [{ field, message: missing ?? `is not in Syncore: ${error.message}` }]);
      return null;
    });
  }

  /** @throws Failure when something is wrong: `invalid_input`, or the code of a refusal that stands alone. */
  refuse(): void {
    if (this.any) throw this.#failure();
  }

  /** For what cannot be gone on without. @throws Failure as `refuse`. */
  fail(): never {
    throw this.#failure();
  }

  #failure(): Failure {
    const [first] = this.#whole;
    if (first !== undefined && this.#whole.length === 1 && this.#found.length === 0) return first.failure;
    const all = [...this.#found, ...this.#whole.flatMap(({ fields }) => fields)];
    // What is not permitted stays so, however the rest is mended.
    const forbidden = this.#whole.find(({ failure }) => failure.code === 'not_permitted')?.failure;
    return forbidden === undefined ? refusalOf(all) : refusalOf(all, 'not_permitted', `${forbidden.message} `);
  }

  #isRefused(field: string): boolean {
    return this.#refused.some((problem) => {
      const rest = field.startsWith(problem.field) ? field.slice(problem.field.length) : null;
      return rest !== null && (rest === '' || rest.startsWith('.') || rest.startsWith('['));
    });
  }
}
