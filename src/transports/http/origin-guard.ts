import { isLoopback } from '../../settings.js';
import type { Guard } from './guard.js';

/**
 * Browsers send the Origin of the page that asks; programs send none. A page that does not come from this machine
 * has no business here, even where it found a Host header that passes.
 */
export const originGuard: Guard = ({ headers }) => {
  const { origin } = headers;
  if (origin === undefined || isOurs(origin)) return undefined;
  return { status: 403, message: 'Forbidden: the Origin header must name this machine' };
};

function isOurs(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname);
}
