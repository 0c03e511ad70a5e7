import { newestFirst } from '../query.js';
import { createContact, editContact } from '../writing/contact.js';
import { onBody } from '../writing/write.js';
import { listAnswer, notFound, type Route } from './route.js';

/** Contacts; who looks for a name, a class or a group has to read them all [assumed]. */
export const contactRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/crm/contacts',
    // No filter but the page, and no window: a contact of any age is here.
    run: (context) =>
      listAnswer(context, 'contacts', 'root-relative', () =>
        newestFirst(context.store.searched().contacts, (contact) => contact.created_date),
      ),
  },
  {
    method: 'GET',
    path: '/crm/contacts/#',
    run({ store, ids: [id] }) {
      const contact = store.contacts.find(id);
      return contact === undefined ? notFound(`Contact ${id}`) : { status: 200, body: contact };
    },
  },
  { method: 'POST', path: '/crm/contacts', run: (context) => onBody(context, createContact(context)) },
  {
    method: 'PUT',
    path: '/crm/contacts/#',
    run(context) {
      const [id] = context.ids;
      const contact = context.store.contacts.find(id);
      return contact === undefined ? notFound(`Contact ${id}`) : onBody(context, editContact(context, contact));
    },
  },
];
