/** Programs of any size, one shape each: what an engine must follow in time that grows as they do. */
export interface Family {
  readonly title: string;
  /** A size at which the shape costs more than the things around it. */
  readonly size: number;
  readonly files: (n: number) => Readonly<Record<string, string>>;
}

const HEAD = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n`;
const ASK = `await openai.responses.create({ model: 'gpt-5', input: s })`;

/** `line(0)` to `line(n - 1)`, one below the other. */
const lines = (n: number, line: (i: number) => string, between = '\n') =>
  Array.from({ length: n }, (_, i) => line(i)).join(between);
const file = (code: string, name = 'a.ts') => ({ [name]: code });
const module = (code: string) => file(HEAD + code);
/** A handler of a request that builds `s` and sends it. */
const handler = (body: string, request = ASK) =>
  module(
    `import express from 'express';\nconst app = express();\napp.post('/ask', async (req, res) => {\n${body}\nres.json(${request});\n});\n`,
  );

type Row = readonly [title: string, size: number, files: Family['files']];

const statements: readonly Row[] = [
  [
    'arms of if/else',
    60,
    (n) =>
      handler(
        `let s = '';\n${lines(n, (i) => `if (req.body.k === ${i}) { s = 'v${i}' + req.body.t; }`, ' else ')}`,
      ),
  ],
  [
    'arms of if/else, appended',
    60,
    (n) =>
      handler(
        `let s = '';\n${lines(n, (i) => `if (req.body.k === 'k${i}') { s += req.body.t${i}; }`, ' else ')}`,
      ),
  ],
  [
    'appended fields',
    100,
    (n) => handler(`let s = '';\n${lines(n, (i) => `s += req.body.x${i};`)}`),
  ],
  [
    'appended texts of the developer',
    100,
    (n) => handler(`let s = '';\n${lines(n, (i) => `s += 'line ${i}';`)}`),
  ],
  [
    'reassignments of itself',
    100,
    (n) => handler(`let s = '';\n${lines(n, (i) => `s = s + req.body.x${i};`)}`),
  ],
  [
    'reassignments in a loop',
    100,
    (n) =>
      handler(
        `let s = '';\nfor (const x of req.body.list) {\n${lines(n, (i) => `s = x.f${i} + s;`)}\n}`,
      ),
  ],
  [
    'cases of a switch',
    100,
    (n) =>
      handler(
        `let s = '';\nswitch (req.body.k) {\n${lines(n, (i) => `case 'k${i}': s = 'v${i}' + req.body.t; break;`)}\n}`,
      ),
  ],
  [
    'cases of a switch that return',
    100,
    (n) =>
      handler(
        `const f = () => { switch (req.body.k) {\n${lines(n, (i) => `case 'k${i}': return 'v${i}' + req.body.t;`)}\n} };\nconst s = f();`,
      ),
  ],
  [
    'locals handed on',
    100,
    (n) =>
      handler(
        `const s0 = req.body.t;\n${lines(n, (i) => `const s${i + 1} = s${i};`)}\nconst s = s${n};`,
      ),
  ],
  [
    'locals joined',
    100,
    (n) =>
      handler(
        `${lines(n, (i) => `const s${i} = req.body.x${i};`)}\nconst s = ${lines(n, (i) => `s${i}`, ' + ')};`,
      ),
  ],
  [
    'guards of one field',
    60,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, (i) => `if (s.length > ${1000 + i}) return res.status(400).end();`)}`,
      ),
  ],
  [
    'guards of many fields',
    60,
    (n) =>
      handler(
        `${lines(n, (i) => `if (req.body.x${i}.length > 1000) return res.status(400).end();`)}\nconst s = ${lines(n, (i) => `req.body.x${i}`, ' + ')};`,
      ),
  ],
  [
    'guards by a flag',
    60,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, (i) => `const long${i} = s.length > 1000;\nif (long${i}) return res.status(400).end();`)}`,
      ),
  ],
  [
    'guards by a helper',
    60,
    (n) =>
      handler(
        `const check = (t) => { if (t.length > 1000) throw new Error('long'); };\nconst s = req.body.t;\n${lines(n, () => `check(s);`)}`,
      ),
  ],
  [
    'calls of unknown functions',
    60,
    (n) => handler(`const s = req.body.t;\n${lines(n, (i) => `track${i}(s);`)}`),
  ],
  [
    'guards by moderation',
    40,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, (i) => `const m${i} = await openai.moderations.create({ input: s });\nif (m${i}.results[0].flagged) return res.status(400).end();`)}`,
      ),
  ],
  [
    'guards by schemas',
    60,
    (n) => ({
      ...handler(`${lines(n, (i) => `schema${i}.parse(req.body);`)}\nconst s = req.body.t;`),
      's.ts': '',
    }),
  ],
  [
    'nested if',
    60,
    (n) =>
      handler(
        `let s = '';\n${lines(n, (i) => `if (req.body.x${i}) {`)}\ns = req.body.t;\n${'}'.repeat(n)}`,
      ),
  ],
  [
    'nested blocks of try',
    40,
    (n) =>
      handler(
        `let s = req.body.t;\n${lines(n, () => `try {`)}\n${ASK};\n${lines(n, () => `} catch (e) { console.log(e); }`)}`,
      ),
  ],
];

