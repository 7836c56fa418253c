import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../fuzz/random';
import type { Application } from './application';
import { Coverage } from './coverage';
import { judge, type Verdict } from './judge';
import { makers } from './makers';

/**
 * `npm run fuzz:fixes -- [--count 1000] [--seed 1] [--only page,server] [--case 7] [--keep DIR]`:
 * random small applications before and after each fix, compared by the request that reaches OpenAI,
 * by what comes back and by what fails. A line for each difference, which seed and number make
 * again; then how much of the grammar was covered.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      case: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  const chosen = makers.filter(({ id }) => values.only?.split(',').includes(id) ?? true);
  if (chosen.length === 0)
    throw new Error(`"${values.only}" is none of ${makers.map(({ id }) => id).join(', ')}.`);
  const seed = number(values.seed);
  const from = values.case === undefined ? 0 : number(values.case);
  const to = values.case === undefined ? number(values.count) : from + 1;
  const coverage = new Coverage();
  let wrong = 0;
  for (let index = from; index < to; index++) {
    const maker = chosen[index % chosen.length];
    const app = maker.make(createRandom(seed, maker.id, index));
    try {
      const verdicts = await judge(app, maker.fixes);
      for (const verdict of verdicts) {
        coverage.add(app, verdict);
        if (!verdict.differences?.length) continue;
        wrong++;
        tell(`${maker.id} seed ${seed} case ${index} ${verdict.fix} (${named(app)})`, verdict);
        if (values.keep !== undefined) keep(join(values.keep, `${seed}-${index}`), app, verdict);
      }
    } catch (error) {
      wrong++;
      print(
        `${maker.id} seed ${seed} case ${index}: the application is wrong (${named(app)}): ${String(error)}`,
      );
      if (values.keep !== undefined) keep(join(values.keep, `${seed}-${index}`), app);
    }
  }
  print(coverage.table());
  print(`${to - from} applications, ${wrong} different`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

function named({ choices }: Application): string {
  return Object.entries(choices)
    .filter(([, name]) => name !== 'none')
    .map(([part, name]) => `${part}: ${name}`)
    .join(', ');
}

function tell(head: string, { differences }: Verdict): void {
  print([head, ...(differences ?? []).map((difference) => `  ${difference}`)].join('\n'));
}

function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no number of applications, nor a seed.`);
  return Number(text);
}

function keep(folder: string, app: Application, verdict?: Verdict): void {
  const versions = {
    before: app.files,
    ...(verdict?.after ? { [verdict.fix]: verdict.after } : {}),
  };
  for (const [name, files] of Object.entries(versions))
    for (const [file, text] of files) {
      const path = join(folder, name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
