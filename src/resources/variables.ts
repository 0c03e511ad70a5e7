import { invalidInput } from '../failure.js';
import { parseId } from '../records/order-name.js';

/** The id in a resource's address. @throws Failure `invalid_input` when it is not one. */
export function idOf(variables: Readonly<Record<string, string>>, name: string): number {
  const id = parseId(variables[name]);
  if (id === null) throw invalidInput(name, 'must be a positive whole number');
  return id;
}
