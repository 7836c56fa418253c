import { filesInCircles } from './counters/circles';
import { largeFunctions } from './counters/functions';
import { libraryNames } from './counters/libraryNames';
import { longLines } from './counters/longLines';
import { readSources, type Place } from './counters/place';
import { searchesOfText } from './counters/spelling';

/**
 * What there may be of each at most: in all, or by folder. Numbers only go down: whoever brings one
 * below its limit lowers the limit, and the aim of each is 0.
 */
const LIMITS: Readonly<Record<string, number | Readonly<Record<string, number>>>> = {
  // The fixes are rebuilt next.
  'searches of text': { 'src/fixes': 38 },
  'long lines': 0,
  'large functions': 0,
  'files in circles': 0,
  'library names': 0,
};

/**
 * `npm run count [-- NAME]`: counts what is to become less, fails above a limit; with a name, says
 * where they are.
 */
async function main(name: string | undefined): Promise<void> {
  const sources = readSources('src');
  const counts: Readonly<Record<string, readonly Place[]>> = {
    'searches of text': searchesOfText(sources),
    'long lines': longLines(sources),
    'large functions': await largeFunctions('src'),
    'files in circles': filesInCircles(sources),
    'library names': libraryNames(sources),
  };
  if (name !== undefined) return list(counts, name);
  let isAbove = false;
  for (const [counted, places] of Object.entries(counts))
    for (const { title, count, limit } of rowsOf(counted, places)) {
      const verdict =
        count > limit ? '  above the limit' : count < limit ? '  lower the limit' : '';
      const numbers = `${String(count).padStart(5)} of ${String(limit).padStart(3)}`;
      process.stdout.write(`${title.padEnd(26)}${numbers}${verdict}\n`);
      isAbove ||= count > limit;
    }
  if (isAbove) process.exitCode = 1;
}

interface Row {
  readonly title: string;
  readonly count: number;
  readonly limit: number;
}

/**
 * What a counter came to, against its limit, and the same for each folder that has or may have
 * some.
 */
function rowsOf(counted: string, places: readonly Place[]): Row[] {
  const limits = LIMITS[counted] ?? 0;
  if (typeof limits === 'number') return [{ title: counted, count: places.length, limit: limits }];
  const folders = places.map(({ path }) => folderOf(path));
  const sum = Object.values(limits).reduce((total, limit) => total + limit, 0);
  return [
    { title: counted, count: places.length, limit: sum },
    ...[...new Set([...folders, ...Object.keys(limits)])].sort().map((folder) => ({
      title: `  ${folder}`,
      count: folders.filter((other) => other === folder).length,
      limit: limits[folder] ?? 0,
    })),
  ];
}

/** `src/rules`; in the engine one level deeper. */
function folderOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.slice(0, folders[1] === 'analysis' ? 3 : 2).join('/');
}

function list(counts: Readonly<Record<string, readonly Place[]>>, name: string): void {
  const places = counts[name];
  if (!places) {
    process.stderr.write(
      `"${name}" is not counted; known are ${Object.keys(counts).join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const { path, line, what } of places) process.stdout.write(`${path}:${line}  ${what}\n`);
}

void main(process.argv[2]);
