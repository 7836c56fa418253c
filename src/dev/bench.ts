import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { memoryHost } from '../analysis/source/host';
import { createNodeHost } from '../host/nodeHost';
import { createService } from '../service';

/**
 * `npm run bench [-- FOLDER]`: what Airlock costs, as ratios against a peer measured in the same
 * run. Without a folder it makes one of 6,300 files. Nothing is asserted: machines differ, ratios
 * hardly do.
 */
function main(): void {
  const folder = process.argv[2] ? resolve(process.argv[2]) : makeWorkspace();
  const rounds = 3;
  const peer = median(rounds, () => run(folder, ['-e', PEER]));
  const check = median(rounds, () =>
    run(folder, [resolve('dist', 'cli.js'), 'check', '--format', 'json', '--exit-zero']),
  );
  print(
    'start Node, read every file, parse those that mention OpenAI',
    `${peer.ms.toFixed(0)} ms, ${peer.megabytes.toFixed(0)} MB`,
  );
  print('airlock check', `${check.ms.toFixed(0)} ms, ${check.megabytes.toFixed(0)} MB`);
  print('  ratio of time', (check.ms / peer.ms).toFixed(2));
  keystroke(folder);
  functions();
  curve();
  loadClient();
}

/** The least that any tool of this kind has to do. */
const PEER = `
const ts = require(${JSON.stringify(resolve('node_modules/typescript'))}), fs = require('fs'), path = require('path');
(function visit(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) { if (!/^(node_modules|\\.git)$/.test(entry.name)) visit(file); continue; }
    if (!/\\.([mc]?[jt]sx?|vue|svelte|astro|html)$/.test(entry.name)) continue;
    const bytes = fs.readFileSync(file);
    if (['openai', 'OpenAI', 'OPENAI'].some((word) => bytes.includes(word)))
      ts.createSourceFile(file, bytes.toString(), 99, true);
  }
})('.');`;

interface Cost {
  readonly ms: number;
  readonly megabytes: number;
}

function run(cwd: string, args: readonly string[]): Cost {
  const start = performance.now();
  const { error, stderr } = spawnSync(
    '/usr/bin/env',
    ['time', '-f', 'peak %M', process.execPath, ...args],
    { cwd, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const ms = performance.now() - start;
  const peak = /peak (\d+)/.exec(stderr)?.[1];
  if (error || peak === undefined) return plainRun(cwd, args);
  return { ms, megabytes: Number(peak) / 1024 };
}

/** Without GNU time there is no peak to report. */
function plainRun(cwd: string, args: readonly string[]): Cost {
  const start = performance.now();
  spawnSync(process.execPath, [...args], { cwd, maxBuffer: 1 << 30 });
  return { ms: performance.now() - start, megabytes: Number.NaN };
}

function median(rounds: number, measure: () => Cost): Cost {
  const costs = Array.from({ length: rounds }, measure).sort((a, b) => a.ms - b.ms);
  return costs[Math.floor(rounds / 2)];
}

/**
 * One changed letter in a file of 2,000 lines of a whole workspace, until its findings are known
 * again.
 */
function keystroke(folder: string): void {
  const service = createService({ host: createNodeHost(folder) });
  const file = service.workspace
    .relevantFiles()
    .find(
      (path) =>
        /\.tsx?$/.test(path) &&
        service.workspace.facts(path).requests.length > 0 &&
        (service.workspace.text(path) ?? '').length < 8_000,
    );
  if (file === undefined) return;
  const own = service.workspace.text(file) ?? '';
  const filler = Array.from(
    { length: 400 },
    (_, i) =>
      `export function helper${i}(value: number): number {
  const doubled = value * 2;
  if (doubled > ${i}) return doubled - ${i};
  return [value, doubled].reduce((sum, item) => sum + item, ${i});
}`,
  ).join('\n');
  const text = `${own}\n${filler}\n`.split('\n').slice(0, 2_000).join('\n');
  service.findings();
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    service.update(file, `${text}// ${'x'.repeat(i)}\n`);
    service.findingsIn(file);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  print(
    `a keystroke in a file of ${text.split('\n').length} lines, median of 60`,
    `${times[30].toFixed(1)} ms (worst ${times[59].toFixed(1)} ms)`,
  );
}

/** A keystroke in a file with a hundred functions, each of which asks OpenAI. */
function functions(): void {
  const asks = Array.from(
    { length: 100 },
    (_, i) =>
      `export async function ask${i}(req: Request) {
  const { text } = await req.json();
  try {
    return await openai.responses.create({ model: 'gpt-5', input: text });
  } catch {
    return ${i};
  }
}
`,
  ).join('');
  const text = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n${asks}`;
  const service = createService({ host: memoryHost(new Map([['ai.ts', text]])) });
  service.findings();
  const times = Array.from({ length: 40 }, (_, i) => {
    const start = performance.now();
    service.update('ai.ts', `${text}// ${'x'.repeat(i)}\n`);
    service.findingsIn('ai.ts');
    return performance.now() - start;
  }).sort((a, b) => a - b);
  print(
    'a keystroke in a file of 100 functions that ask, median of 40',
    `${times[20].toFixed(1)} ms (worst ${times[39].toFixed(1)} ms)`,
  );
}

