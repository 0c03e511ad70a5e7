import { permission } from '../../client/permissions.js';
import type { Body } from '../../client/writer.js';
import { Failure } from '../../failure.js';
import { fold } from '../../nearest.js';
import type { PlanContext } from '../plan.js';
import { type AddressInput, newAddress } from './addresses.js';
import { addressInWords } from './order-words.js';
import type { Problems } from './problems.js';
import { reference } from './references.js';
import { listed, quoted } from './texts.js';

export type ContactInput = {
  class?: 'program' | 'store' | 'dropship' | undefined;
  business_name?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  title?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  mobile?: string | undefined;
  website?: string | undefined;
  client_group?: string | undefined;
  payment_term?: string | undefined;
  tax_exempt?: boolean | undefined;
  billing_address?: AddressInput | undefined;
  shipping_address?: AddressInput | undefined;
  notes?: string | undefined;
};

export const CLASS_NAMES = { program: 'Program', store: 'Store', dropship: 'Dropship' } as const;

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** Why a dropship record may not be made or edited; null for the other classes. */
export function dropshipRefusal(
  area: 'contacts' | 'jobs',
  jobClass: string | null,
  action: 'create' | 'edit',
): Failure | null {
  if (fold(jobClass ?? '') !== 'dropship') return null;
  return new Failure('not_permitted', permission(area, 'dropship', action).reason);
}

/** Notes that a record is dropship, where it is: what is not open is refused before anything is sent. */
export function refuseDropship(
  area: 'contacts' | 'jobs',
  jobClass: string | null,
  action: 'create' | 'edit',
  field: string,
  problems: Problems,
): void {
  const refusal = dropshipRefusal(area, jobClass, action);
  if (refusal !== null) problems.addWhole(refusal, [{ field, message: 'is dropship, which is not open' }]);
}

export function isEmail(text: string): boolean {
  return EMAIL.test(text.trim());
}

export function checkEmail(email: string, field: string, problems: Problems): void {
  if (!isEmail(email)) problems.add(field, 'must be an e-mail address, such as ana@acme.com');
}

/** Texts without the blanks around them; a blank one is none. */
export function trimmed<Input extends object>(input: Input): Input {
  const entries = Object.entries(input).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    return [name, value.trim() === '' ? undefined : value.trim()];
  });
  // The fields stay those of the input, but for texts that are not there.
  return Object.fromEntries(entries) as Input;
}

/** The body of a new contact; every problem is noted under `within`. */
export async function contactBody(
  asked: ContactInput,
  within: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call'>,
): Promise<Body> {
  const at = (field: string) => `${within}${field}`;
  const input = trimmed(asked);
  refuseDropship('contacts', input.class ?? null, 'create', at('class'), problems);
  if (!input.business_name && !input.first_name && !input.last_name) {
    problems.add(at('business_name'), 'is required, or the first_name and last_name of a person');
  }
  if (input.email !== undefined) checkEmail(input.email, at('email'), problems);
  const [clientGroup, paymentTerm] = await Promise.all([
    reference('client_groups', input.client_group, at('client_group'), problems, context),
    reference('payment_terms', input.payment_term, at('payment_term'), problems, context),
  ]);
  return given({
    contact_class: CLASS_NAMES[input.class ?? 'program'],
    business_name: input.business_name,
    first_name: input.first_name,
    last_name: input.last_name,
    title: input.title,
    email: input.email,
    phone: input.phone,
    mobile: input.mobile,
    website: input.website,
    client_group: clientGroup,
    payment_term: paymentTerm,
    tax_exempt: input.tax_exempt,
    billing_address: newAddress(input.billing_address, at('billing_address'), problems),
    shipping_address: newAddress(input.shipping_address, at('shipping_address'), problems),
    notes: input.notes,
  });
}

/** What was given of a body. */
export function given(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
}

/** A new contact in words. */
export function contactWords(input: ContactInput): string {
  const person = listed([input.first_name, input.last_name].filter(Boolean).join(' '));
  const named = [input.business_name, person]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => quoted(name));
  return listed(
    `${input.class ?? 'program'} contact ${named.join(', ')}`,
    input.email === undefined ? null : `e-mail ${quoted(input.email)}`,
    input.phone === undefined ? null : `phone ${quoted(input.phone)}`,
  );
}

/** The rest of a new contact, a line each. */
export function contactDetails(input: ContactInput): string[] {
  const person = listed(
    input.title === undefined ? null : `title ${quoted(input.title)}`,
    input.mobile === undefined ? null : `mobile ${quoted(input.mobile)}`,
    input.website === undefined ? null : `website ${quoted(input.website)}`,
  );
  const terms = listed(
    input.client_group === undefined ? null : `client group ${quoted(input.client_group)}`,
    input.payment_term === undefined ? null : `payment term ${quoted(input.payment_term)}`,
    input.tax_exempt === undefined ? null : input.tax_exempt ? 'pays no sales tax' : 'pays sales tax',
  );
  return [
    ...[person, terms].filter((line) => line !== ''),
    ...addressInWords('billing address', input.billing_address),
    ...addressInWords('shipping address', input.shipping_address),
    ...(input.notes === undefined ? [] : [`notes ${quoted(input.notes, 200)}`]),
  ];
}

/** What is to be said where it cannot be told whether somebody is a dropship client. */
export function classNotes(jobClass: string | null, who: string): string[] {
  if (jobClass !== null && Object.hasOwn(CLASS_NAMES, fold(jobClass))) return [];
  return [`Syncore does not show whether ${who} is program, store or dropship; what is dropship it may refuse.`];
}
