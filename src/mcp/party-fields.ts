import * as z from 'zod/v4';
import { also, choice, date, flag, id, idOrName, inBrief, object, text, unlisted } from './fields.js';

/* Contacts, addresses and jobs as write tools take them. Shapes are functions: schemas are built when first needed. */

const addressShape = () => ({
  business_name: text('Business'),
  first_name: text('First name'),
  last_name: text('Last name'),
  name: unlisted(text('Both names in one, as answers show them')),
  address1: text('Street and number'),
  address2: text('Suite, floor'),
  city: text('City'),
  state: text('State, such as OH'),
  zip: text('Postal code', { max: 30 }),
  country: text('Two letters (US), or the name'),
});

export function address(description: string) {
  return object(z.strictObject(addressShape()).partial().shape, description);
}

/** An address whose fields are told in full elsewhere. */
export function addressInBrief(description: string) {
  return inBrief(address(description), description);
}

/** The fields of a contact; `told` says where the addresses are told in full, null: here. */
export const contactShape = (told: string | null) => ({
  class: also(
    choice(['program', 'store', 'dropship'], 'Kind of contact (program); dropship is not open'),
    'contact_class',
  ),
  business_name: text('Business'),
  first_name: text('First name'),
  last_name: text('Last name'),
  title: text('Job title'),
  email: text('E-mail'),
  phone: text('Phone', { max: 50 }),
  mobile: text('Mobile', { max: 50 }),
  website: text('Website'),
  client_group: also(idOrName('Client group, id or name'), 'client_group_id'),
  payment_term: also(idOrName('Payment term, id or name such as Net 30'), 'payment_term_id'),
  tax_exempt: flag('Pays no sales tax'),
  billing_address: told === null ? address('Billing address') : addressInBrief(told),
  shipping_address: addressInBrief(told ?? 'As billing_address'),
  notes: also(text('Notes', { max: 4000 }), 'contact_notes'),
});

/** The fields of a job but its client. */
const jobShape = () => ({
  description: text('What the job is'),
  job_type: text('Job type'),
  priority: text('Priority'),
  store_id: id('Store; a store client needs it'),
  primary_rep: text('E-mail of the sales rep, a Syncore user'),
  secondary_rep: text('E-mail of the second rep'),
  customer_service_rep: also(text('E-mail of the CSR'), 'customer_service_rep_name', 'csr'),
  estimated_delivery_date: date('In-hands date of the order, YYYY-MM-DD'),
  product_index: also(idOrName('Product index, id or name'), 'product_index_id'),
});

/** A new job but its client. */
export function newJobShape() {
  const { description, ...rest } = jobShape();
  return { description, ...optional(rest) };
}

/** What may be changed of a job. */
export const editedJobShape = () => ({
  ...jobShape(),
  client_id: id('Client: a contact id'),
  commission_split: text('How the two reps share the credit'),
});

/** Every field of a shape may be given. */
export function optional<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).partial().shape;
}

type ClearableField<Field extends z.core.SomeType> =
  Field extends z.ZodObject<infer Inner> ? z.ZodObject<Clearable<Inner>, z.core.$strict> : Field;

type Clearable<Shape extends z.core.$ZodLooseShape> = {
  [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<ClearableField<Shape[Name]>>>;
};

/** Every field of a shape may be given, and null clears it; so it is with the fields of an address. */
export function clearable<Shape extends z.ZodRawShape>(shape: Shape): Clearable<Shape> {
  const fields = Object.entries(shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodObject ? z.strictObject(clearable(unwrapped(schema.shape))) : schema;
    const nullable = z.nullable(inner);
    const meta = z.globalRegistry.get(schema);
    return [name, z.optional(meta === undefined ? nullable : nullable.meta({ ...meta, id: undefined }))];
  });
  // The names and schemas are those of the shape, one by one, which the type of fromEntries does not tell.
  return Object.fromEntries(fields) as Clearable<Shape>;
}

function unwrapped(shape: z.ZodRawShape): z.ZodRawShape {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodOptional ? field.unwrap() : field,
  ]);
  return Object.fromEntries(fields);
}
