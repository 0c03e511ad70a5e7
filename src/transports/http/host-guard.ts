import { isLoopback } from '../../settings.js';
import type { Guard } from './guard.js';

/**
 * A page in the user's browser can make its own name point to this machine (DNS rebinding); its requests then carry
 * that name as Host. Only names of this machine pass.
 */
export const hostGuard: Guard = ({ headers }) => {
  const { host } = headers;
  if (host !== undefined && isLoopback(hostName(host))) return undefined;
  return { status: 403, message: 'Forbidden: the Host header must name this machine' };
};

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '');
}
