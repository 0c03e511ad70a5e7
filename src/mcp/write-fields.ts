import { flag, text } from './fields.js';

/** What every write tool takes besides its own arguments. */
export const writeOptions = () => ({
  dry_run: flag('Check all, send nothing, show what would be sent').optional(),
  confirm: text('Token of the preview of exactly this').optional(),
  idempotency_key: text('Own key of this write; with the same key it is never written twice', { max: 200 }).optional(),
  allow_duplicate: flag('Enter it although an equal one exists; needs idempotency_key').optional(),
});
