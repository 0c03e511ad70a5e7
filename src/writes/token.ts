import type { Seal } from './seal.js';

/** What a token of a preview stands for. */
export type Previewed = {
  account: string;
  caller: string;
  tool: string;
  fingerprint: string;
  /** The digest of the record that an edit was previewed upon; empty for what is new. */
  basis: string;
};

export function previewed(
  account: string,
  caller: string,
  tool: string,
  fingerprint: string,
  basis: string,
): Previewed {
  return { account, caller, tool, fingerprint, basis };
}

/** `nonce` makes it good once. */
export type Token = { text: string; expiresAt: number; nonce: string };

export type TokenCheck =
  | { kind: 'good'; nonce: string }
  /** `forged`: not one of ours for this caller and account. `other_content`: made of another preview. */
  | { kind: 'expired' | 'forged' | 'other_content' | 'changed' };

const GOOD_FOR_MS = 10 * 60_000;
const NONCE_BYTES = 6;
const TIME_BYTES = 6;
const CONTENT_BYTES = 12;

/*
 * 42 bytes: when it expires, a nonce, a digest of the content, one of the basis, and a signature over these, the caller
 * and the account. It carries no data, so that it is signed and not sealed, and short: a model has to repeat it.
 */

export function makeToken(seal: Seal, previewed: Previewed, now: number, random: (bytes: number) => Buffer): Token {
  const expiresAt = now + GOOD_FOR_MS;
  const nonce = random(NONCE_BYTES);
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(expiresAt, 0, TIME_BYTES);
  const body = Buffer.concat([time, nonce, ...digests(seal, previewed)]);
  const text = Buffer.concat([body, seal.sign(signed(body, previewed))]).toString('base64url');
  return { text, expiresAt, nonce: nonce.toString('base64url') };
}

export function checkToken(seal: Seal, text: string, previewed: Previewed, now: number): TokenCheck {
  const bytes = Buffer.from(text, 'base64url');
  const bodyBytes = TIME_BYTES + NONCE_BYTES + 2 * CONTENT_BYTES;
  const body = bytes.subarray(0, bodyBytes);
  if (body.length < bodyBytes || !seal.isSignature(bytes.subarray(bodyBytes), signed(body, previewed))) {
    return { kind: 'forged' };
  }
  const [content, basis] = digests(seal, previewed);
  const at = TIME_BYTES + NONCE_BYTES;
  if (!body.subarray(at, at + CONTENT_BYTES).equals(content)) return { kind: 'other_content' };
  const expiresAt = body.readUIntBE(0, TIME_BYTES);
  if (now > expiresAt) return { kind: 'expired' };
  if (!body.subarray(at + CONTENT_BYTES).equals(basis)) return { kind: 'changed' };
  return { kind: 'good', nonce: body.subarray(TIME_BYTES, at).toString('base64url') };
}

function digests(seal: Seal, { tool, fingerprint, basis }: Previewed): [Buffer, Buffer] {
  return [seal.sign(`content ${tool} ${fingerprint}`), seal.sign(`basis ${basis}`)];
}

function signed(body: Buffer, { account, caller }: Previewed): string {
  return `token ${body.toString('base64url')} ${JSON.stringify([account, caller])}`;
}
