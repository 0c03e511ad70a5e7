import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tools } from '../src/tools/index.js';

/** The rooms from the street to the cellar. Imports go down only; rooms on one line do not import each other. */
const FLOORS: readonly (readonly string[])[] = [
  ['main'],
  ['transports', 'doctor', 'command'],
  ['server'],
  ['calls', 'listing'],
  ['tools', 'resources', 'prompts'],
  ['mcp'],
  ['answers'],
  ['account'],
  ['writes', 'insight'],
  ['client'],
  ['records'],
  ['settings'],
  ['log', 'clock', 'nearest', 'failure'],
];
/** Imports nothing of the others, and is imported by the program's entry alone: one mistake must not sit on both sides. */
const APART = 'sandbox';
const SILENCERS = /biome-ignore|@ts-(ignore|expect-error|nocheck)|\bas any\b|: any\b|eslint-disable/;

const files = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));

const sources = files('src', '.ts');
const roomOf = (file: string) => {
  const [, room = '', ...rest] = normalize(file).split(sep);
  return rest.length === 0 ? room.replace(/\.[jt]s$/, '') : room;
};
const floorOf = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room));

const imports = sources.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, to = '']) => ({
    file,
    from: roomOf(file),
    to: roomOf(join(dirname(file), to)),
  }));
});

describe('the house', () => {
  it('has every room on a floor', () => {
    const rooms = new Set(sources.map(roomOf));
    expect([...rooms].filter((room) => room !== APART && floorOf(room) < 0)).toEqual([]);
  });

  it('imports one way only', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (from === to) return false;
      if (from === APART) return true;
      return to === APART ? from !== 'main' && from !== 'doctor' : floorOf(from) >= floorOf(to);
    });
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  it('lets one room alone know the SDK', () => {
    const knowing = sources.filter((file) => readFileSync(file, 'utf8').includes("'@modelcontextprotocol/"));
    expect(
      [...new Set(knowing.map(roomOf))].filter((room) => !['mcp', 'server', 'calls', 'transports'].includes(room)),
    ).toEqual([]);
  });

  it('silences no rule', () => {
    const silent = [...sources, ...files('scripts', '.mjs')].filter((file) =>
      SILENCERS.test(readFileSync(file, 'utf8')),
    );
    expect(silent).toEqual([]);
  });

  it('lists every tool, each in the file of its name', () => {
    const named = files(join('src', 'tools'), '.ts')
      .map((file) =>
        relative(join('src', 'tools'), file)
          .replace(/\.[jt]s$/, '')
          .replaceAll('-', '_'),
      )
      .filter((name) => name !== 'index');
    expect(tools.map((tool) => tool.name).sort()).toEqual(named.sort());
  });

  it('keeps its files small', () => {
    const lengths = sources.map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(lengths.filter(({ file, lines }) => file.includes(join('src', 'tools')) && lines > 120)).toEqual([]);
  });

  it('is as CONTRIBUTING draws it', () => {
    const drawing = /```\nsrc\/\n([\s\S]*?)```/.exec(readFileSync('CONTRIBUTING.md', 'utf8'))?.[1] ?? '';
    const drawn = [...drawing.matchAll(/^ {2}([a-z-]+)(\/|\.ts)/gm)].map(([, name = '', ending = '']) => ({
      name,
      ending,
    }));
    expect(
      drawn.filter(({ name, ending }) => !existsSync(join('src', ending === '/' ? name : `${name}${ending}`))),
    ).toEqual([]);
    const missing = new Set(sources.map(roomOf));
    for (const { name } of drawn) missing.delete(name);
    expect([...missing]).toEqual([]);
  });
});
