import type { Guard } from './guard.js';

/** A form of a foreign page can send text and forms without being asked for permission first, but not JSON. */
export const typeGuard: Guard = ({ headers }) => {
  const type = (headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (type.trim().toLowerCase() === 'application/json') return undefined;
  return { status: 415, message: 'Unsupported media type: send application/json' };
};
