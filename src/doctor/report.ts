export type Status = 'ok' | 'warn' | 'fail';

/** One thing that was looked at. `message` and `fix` are words of ours: no key in them and no record's text. */
export type Step = { step: string; status: Status; message: string; fix?: string };

const WIDTH = 80;

/** `ok`, `warn` or `fail` and the words, with what mends it below, no line wider than a terminal of 80. */
export function stepLines({ status, message, fix }: Step): string {
  const lines = hanging(status.padEnd(6), message);
  return fix === undefined ? lines : lines + hanging('      -> ', fix);
}

/** `text` after `head`, broken at spaces; further lines begin where the text began. */
export function hanging(head: string, text: string): string {
  const indent = ' '.repeat(head.length);
  const lines: string[] = [];
  let line = head;
  for (const word of text.split(' ')) {
    if (line.length > head.length && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line.length === head.length ? word : ` ${word}`;
    }
  }
  return `${[...lines, line].join('\n')}\n`;
}

/** The gravest of them. */
export function worst(statuses: readonly Status[]): Status {
  if (statuses.includes('fail')) return 'fail';
  return statuses.includes('warn') ? 'warn' : 'ok';
}