const expressions: readonly Row[] = [
  [
    'pieces of a template',
    100,
    (n) => handler(`const s = \`${lines(n, (i) => `\${req.body.x${i}}`, ' ')}\`;`),
  ],
  [
    'pieces of a template, the same',
    100,
    (n) => handler(`const s = \`${lines(n, () => `\${req.body.x}`, ' ')}\`;`),
  ],
  [
    'pieces of a concatenation',
    100,
    (n) => handler(`const s = ${lines(n, (i) => `req.body.x${i}`, ' + ')};`),
  ],
  [
    'constants of a concatenation',
    100,
    (n) => handler(`const s = ${lines(n, (i) => `'text ${i} '`, ' +\n')} + req.body.t;`),
  ],
  [
    'nested ternaries',
    60,
    (n) =>
      handler(`const s = ${lines(n, (i) => `req.body.k === ${i} ? req.body.x${i} : `, '')} '';`),
  ],
  [
    'alternatives of ??',
    60,
    (n) => handler(`const s = ${lines(n, (i) => `req.body.x${i}`, ' ?? ')};`),
  ],
  ['.concat', 60, (n) => handler(`const s = ''${lines(n, (i) => `.concat(req.body.x${i})`, '')};`)],
  [
    '.replace',
    60,
    (n) => handler(`const s = req.body.t${lines(n, (i) => `.replace('a${i}', 'b')`, '\n')};`),
  ],
  [
    '.then',
    60,
    (n) =>
      handler(`const s = req.body.t;\n${ASK}${lines(n, (i) => `.then((r${i}) => r${i})`, '\n')};`),
  ],
  [
    'a chain of properties',
    60,
    (n) => handler(`const s = req.body${lines(n, (i) => `.p${i}`, '')};`),
  ],
  [
    'a chain of elements',
    60,
    (n) => handler(`const s = req.body${lines(n, (i) => `[k${i}]`, '')};`),
  ],
  ['nested arrays', 60, (n) => handler(`const s = ${'['.repeat(n)}req.body.t${']'.repeat(n)};`)],
  [
    'nested objects',
    60,
    (n) => handler(`const s = ${lines(n, (i) => `{ p${i}: `, '')}req.body.t${' }'.repeat(n)};`),
  ],
  [
    'nested calls',
    60,
    (n) => handler(`const s = ${lines(n, (i) => `f${i}(`, '')}req.body.t${')'.repeat(n)};`),
  ],
  [
    'nested arrow functions',
    30,
    (n) =>
      handler(
        `const s = req.body.t;\nconst f = ${lines(n, (i) => `(a${i}) => `, '')}openai.responses.create({ model: 'gpt-5', input: s });`,
      ),
  ],
  [
    'arguments of a call',
    60,
    (n) => handler(`const s = f(${lines(n, (i) => `req.body.x${i}`, ', ')});`),
  ],
  [
    'pieces of .join',
    60,
    (n) => handler(`const s = [${lines(n, (i) => `req.body.x${i}`, ', ')}].join(' ');`),
  ],
];

const collections: readonly Row[] = [
  [
    'pushes to an array',
    60,
    (n) => handler(`const s = [];\n${lines(n, (i) => `s.push(req.body.x${i});`)}`),
  ],
  [
    'pushes of messages',
    60,
    (n) =>
      handler(
        `const s = [];\n${lines(n, (i) => `s.push({ role: 'user', content: req.body.x${i} });`)}`,
      ),
  ],
  [
    'assigned properties',
    60,
    (n) => handler(`const s = {};\n${lines(n, (i) => `s.p${i} = req.body.x${i};`)}`),
  ],
  [
    'properties of an object, read',
    60,
    (n) =>
      handler(
        `const o = { ${lines(n, (i) => `p${i}: req.body.x${i}`, ', ')} };\nconst s = ${lines(n, (i) => `o.p${i}`, ' + ')};`,
      ),
  ],
  [
    'assigned properties, read',
    40,
    (n) =>
      handler(
        `const o = {};\n${lines(n, (i) => `o.p${i} = req.body.x${i};`)}\nconst s = ${lines(n, (i) => `o.p${i}`, ' + ')};`,
      ),
  ],
  [
    'taken apart',
    60,
    (n) =>
      handler(
        `const { ${lines(n, (i) => `x${i}`, ', ')} } = req.body;\nconst s = ${lines(n, (i) => `x${i}`, ' + ')};`,
      ),
  ],
  [
    'messages',
    60,
    (n) =>
      handler(
        '',
        `await openai.chat.completions.create({ model: 'gpt-5', messages: [${lines(n, (i) => `{ role: 'user', content: req.body.x${i} }`, ',\n')}] })`,
      ),
  ],
  [
    'messages of the developer',
    60,
    (n) =>
      handler(
        '',
        `await openai.chat.completions.create({ model: 'gpt-5', messages: [${lines(n, (i) => `{ role: 'user', content: 'text ${i}' }`, ',\n')}] })`,
      ),
  ],
  [
    'spread objects',
    60,
    (n) =>
      handler(
        `${lines(n, (i) => `const o${i} = { p${i}: req.body.x${i} };`)}`,
        `await openai.responses.create({ model: 'gpt-5', ${lines(n, (i) => `...o${i}`, ', ')} })`,
      ),
  ],
  [
    'objects spread into each other',
    40,
    (n) =>
      handler(
        `const o0 = { input: req.body.t };\n${lines(n, (i) => `const o${i + 1} = { ...o${i}, p${i}: 1 };`)}`,
        `await openai.responses.create({ model: 'gpt-5', ...o${n} })`,
      ),
  ],
  [
    'properties of a request',
    60,
    (n) =>
      handler(
        'const s = req.body.t;',
        `await openai.responses.create({ ${lines(n, (i) => `p${i}: req.body.x${i}`, ', ')}, model: 'gpt-5', input: s })`,
      ),
  ],
  [
    'a table of texts',
    60,
    (n) =>
      handler(
        `const texts = { ${lines(n, (i) => `k${i}: 'text ${i}'`, ', ')} };\nconst s = texts[req.body.k];`,
      ),
  ],
  [
    'items of an array, mapped',
    60,
    (n) =>
      handler(
        `const s = [${lines(n, (i) => `req.body.x${i}`, ', ')}].map((x) => ({ role: 'user', content: x }));`,
      ),
  ],
];

const functions: readonly Row[] = [
  [
    'functions that hand on an argument',
    30,
    (n) =>
      handler(
        `${lines(n, (i) => `const f${i} = (a) => ${i === 0 ? 'a' : `f${i - 1}(a)`};`)}\nconst s = f${n - 1}(req.body.t);`,
      ),
  ],
  [
    'functions that ask for one another',
    30,
    (n) =>
      module(
        `async function f0(s) { return ${ASK}; }\n${lines(n, (i) => `async function f${i + 1}(s) { return f${i}(s); }`)}\nexport const POST = async (request) => f${n}(await request.text());`,
      ),
  ],
  [
    'calls of one helper',
    60,
    (n) =>
      module(
        `async function ask(s) { return ${ASK}; }\n${lines(n, (i) => `export const f${i} = async (req) => ask(req.body.x${i});`)}`,
      ),
  ],
  [
    'calls of one helper in one function',
    60,
    (n) =>
      handler(
        `const ask = async (s) => ${ASK};\n${lines(n, (i) => `await ask(req.body.x${i});`)}\nconst s = '';`,
      ),
  ],
  [
    'calls of a helper that joins',
    60,
    (n) =>
      handler(
        `const tell = (t) => 'Answer: ' + t;\nlet s = '';\n${lines(n, (i) => `s += tell(req.body.x${i});`)}`,
      ),
  ],
  [
    'handlers in one file',
    40,
    (n) =>
      module(
        `import express from 'express';\nconst app = express();\n${lines(n, (i) => `app.post('/p${i}', async (req, res) => { const s = req.body.t; res.json(${ASK}); });`)}`,
      ),
  ],
  [
    'handlers with one helper',
    40,
    (n) =>
      module(
        `import express from 'express';\nconst app = express();\nasync function ask(s) { return ${ASK}; }\n${lines(n, (i) => `app.post('/p${i}', async (req, res) => { res.json(await ask(req.body.t)); });`)}`,
      ),
  ],
  [
    'requests in one function',
    30,
    (n) => handler(`const s = req.body.t;\n${lines(n, (i) => `const r${i} = ${ASK};`)}`),
  ],
  [
    'requests in one function, chained',
    30,
    (n) =>
      handler(
        `const s = req.body.t;\nconst r0 = ${ASK};\n${lines(n, (i) => `const r${i + 1} = await openai.responses.create({ model: 'gpt-5', input: r${i}.output_text });`)}`,
      ),
  ],
  [
    'requests in one try',
    30,
    (n) =>
      handler(
        `const s = req.body.t;\ntry {\n${lines(n, () => `${ASK};`)}\n} catch (error) { res.status(500).end(); }`,
      ),
  ],
  [
    'requests that stream',
    20,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, (i) => `const r${i} = await openai.responses.create({ model: 'gpt-5', input: s, stream: true });\nfor await (const e of r${i}) res.write(e.delta);`)}`,
      ),
  ],
  ['requests at the top', 40, (n) => module(`const s = 'text';\n${lines(n, () => `${ASK};`)}`)],
  [
    'clients',
    40,
    (n) =>
      file(
        `import OpenAI from 'openai';\n${lines(n, (i) => `const openai${i} = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });`)}`,
      ),
  ],
  [
    'clients with requests',
    30,
    (n) =>
      file(
        `import OpenAI from 'openai';\n${lines(n, (i) => `const openai${i} = new OpenAI();\nexport const f${i} = (t) => openai${i}.responses.create({ model: 'gpt-5', input: t });`)}`,
      ),
  ],
  [
    'methods of a class',
    40,
    (n) =>
      module(
        `export class A {\nclient = new OpenAI();\n${lines(n, (i) => `async m${i}(s) { return this.client.responses.create({ model: 'gpt-5', input: s }); }`)}\n}`,
      ),
  ],
  [
    'fields of a class',
    40,
    (n) =>
      module(
        `export class A {\n${lines(n, (i) => `f${i} = '';`)}\nset(req) { ${lines(n, (i) => `this.f${i} = req.body.x${i};`, ' ')} }\nask() { return openai.responses.create({ model: 'gpt-5', input: ${lines(n, (i) => `this.f${i}`, ' + ')} }); }\n}`,
      ),
  ],
  [
    'classes that extend one another',
    40,
    (n) =>
      module(
        `class A0 { client = new OpenAI(); }\n${lines(n, (i) => `class A${i + 1} extends A${i} {}`)}\nexport const f = () => new A${n}().client.responses.create({ model: 'gpt-5', input: 'x' });`,
      ),
  ],
  [
    'nested functions',
    30,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, (i) => `const f${i} = async () => {`)}\n${ASK};\n${'};'.repeat(n)}`,
      ),
  ],
  [
    'loops of retry',
    20,
    (n) =>
      handler(
        `const s = req.body.t;\n${lines(n, () => `for (let i = 0; i < 3; i++) { try { ${ASK}; break; } catch (error) { if (error.status === 429) await sleep(1000); else throw error; } }`)}`,
      ),
  ],
  [
    'checks of one error',
    60,
    (n) =>
      handler(
        `const s = req.body.t;\ntry { ${ASK}; } catch (error) {\n${lines(n, (i) => `if (error.status === ${400 + i}) return res.status(${400 + i}).end();`)}\n}`,
      ),
  ],
];

