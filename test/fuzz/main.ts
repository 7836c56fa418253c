import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, type FuzzCase } from './fuzz';
import { FRONT_ENDS, readProjects } from './material';
import { fuzzTools } from './tools';

/**
 * `npm run fuzz -- [--cases 1000] [--seed 1] [--front ts,vue] [--case 7] [--keep DIR] [--tools]`: mutated projects under everything that a user can
 * ask. Prints a line for each case that fails, which its seed and number make again; writes nothing
 * unless told where. With `--tools`, the tools for agents are called in their place.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      front: { type: 'string' },
      case: { type: 'string' },
      keep: { type: 'string' },
      tools: { type: 'boolean', default: false },
    },
  });
  if (values.tools) return callTools(number(values.seed), values);
  const wanted = values.front?.split(',');
  const unknown = wanted?.find((name) => !FRONT_ENDS.some((front) => front === name));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no front end; known are ${FRONT_ENDS.join(', ')}.`);
  const [seed, cases] = [number(values.seed), number(values.cases)];
  const from = values.case === undefined ? 0 : number(values.case);
  const tallies = fuzz(
    {
      seed,
      fronts: FRONT_ENDS.filter((front) => !wanted || wanted.includes(front)),
      from,
      to: values.case === undefined ? cases : from + 1,
      onFailure(front, which, failures, made) {
        print(`${front} seed ${seed} case ${which} (${made.file}): ${failures.join('; ')}`);
        if (values.keep !== undefined) keep(join(values.keep, `${front}-${seed}-${which}`), made);
      },
    },
    readProjects(),
  );
  print('');
  print(row(['front end', 'cases', 'findings', 'offers', 'failed', 'slowest ms']));
  for (const { front, findings, offers, failed, slowest, ...tally } of tallies)
    print(row([front, tally.cases, findings, offers, failed, Math.round(slowest)]));
  process.exitCode = tallies.some(({ failed }) => failed > 0) ? 1 : 0;
}

/** Calls of the tools for agents, as a confused or a hostile client might make them. */
function callTools(seed: number, values: { readonly cases: string; readonly case?: string }): void {
  const from = values.case === undefined ? 0 : number(values.case);
  const to = values.case === undefined ? number(values.cases) : from + 1;
  const { cases, refused, failed, slowest } = fuzzTools({
    seed,
    from,
    to,
    onFailure: (which, failures, call) =>
      print(`tools seed ${seed} case ${which}: ${failures.join('; ')} (${call.slice(0, 300)})`),
  });
  print(row(['', 'cases', 'refused', 'failed', 'slowest ms']));
  print(row(['tools', cases, refused, failed, Math.round(slowest)]));
  process.exitCode = failed > 0 ? 1 : 0;
}

function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no number of cases, nor a seed.`);
  return Number(text);
}

function keep(folder: string, { files }: FuzzCase): void {
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), bytes);
  }
}

function row(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(22) : String(cell).padStart(11)))
    .join('');
}

function print(line: string): void {
  // What a mutation has put into a message is for no terminal.
  process.stdout.write(`${line.replace(/[\p{Cc}\p{Cf}]/gu, '?')}\n`);
}

main();
