import type { ServerContext } from '@modelcontextprotocol/server';
import { cleanText } from './untrusted.js';

export type Progress = {
  tell(done: number, total: number | undefined, message: string): Promise<void>;
  /** After the answer nothing may follow: over stdio it would still go out. */
  end(): void;
};

/** The part of the SDK's context that progress needs. */
type Caller = { mcpReq: Pick<ServerContext['mcpReq'], '_meta' | 'notify'> };

/** Progress to the caller of one request; silent when it gave no token, or cannot be reached any more. */
export function progressOf(ctx: Caller): Progress {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  let ended = progressToken === undefined;
  return {
    async tell(done, total, message) {
      if (ended || progressToken === undefined) return;
      const params = { progressToken, progress: done, message: cleanText(message, 200) };
      const full = total === undefined ? params : { ...params, total };
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: full }).catch(() => {});
    },
    end: () => {
      ended = true;
    },
  };
}