const modules: readonly Row[] = [
  [
    'reads of the environment',
    100,
    (n) => module(lines(n, (i) => `const k${i} = process.env.OPENAI_API_KEY;`)),
  ],
  [
    'variables of the environment',
    100,
    (n) => module(lines(n, (i) => `export const k${i} = process.env.NEXT_PUBLIC_OPENAI_KEY_${i};`)),
  ],
  [
    'lines of .env',
    200,
    (n) =>
      file(
        lines(n, (i) => `VITE_OPENAI_API_KEY_${i}=made-up`),
        '.env',
      ),
  ],
  [
    'suppressions',
    60,
    (n) =>
      module(
        lines(
          n,
          (i) =>
            `// airlock-disable-next-line\nconst c${i} = new OpenAI({ apiKey: 'made-up-${i}' });`,
        ),
      ),
  ],
  [
    'findings',
    60,
    (n) => module(lines(n, (i) => `const c${i} = new OpenAI({ apiKey: 'made-up-${i}' });`)),
  ],
  [
    'suppressions of whole files',
    60,
    (n) =>
      module(
        lines(
          n,
          (i) =>
            `/* airlock-disable hardcoded-api-key */ const c${i} = new OpenAI({ apiKey: 'made-up-${i}' });`,
        ),
      ),
  ],
  [
    'scripts of one page',
    60,
    (n) =>
      file(
        lines(
          n,
          (i) =>
            `<script type="module">import OpenAI from 'https://esm.sh/openai'; const o${i} = new OpenAI({ apiKey: 'made-up' });</script>`,
        ),
        'index.html',
      ),
  ],
  [
    'properties of an element',
    60,
    (n) =>
      file(
        `${HEAD}export function A() { const s = ''; return <B ${lines(n, (i) => `p${i}={x${i}}`, ' ')} onClick={async () => { ${ASK}; }} />; }`,
        'a.tsx',
      ),
  ],
  [
    'handlers of elements',
    40,
    (n) =>
      file(
        `${HEAD}export function A({ s }) { return <>${lines(n, () => `<button onClick={async () => { ${ASK}; }} />`)}</>; }`,
        'a.tsx',
      ),
  ],
  [
    'states of a component',
    40,
    (n) =>
      file(
        `'use client';\nimport { useState } from 'react';\n${HEAD}export function A() {\n${lines(n, (i) => `const [x${i}, set${i}] = useState('');`)}\nconst ask = async () => { const s = ${lines(n, (i) => `x${i}`, ' + ')}; ${ASK}; };\nreturn <>${lines(n, (i) => `<input value={x${i}} onChange={(e) => set${i}(e.target.value)} />`)}<button onClick={ask} /></>;\n}`,
        'a.tsx',
      ),
  ],
  [
    'setters of one state',
    60,
    (n) =>
      file(
        `'use client';\nimport { useState } from 'react';\n${HEAD}export function A(p) {\nconst [s, set] = useState('');\n${lines(n, (i) => `const f${i} = () => set(p.x${i});`)}\nconst ask = async () => { ${ASK}; };\nreturn <button onClick={ask} />;\n}`,
        'a.tsx',
      ),
  ],
  [
    'imports of one name',
    40,
    (n) => ({
      'client.ts': `import OpenAI from 'openai';\nexport const openai = new OpenAI();\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `m${i}.ts`,
          `import { openai } from './client';\nexport const f = (s: string) => openai.responses.create({ model: 'gpt-5', input: s });\n`,
        ]),
      ),
    }),
  ],
  [
    'imports of one function',
    40,
    (n) => ({
      'ask.ts': `${HEAD}export async function ask(s) { return ${ASK}; }\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `m${i}.ts`,
          `import { ask } from './ask';\nexport const POST = async (req) => ask(await req.text());\n`,
        ]),
      ),
    }),
  ],
  [
    'a chain of modules',
    40,
    (n) => ({
      'm0.ts': `import OpenAI from 'openai';\nexport const openai = new OpenAI();\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `m${i + 1}.ts`,
          `export { openai } from './m${i}';\n`,
        ]),
      ),
      'use.ts': `import { openai } from './m${n}';\nexport const f = (s) => openai.responses.create({ model: 'gpt-5', input: s });\n`,
    }),
  ],
  [
    'a circle of modules',
    40,
    (n) =>
      Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `m${i}.ts`,
          `import OpenAI from 'openai';\nimport { f } from './m${(i + 1) % n}';\nexport { f };\nnew OpenAI();\n`,
        ]),
      ),
  ],
  [
    'barrels',
    30,
    (n) => ({
      'client.ts': `import OpenAI from 'openai';\nexport const openai = new OpenAI();\n`,
      'index.ts': lines(n, (i) => `export * from './m${i}';`) + `\nexport * from './client';\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [`m${i}.ts`, `export const a${i} = ${i};\n`]),
      ),
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `u${i}.ts`,
          `import { openai } from './index';\nexport const f = (s) => openai.responses.create({ model: 'gpt-5', input: s });\n`,
        ]),
      ),
    }),
  ],
  [
    'packages',
    30,
    (n) =>
      Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          [`p${i}/package.json`, `{ "name": "p${i}", "dependencies": { "openai": "^6.0.0" } }`],
          [`p${i}/a.ts`, `${HEAD}export const f = async (s) => ${ASK};\n`],
        ]).flat(),
      ),
  ],
  [
    'properties of a big object',
    200,
    (n) => module(`export const o = { ${lines(n, (i) => `p${i}: 'text ${i}'`, ',\n')} };`),
  ],
  [
    'functions',
    200,
    (n) => module(lines(n, (i) => `export function f${i}(a) { return a + ${i}; }`)),
  ],
  [
    'shaped keys',
    40,
    (n) =>
      module(
        lines(
          n,
          (i) =>
            `const k${i} = 'sk-proj-${'A1b2'.repeat(14)}AA${'T3Blbk' + 'FJ'}${'C3d4'.repeat(14)}${String(i).padStart(2, 'x').slice(-2)}';`,
        ),
      ),
  ],
  ['logs of a client', 60, (n) => module(lines(n, () => `console.log(openai);`))],
  ['logs of an environment', 60, (n) => module(lines(n, () => `console.log(process.env);`))],
  [
    'leaks in an answer',
    60,
    (n) =>
      handler(
        `const s = '';\n${lines(n, (i) => `res.json({ key${i}: process.env.OPENAI_API_KEY });`)}`,
      ),
  ],
  [
    'calls of fetch',
    40,
    (n) =>
      module(
        lines(
          n,
          (i) =>
            `export const f${i} = (s) => fetch('https://api.openai.com/v1/responses', { method: 'POST', headers: { Authorization: \`Bearer \${process.env.OPENAI_API_KEY}\` }, body: JSON.stringify({ model: 'gpt-5', input: s }) });`,
        ),
      ),
  ],
  [
    'tools of the agents',
    30,
    (n) =>
      file(
        `import { Agent, run } from '@openai/agents';\n${lines(n, (i) => `const a${i} = new Agent({ name: 'a', instructions: 'You are ${i}' });\nexport const f${i} = (req) => run(a${i}, req.body.t);`)}`,
      ),
  ],
];

/** Every shape that has been seen to grow faster than its program, and those that never did. */
export const families: readonly Family[] = [
  ...statements,
  ...expressions,
  ...collections,
  ...functions,
  ...modules,
].map(([title, size, files]) => ({ title, size, files }));
