import { filesInCircles } from './counters/circles';
import { largeFunctions } from './counters/functions';
import { libraryNames } from './counters/libraryNames';
import { longLines } from './counters/longLines';
import { readSources, type Place } from './counters/place';
import { searchesOfText } from './counters/spelling';

/**
 * `npm run count [-- NAME]`: counts what there must be none of, and fails where there is some; with
 * a name, says where.
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
  for (const [title, places] of Object.entries(counts)) {
    process.stdout.write(`${title.padEnd(20)}${String(places.length).padStart(5)}\n`);
    if (places.length > 0) process.exitCode = 1;
  }
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
