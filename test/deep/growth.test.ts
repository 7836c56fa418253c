import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { envEntries } from '../../src/analysis/source/envFile';
import { serviceOf } from '../harness/cases';

/** The steps of a program twice as large may be this many times as many. */
const MOST = 2.5;

const HEAD = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n`;
const ASK = `await openai.responses.create({ model: 'gpt-5', input: s })`;
const CLIENT = `import OpenAI from 'openai';\nexport const openai = new OpenAI();\n`;
const FUNCTION = `export const f = (s) => openai.responses.create({ model: 'gpt-5', input: s });\n`;

type Files = Readonly<Record<string, string>>;

interface Family {
  readonly title: string;
  readonly size: number;
  readonly files: (n: number) => Files;
}

/** See the head of the file. */
const written: readonly Family[] = readFileSync('test/fixtures/growth.txt', 'utf8')
  .split('\n')
  .slice(4)
  .filter((line) => line !== '')
  .map((line) => {
    const [title, size, kind, ...code] = line.split(' | ');
    return { title, size: Number(size), files: (n) => fileOf(kind, grown(code.join(' | '), n)) };
  });

function grown(code: string, n: number): string {
  const repeated = code.replace(/\s*«(.*?)»\s*/gs, (_, piece: string) => {
    const pieces = Array.from({ length: n }, (__, i) =>
      piece.replace(/#/g, String(i)).replace(/~/g, i === 0 ? '' : String(i - 1)),
    );
    return `\n${pieces.join('\n')}\n`;
  });
  return repeated.replace(/~/g, '').replace(/ASK/g, ASK).replace(/§/g, '\n');
}

function fileOf(kind: string, code: string): Files {
  if (kind === 'module') return { 'a.ts': HEAD + code };
  if (kind !== 'handler') return { [kind]: code };
  const start = `import express from 'express';\nconst app = express();\n`;
  return {
    'a.ts': `${HEAD}${start}app.post('/', async (req, res) => {\n${code}\nres.json(${ASK});\n});\n`,
  };
}

/** `file(0)` to `file(n - 1)`, beside others. */
const many = (n: number, file: (i: number) => Files, others: Files = {}): Files =>
  Object.assign({}, others, ...Array.from({ length: n }, (_, i) => file(i))) as Files;

/** Programs of many files. */
const projects: readonly Family[] = [
  {
    title: 'imports of one client',
    size: 20,
    files: (n) =>
      many(n, (i) => ({ [`m${i}.ts`]: `import { openai } from './client';\n${FUNCTION}` }), {
        'client.ts': CLIENT,
      }),
  },
  {
    title: 'imports of one function',
    size: 20,
    files: (n) =>
      many(
        n,
        (i) => ({
          [`m${i}.ts`]: `import { ask } from './ask';\nexport const POST = async (request) => ask(await request.text());\n`,
        }),
        { 'ask.ts': `${HEAD}export async function ask(s) { return ${ASK}; }\n` },
      ),
  },
  {
    title: 'a chain of modules',
    size: 20,
    files: (n) =>
      many(n, (i) => ({ [`m${i + 1}.ts`]: `export { openai } from './m${i}';\n` }), {
        'm0.ts': CLIENT,
        'use.ts': `import { openai } from './m${n}';\n${FUNCTION}`,
      }),
  },
  {
    title: 'a circle of modules',
    size: 20,
    files: (n) =>
      many(n, (i) => ({ [`m${i}.ts`]: `${CLIENT}export { f } from './m${(i + 1) % n}';\n` })),
  },
  {
    title: 'a barrel and its importers',
    size: 20,
    files: (n) =>
      many(
        n,
        (i) => ({
          [`m${i}.ts`]: `export const a${i} = ${i};\n`,
          [`u${i}.ts`]: `import { openai } from './index';\n${FUNCTION}`,
        }),
        {
          'client.ts': CLIENT,
          'index.ts': `${Array.from({ length: n }, (_, i) => `export * from './m${i}';`).join('\n')}\nexport * from './client';\n`,
        },
      ),
  },
  {
    title: 'packages',
    size: 20,
    files: (n) =>
      many(n, (i) => ({
        [`p${i}/package.json`]: `{ "name": "p${i}", "dependencies": { "openai": "^6.0.0" } }`,
        [`p${i}/a.ts`]: CLIENT + FUNCTION,
      })),
  },
];

/** What everything a user sees of a program costs, on any machine. */
function stepsOf(files: Files): number {
  const service = serviceOf({ files: new Map(Object.entries(files)) });
  service.findings();
  service.checklist();
  service.requests();
  assert.deepEqual(service.skipped(), [], 'nothing is given up');
  return service.workspace.stats().steps;
}

describe('growth', () => {
  for (const { title, size, files } of [...written, ...projects])
    it(`${title}: twice as many cost twice as much`, () => {
      const [once, twice] = [size, 2 * size].map((n) => stepsOf(files(n)));
      assert.ok(twice <= MOST * once, `${once} steps for ${size}, ${twice} for ${2 * size}`);
    });

  it('a line of .env that is mostly spaces is read at once', function () {
    this.timeout(20_000);
    const text = `OPENAI_API_KEY=a${' '.repeat(200_000)}b\n`;
    assert.equal(envEntries('.env', text).length, 1);
  });

  it('every step of a file counts against its limit, and nothing else does', () => {
    const files = new Map(Object.entries(written[0].files(60)));
    const steps = stepsOf(written[0].files(60));
    assert.equal(serviceOf({ files, stepLimit: steps }).skipped().length, 0);
    const limited = serviceOf({ files, stepLimit: steps / 2 });
    limited.findings();
    assert.deepEqual(limited.skipped(), [
      { file: 'a.ts', reason: 'too intricate to follow its values' },
    ]);
  });
});
