import type { IncomingMessage } from 'node:http';
import type { Refusal } from './guard.js';

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_DEPTH = 64;

const TOO_LARGE: Refusal = { status: 413, message: 'Payload too large: at most 1 MB' };

/**
 * Reads the body of a request, bounded in bytes and depth. The door reads it itself and hands it on parsed: else the
 * SDK does not see that a connection was dropped.
 */
export async function readBody(request: IncomingMessage): Promise<{ json: unknown } | { refusal: Refusal }> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { refusal: TOO_LARGE };
  const text = await readText(request);
  if (text === undefined) return { refusal: TOO_LARGE };
  if (depth(text) > MAX_DEPTH)
    return { refusal: { status: 400, message: `Bad request: nested deeper than ${MAX_DEPTH}` } };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { refusal: { status: 400, message: 'Bad request: the body is not JSON' } };
  }
}

/** Undefined when there is too much of it. By events: leaving a `for await` would close the socket before the answer. */
function readText(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

/** How deep lists and objects are nested, without parsing them. */
function depth(json: string): number {
  let deepest = 0;
  let now = 0;
  let inText = false;
  for (let index = 0; index < json.length; index++) {
    const sign = json[index];
    if (inText) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++now);
    else if (sign === '}' || sign === ']') now -= 1;
  }
  return deepest;
}