/**
 * How the cost grows with the number of modules: a route and a helper each, every helper called
 * from the next module too.
 */
function curve(): void {
  for (const count of [100, 1_000, 10_000]) {
    const files = new Map([
      ['package.json', '{ "dependencies": { "next": "16", "openai": "7" } }'],
    ]);
    for (let i = 0; i < count; i++) {
      // Chains of ten, as real projects have: one chain through all would measure how far a chain
      // is followed.
      const next = i % 10 === 9 ? i - 9 : i + 1;
      files.set(`lib/m${i}.ts`, linkedRoute(i, next));
    }
    const start = performance.now();
    const found = createService({ host: memoryHost(files) }).findings().length;
    const ms = performance.now() - start;
    print(
      `${count} modules with a request each (${found} findings)`,
      `${ms.toFixed(0)} ms, ${((ms / count) * 1000).toFixed(0)} µs a module`,
    );
  }
}

/** A route that asks OpenAI through the helper of the module `next`, and the helper `i` for others. */
function linkedRoute(i: number, next: number): string {
  return `import OpenAI from 'openai';
import { ask${next} } from './m${next}';
const openai = new OpenAI();
export const ask${i} = (text: string) => openai.responses.create({ model: 'gpt-5', input: text });
export async function POST(request: Request) {
  const { text } = await request.json();
  try {
    return Response.json(await ask${next}(text));
  } catch {
    return new Response(undefined, { status: 502 });
  }
}
`;
}

/** What loading the extension costs the extension host before any of its code runs. */
function loadClient(): void {
  const code = `
const Module = require('module'), load = Module._load;
const stub = new Proxy(function () {}, {
  get: (_, name) => (name === 'prototype' ? {} : name === Symbol.toPrimitive ? () => '' : stub),
  apply: () => stub,
  construct: () => stub,
});
Module._load = (name, ...rest) => (name === 'vscode' ? stub : load(name, ...rest));
const start = performance.now();
require(${JSON.stringify(resolve('dist/extension.js'))});
console.log((performance.now() - start).toFixed(1));`;
  const { stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  print('loading the extension’s client', `${stdout.trim()} ms`);
}

/** A workspace of 6,300 files, one in six of which mentions OpenAI, with imports between them. */
function makeWorkspace(): string {
  const folder = resolve('test', 'output', 'bench');
  rmSync(folder, { recursive: true, force: true });
  const body = readFileSync(resolve('src', 'analysis', 'surface', 'general.ts'), 'utf8').replace(
    /^import.*$/gm,
    '',
  );
  write(join(folder, 'package.json'), '{ "dependencies": { "next": "16", "openai": "7" } }');
  for (let i = 0; i < 6_300; i++) {
    const client =
      i % 6 === 0
        ? `import OpenAI from 'openai';
export const openai${i} = new OpenAI();
export const ask${i} = (text: string) =>
  openai${i}.responses.create({ model: 'gpt-5', input: text });
`
        : '';
    const other = (i * 7) % 6_300;
    write(
      join(folder, `lib/part${i % 40}/module${i}.ts`),
      `import { value${other} } from '../part${other % 40}/module${other}';
${client}export const value${i} = ${i};
console.log(value${other});
${body}`,
    );
  }
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(66)} ${value}\n`);
}

main();
