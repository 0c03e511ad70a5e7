import type { FieldProblem } from '../failure.js';
import { LARGEST_AMOUNT } from './fields.js';
import { readLineType } from './line-types.js';
import { e4ToValue, scaled } from './money.js';
import type { NewLine, Said } from './new-line.js';
import type { AmountsInput, MarksInput } from './order-input.js';

/*
 * What was written, checked for its meaning: types have been checked before. Every check gives what is right, or null
 * and a problem, so that one refusal names all that is wrong.
 */

/** What was found while the lines were made; fields are named as the caller wrote them. */
export type Findings = {
  problems: FieldProblem[];
  notes: string[];
  /** Fields that were left out, since Syncore works them out itself. */
  derived: string[];
};

/** How long texts may be, in characters: those of people, names and SKUs. */
const LONGEST = { text: 4000, name: 500, sku: 100 } as const;

/** How problems and notes write the bound of all amounts. */
const BOUND = '10,000,000,000';

export function refuse({ problems }: Findings, field: string, message: string, nearest?: string): null {
  problems.push(nearest === undefined ? { field, message } : { field, message, nearest });
  return null;
}

/** Text as it was typed; blank text is none, as when it is read. */
export function readText(
  given: string | null | undefined,
  field: string,
  kind: keyof typeof LONGEST,
  findings: Findings,
): string | null {
  if (given === undefined || given === null || given.trim() === '') return null;
  if (given.length <= LONGEST[kind]) return given;
  return refuse(findings, field, `must have at most ${LONGEST[kind]} characters, and has ${given.length}`);
}

/** What a list of texts says; a blank one is a slip. */
export function readTexts(
  given: readonly string[] | undefined,
  field: string,
  kind: keyof typeof LONGEST,
  findings: Findings,
): { text: string; from: string }[] {
  return (given ?? []).flatMap((item, index) => {
    const from = `${field}[${index}]`;
    if (item.trim() === '') refuse(findings, from, 'is blank: leave it out');
    const text = readText(item, from, kind, findings);
    return text === null ? [] : [{ text, from }];
  });
}

/** Whether a line may say that its quantity is 0: headings do; a size of which there are none is left out. */
export type Zero = 'heading' | 'refused';

export function readQuantity(given: number | undefined, field: string, zero: Zero, findings: Findings): number | null {
  if (given === undefined) return null;
  if (given < 0) return refuse(findings, field, 'must not be negative');
  if (given === 0 && zero === 'refused') {
    return refuse(findings, field, 'must be above 0: leave out what is not ordered');
  }
  if (!(given < LARGEST_AMOUNT)) return refuse(findings, field, `must be below ${BOUND}`);
  return readE4(given, field, findings) === null ? null : given + 0;
}

/** A unit price or cost in ten-thousandths. A discount or a rebate is a line with a negative one. */
export function readUnit(given: number | undefined, field: string, findings: Findings): number | null {
  if (given === undefined) return null;
  if (!(Math.abs(given) < LARGEST_AMOUNT)) return refuse(findings, field, `must be below ${BOUND}`);
  return readE4(given, field, findings);
}

/** Refuses what would be rounded: 0.12345 is no price that Syncore could keep. */
function readE4(given: number, field: string, findings: Findings): number | null {
  const e4 = scaled(given, 4);
  if (e4 !== null && e4ToValue(e4) === given) return e4;
  return refuse(findings, field, 'must have at most 4 decimals');
}

/** An id; 0 is how Syncore writes that there is none. */
export function readGivenId(given: number | undefined, field: string, findings: Findings): number | null {
  if (given === undefined || given === 0) return null;
  if (Number.isSafeInteger(given) && given > 0) return given;
  return refuse(findings, field, 'must be a whole number from 1');
}

export type LineAmounts = Pick<NewLine, 'quantity' | 'unitPriceE4' | 'unitCostE4'>;

export function readAmounts(input: AmountsInput, from: string, zero: Zero, findings: Findings): LineAmounts {
  return {
    quantity: readQuantity(input.quantity, `${from}.quantity`, zero, findings),
    unitPriceE4: readUnit(input.price_value, `${from}.price_value`, findings),
    unitCostE4: readUnit(input.cost_value, `${from}.cost_value`, findings),
  };
}

export const NO_AMOUNTS: LineAmounts = { quantity: null, unitPriceE4: null, unitCostE4: null };

/** Amounts of a line that mostly has none: zeros everywhere say nothing. */
export function unlessZero(amounts: LineAmounts): LineAmounts {
  return isPriced(amounts) ? amounts : NO_AMOUNTS;
}

export function isPriced({ quantity, unitPriceE4, unitCostE4 }: Said): boolean {
  return Boolean(quantity) || Boolean(unitPriceE4) || Boolean(unitCostE4);
}

export function readMarks(input: MarksInput, from: string, findings: Findings): Said {
  if (input.line_total_value !== undefined) findings.derived.push(`${from}.line_total_value`);
  return {
    sku: readText(input.sku, `${from}.sku`, 'sku', findings),
    supplier: readSupplier(input.supplier_id, input.supplier, from, findings),
    visible: input.visible ?? null,
  };
}

function readSupplier(givenId: number | undefined, given: string | undefined, from: string, findings: Findings) {
  const id = readGivenId(givenId, `${from}.supplier_id`, findings);
  const name = readText(given, `${from}.supplier`, 'name', findings);
  return id === null && name === null ? null : { id, name };
}

/** The type of a line as Syncore spells it; undefined where none is given, null where it is refused. */
export function readType(given: string | undefined, field: string, findings: Findings): string | null | undefined {
  if (given === undefined || given.trim() === '') return undefined;
  const { kind, type } = readLineType(given);
  if (kind === 'near') return refuse(findings, field, `is no type of line; did you mean ${type}?`, type);
  if (kind === 'unknown') {
    findings.notes.push(`${field} is not one of the types of line that are known here; it is sent as it is.`);
    return readText(type, field, 'name', findings);
  }
  return type;
}
