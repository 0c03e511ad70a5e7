export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line says besides its message: numbers, names and codes of our own, never a key and never record texts. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export type Log = Record<Exclude<LogLevel, 'silent'>, (message: string, fields?: LogFields) => void>;

/** JSON lines for those who run the server; `write` gets each line with its end. Levels below `level` are dropped. */
export function createLog(level: LogLevel, write: (line: string) => void, now: () => number = Date.now): Log {
  const lowest = LOG_LEVELS.indexOf(level);
  const at =
    (name: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(name) < lowest) return;
      write(`${JSON.stringify({ time: new Date(now()).toISOString(), level: name, message, ...fields })}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
