import { newestFirst } from '../query.js';
import { listAnswer, notFound, type Route } from './route.js';

/** Contacts; who looks for a name, a class or a group has to read them all [assumed]. */
export const contactRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/crm/contacts',
    // No filter but the page, and no window: a contact of any age is here.
    run: (context) =>
      listAnswer(context, 'contacts', 'root-relative', () =>
        newestFirst(context.data.contacts, (contact) => contact.created_date),
      ),
  },
  {
    method: 'GET',
    path: '/crm/contacts/#',
    run({ data, ids: [id] }) {
      const contact = data.contacts.find((candidate) => candidate.id === id);
      return contact === undefined ? notFound(`Contact ${id}`) : { status: 200, body: contact };
    },
  },
];
