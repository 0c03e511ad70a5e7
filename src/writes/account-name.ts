import { createHash } from 'node:crypto';
import type { Settings } from '../settings.js';

/** An account is the address and the name that it was given; without a name, the address and a hash of the key. */
export function accountOf({
  sandbox,
  baseUrl,
  accountName,
  apiKey,
}: Pick<Settings, 'sandbox' | 'baseUrl' | 'accountName' | 'apiKey'>): { id: string; name: string } {
  const hash = createHash('sha256').update(apiKey).digest('hex');
  if (sandbox) {
    const name = 'the sandbox (made-up data, no real account)';
    return { id: 'sandbox', name: accountName === undefined ? name : `${accountName} on ${name}` };
  }
  const { host } = new URL(baseUrl);
  return {
    id: `${baseUrl} ${accountName === undefined ? `key ${hash.slice(0, 16)}` : `name ${accountName}`}`,
    name: accountName ?? `${host} ${hash.slice(0, 6)}`,
  };
}
