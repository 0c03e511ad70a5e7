import { invalidInput } from './failure.js';
import { nearest } from './nearest.js';
import { isLoopback } from './settings.js';

/** What the program was started to do. */
export type Command =
  | { kind: 'stdio'; sandbox: boolean }
  | { kind: 'http'; sandbox: boolean; host: string; port: number }
  | { kind: 'sandbox'; port: number }
  | { kind: 'doctor'; sandbox: boolean; json: boolean; contract: boolean }
  | { kind: 'help' }
  | { kind: 'version' };

const OPTIONS = {
  stdio: ['--sandbox', '--help', '--version'],
  http: ['--host', '--port', '--sandbox', '--help'],
  sandbox: ['--port', '--help'],
  doctor: ['--json', '--contract', '--sandbox', '--help'],
} as const;
type Name = keyof typeof OPTIONS;

const NAMED = ['http', 'sandbox', 'doctor'] as const;

export const HELP = `Usage:
  syncore-mcp [--sandbox]                                 serve over stdio (for Claude Desktop, IDEs)
  syncore-mcp http [--host H] [--port N] [--sandbox]      serve Streamable HTTP at http://127.0.0.1:3000/mcp
  syncore-mcp sandbox [--port N]                          run the Syncore sandbox alone at http://127.0.0.1:4010
  syncore-mcp doctor [--json] [--contract] [--sandbox]    check the set-up and say how to mend it; --contract also
                                                          compares the live API with what is expected, reading only
  syncore-mcp --help | --version

--sandbox answers from an embedded, made-up Syncore account: no key, no network.
Otherwise SYNCORE_API_KEY holds the key (Syncore: Settings > API). README.md lists all settings.
`;

/**
 * The command that the arguments of the program mean.
 * @throws Failure `invalid_input` for the first argument that is wrong, with the nearest right one.
 */
export function readCommand(argv: readonly string[]): Command {
  const [first = ''] = argv;
  if (first === '--help' || first === '-h' || first === 'help') return { kind: 'help' };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  if (first === '' || first.startsWith('-')) {
    const given = readOptions('stdio', argv);
    if (given.has('--help')) return { kind: 'help' };
    return given.has('--version') ? { kind: 'version' } : { kind: 'stdio', sandbox: given.has('--sandbox') };
  }
  const name = NAMED.find((candidate) => candidate === first);
  if (name === undefined) throw unknownWord(first, 'command', [...NAMED, '--help']);
  const given = readOptions(name, argv.slice(1));
  if (given.has('--help')) return { kind: 'help' };
  const sandbox = given.has('--sandbox');
  switch (name) {
    case 'http':
      return { kind: name, sandbox, host: host(given.get('--host')), port: port(given.get('--port'), 3000) };
    case 'sandbox':
      return { kind: name, port: port(given.get('--port'), 4010) };
    case 'doctor':
      return { kind: name, sandbox, json: given.has('--json'), contract: given.has('--contract') };
  }
}

/** Options with their values, from `--port 3000` and `--port=3000`. */
function readOptions(command: Name, words: readonly string[]): Map<string, string> {
  const known: readonly string[] = OPTIONS[command];
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const equals = word.indexOf('=');
    const option = equals === -1 ? word : word.slice(0, equals);
    if (!known.includes(option)) throw unknownWord(option, 'option', known);
    if (given.has(option)) throw invalidInput(option, 'is given twice');
    if (option !== '--host' && option !== '--port') {
      if (equals !== -1) throw invalidInput(option, 'takes no value');
      given.set(option, '');
      continue;
    }
    const value = equals === -1 ? words[++index] : word.slice(equals + 1);
    if (value === undefined || value === '' || value.startsWith('--')) throw invalidInput(option, 'needs a value');
    given.set(option, value);
  }
  return given;
}

function port(text: string | undefined, standard: number): number {
  if (text === undefined) return standard;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535)) throw invalidInput('--port', 'must be a number from 0 (any free port) to 65535');
  return number;
}

/** Whoever reaches the port reaches the Syncore account: without a token, that may be this machine only. */
function host(text: string | undefined): string {
  if (text === undefined) return '127.0.0.1';
  if (isLoopback(text)) return text.replace(/^\[|\]$/g, '');
  throw invalidInput(
    '--host',
    'must be 127.0.0.1, ::1 or localhost: this version has no tokens, so it serves no other machine',
  );
}

function unknownWord(word: string, what: string, known: readonly string[]) {
  const near = nearest(word, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
  return invalidInput(word.slice(0, 60), `is not ${what === 'option' ? 'an option here' : 'a command'}; ${hint}`, near);
}
