import type { Body } from '../../client/writer.js';
import type { PlanStep } from '../journal.js';
import type { WritePlan } from '../plan.js';
import { type ContactInput, contactBody, contactDetails, contactWords } from './contact-part.js';
import { lookAtContacts } from './look-contacts.js';
import { Problems } from './problems.js';

/** A new contact: one step. */
export const createContactPlan: WritePlan<ContactInput> = {
  tool: 'create_contact',
  kind: 'contact',
  creates: true,
  content: async (input) => ({ content: { class: 'program', ...input } }),
  async prepare(input, context) {
    const problems = new Problems(context.refused);
    const body = await contactBody(input, '', problems, context);
    problems.refuse();
    return {
      steps: [contactStep(body)],
      summary: `Create the ${contactWords(input)}.`,
      details: contactDetails(input),
      notes: [],
      look: (call) => lookAtContacts(body, context, call),
    };
  },
};

export function contactStep(body: Body): PlanStep {
  return { name: 'contact', action: 'create_contact', ids: [], body };
}
