import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** Folders `<fix>/<case>/before` and `after`. */
export const FIXTURES = resolve('test', 'fixtures', 'fixes');

/** A project of a fix before and after it. */
export interface FixtureCase {
  readonly fix: string;
  readonly name: string;
  readonly before: Map<string, string>;
  readonly after: Map<string, string>;
}

/** Every case of every fix, in the order of their names. */
export function fixtureCases(): FixtureCase[] {
  return readdirSync(FIXTURES).flatMap((fix) =>
    readdirSync(join(FIXTURES, fix)).map((name) => ({
      fix,
      name,
      before: readFixture(fix, name, 'before'),
      after: readFixture(fix, name, 'after'),
    })),
  );
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
