import { clientBrief } from '../data/people.js';
import { clientAddresses } from '../data/sales-orders.js';
import type { Job, SalesOrder } from '../data/types.js';
import { pacificTime, spacedTime } from '../pacific.js';
import type { Draft, RouteContext } from '../routes/route.js';
import { readAddress } from './address.js';
import { derived } from './derived.js';
import type { Fields } from './fields.js';
import type { Check } from './write.js';

/** Syncore numbers an order, opens it as `Pending`, adds it up and dates its changes; the client is the job's. */
const notWritten = {
  ...derived('id', 'number', 'job_number', 'status', 'client', 'sub_total_value', 'tax_value', 'total_value'),
  ...derived('invoice_date', 'date_created', 'last_modified_date'),
  line_items: 'cannot be written with an order; add each line by itself',
};

function readOrder(fields: Fields) {
  const written = {
    customer_order_number: fields.text('customer_order_number'),
    customer_instructions: fields.text('customer_instructions'),
    description: fields.text('description'),
    date: fields.date('date'),
    sold_to: readAddress(fields, 'sold_to'),
    bill_to: readAddress(fields, 'bill_to'),
    ship_to: readAddress(fields, 'ship_to'),
  };
  fields.refuseOthers(notWritten);
  return written;
}

/** A new order without lines in a job of any class. Addresses that it does not name are the client's. */
export function createSalesOrder(context: RouteContext, job: Job): Check {
  const { data, store, now } = context;
  return (fields) => {
    const { date, sold_to, bill_to, ship_to, ...texts } = readOrder(fields);
    let id: number | undefined;
    return (): Draft => {
      id ??= store.salesOrders.reserveId();
      const client = store.contacts.find(job.client.id);
      const theirs = clientAddresses(client);
      const numbers = data.salesOrders.filter(({ job_number }) => job_number === job.id).map(({ number }) => number);
      const record: SalesOrder = {
        id,
        // Given when the order comes to stand: one that is lost leaves no gap.
        number: Math.max(0, ...numbers) + 1,
        job_number: job.id,
        date: date ?? pacificTime(now()),
        status: 'Pending',
        client: client === undefined ? { ...job.client } : clientBrief(client),
        ...texts,
        sold_to: sold_to ?? theirs.sold_to,
        bill_to: bill_to ?? theirs.bill_to,
        ship_to: ship_to ?? theirs.ship_to,
        sub_total_value: 0,
        tax_value: 0,
        total_value: 0,
        invoice_date: null,
        last_modified_date: spacedTime(now()),
        line_items: [],
      };
      return { answer: { status: 201, body: record }, keep: () => store.salesOrders.insert(record) };
    };
  };
}
