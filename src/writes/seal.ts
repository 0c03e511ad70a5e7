import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What the client holds for us between two calls, in a form that it can neither read nor change. */
export type Seal = {
  /** `bound`: what it belongs to (caller, tool, content); it opens with nothing else. */
  seal(text: string, bound: string): string;
  /** Null for what was not sealed here, or is bound to something else. */
  open(sealed: string, bound: string): string | null;
  /** A short signature of a text; not secret, not to be forged. */
  sign(text: string): Buffer;
  isSignature(signature: Buffer, text: string): boolean;
};

const IV_BYTES = 12;
const TAG_BYTES = 16;
const SIGNATURE_BYTES = 12;

/**
 * Seals that every process and replica of one account opens, since their keys follow from the account's secret.
 * @param random so many bytes that nobody can guess.
 */
export function sealOf(secret: string, random: (bytes: number) => Buffer): Seal {
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'syncore-mcp', use, 32));
  const cipherKey = derived('state that clients hold');
  const signKey = derived('tokens of previews');
  const sign = (text: string) => createHmac('sha256', signKey).update(text).digest().subarray(0, SIGNATURE_BYTES);
  return {
    seal(text, bound) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv).setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
    sign,
    isSignature: (signature, text) => signature.length === SIGNATURE_BYTES && timingSafeEqual(signature, sign(text)),
  };
}
