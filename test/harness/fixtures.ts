import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';

/** Folders `<fix>/<case>/before` and `after`, of applications that tests run. */
export const FIXTURES = resolve('test', 'fixtures', 'fixes');
/** Where a fix has its `.fix.md`: cases that are applied, analysed and type-checked. */
const FIXES = resolve('src', 'fixes');

/** A project of a fix before and after it. */
export interface FixtureCase {
  readonly fix: string;
  readonly name: string;
  readonly before: Map<string, string>;
  readonly after: Map<string, string>;
  /** The `.fix.md` that it stands in; folders have none. */
  readonly document?: string;
}

/** Every case of every fix, in the order of their names. */
export function fixtureCases(): FixtureCase[] {
  return [...folderCases(), ...documents().flatMap(readFixCases)].sort((a, b) =>
    `${a.fix} ${a.name}` < `${b.fix} ${b.name}` ? -1 : 1,
  );
}

function folderCases(): FixtureCase[] {
  if (!existsSync(FIXTURES)) return [];
  return readdirSync(FIXTURES).flatMap((fix) =>
    readdirSync(join(FIXTURES, fix)).map((name) => ({
      fix,
      name,
      before: readFixture(fix, name, 'before'),
      after: readFixture(fix, name, 'after'),
    })),
  );
}

function documents(): string[] {
  return readdirSync(FIXES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.fix.md'))
    .map((file) => join(FIXES, file));
}

/**
 * The texts of a fixture's folder by path; `dot-env` stands for `.env`, so that git treats the
 * fixtures as any other file.
 */
export function readFixture(
  fix: string,
  name: string,
  state: 'before' | 'after',
): Map<string, string> {
  const folder = join(FIXTURES, fix, name, state);
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry);
    if (statSync(path).isFile())
      files.set(
        relative(folder, path)
          .split(sep)
          .join('/')
          .replace(/(^|\/)dot-/, '$1.'),
        readFileSync(path, 'utf8'),
      );
  }
  return files;
}

/** A file in a fence; without a word behind its name it is the same before and after. */
const FILE = /^`([^`]+)`(?: \((before|after)\))?\n\n(`{3,})\w*\n([\s\S]*?)^\3$/gm;

/** The cases of a `.fix.md`: its title is the fix, each heading a case. */
export function readFixCases(path: string): FixtureCase[] {
  const [head, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  const fix = /^# (.+)$/m.exec(head)?.[1] ?? '';
  return sections.map((section) => {
    const before = new Map<string, string>();
    const after = new Map<string, string>();
    for (const [, file, state, , text] of section.matchAll(FILE)) {
      if (state !== 'after') before.set(file, text);
      if (state !== 'before') after.set(file, text);
    }
    const name = section.slice(0, section.indexOf('\n')).trim();
    return { fix, name, before, after, document: path };
  });
}

/** Cases of one fix as the text of its `.fix.md`. */
export function fixDocument(fix: string, cases: readonly FixtureCase[]): string {
  return [`# ${fix}\n`, ...cases.map(sectionOf)].join('\n');
}

function sectionOf({ name, before, after }: FixtureCase): string {
  const parts = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((file) => {
    const [was, is] = [before.get(file), after.get(file)];
    if (was !== undefined && was === is) return [fenced(file, '', was)];
    return [
      ...(was === undefined ? [] : [fenced(file, ' (before)', was)]),
      ...(is === undefined ? [] : [fenced(file, ' (after)', is)]),
    ];
  });
  return [`## ${name}\n`, ...parts].join('\n');
}

function fenced(file: string, state: string, text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `\`${file}\`${state}\n\n${fence}${extname(file).slice(1)}\n${text}${fence}\n`;
}

/** Writes what a fix makes of a case today in the place of what was expected. */
export function writeAfter(
  { fix, name, document }: FixtureCase,
  after: ReadonlyMap<string, string>,
): void {
  if (document !== undefined) {
    const cases = readFixCases(document).map((item) =>
      item.name === name ? { ...item, after: new Map(after) } : item,
    );
    writeFileSync(document, fixDocument(fix, cases));
    return;
  }
  const folder = join(FIXTURES, fix, name, 'after');
  const dotted = (file: string) => file.replace(/(^|\/)\.(?=env|gitignore)/, '$1dot-');
  // A name that stands there stays: only what git would ignore needs another one.
  const paths = new Map(
    [...after.keys()].map((file) => [file, existsSync(join(folder, file)) ? file : dotted(file)]),
  );
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of after) {
    const path = join(folder, paths.get(file) ?? file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
