import type { Random } from '../fuzz/random';
import type { Application, Choices, Host, Step } from './application';
import type { Draft, Production } from './parts/draft';
import { PAGE_PARTS } from './parts/registry';

/** The hosts of a page, and the name of the variable that their build writes into it. */
const HOSTS: Readonly<Partial<Record<Host, HostFiles>>> = {
  vite: {
    folder: 'src',
    key: 'import.meta.env.VITE_OPENAI_API_KEY',
    name: 'VITE_OPENAI_API_KEY',
    dependencies: {},
    files: wired('src/main.ts'),
  },
  express: {
    folder: 'src',
    key: 'import.meta.env.VITE_OPENAI_API_KEY',
    name: 'VITE_OPENAI_API_KEY',
    dependencies: { express: '^5.0.0' },
    files: {
      ...wired('src/main.ts'),
      'vite.config.ts':
        "import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  server: { proxy: { '/api': 'http://localhost:3000' } },\n});\n",
      'server.js':
        "import express from 'express';\n\nconst app = express();\napp.use(express.json());\n\napp.get('/api/health', (req, res) => {\n  res.json({ ok: true });\n});\n\napp.listen(3000);\n",
    },
  },
  next: {
    folder: 'app',
    key: 'process.env.NEXT_PUBLIC_OPENAI_API_KEY',
    name: 'NEXT_PUBLIC_OPENAI_API_KEY',
    dependencies: { next: '^16.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
    files: {
      'app/page.tsx':
        "'use client';\nimport { useState } from 'react';\nimport { submit } from './page-logic';\n\nexport default function Page() {\n  const [answer, setAnswer] = useState('');\n  const [question, setQuestion] = useState('');\n  return (\n    <form onSubmit={async (event) => { event.preventDefault(); setAnswer(JSON.stringify(await submit(question, false))); }}>\n      <input value={question} onChange={(event) => setQuestion(event.target.value)} />\n      <p>{answer}</p>\n    </form>\n  );\n}\n",
    },
  },
  sveltekit: {
    folder: 'src/lib',
    key: 'import.meta.env.VITE_OPENAI_API_KEY',
    name: 'VITE_OPENAI_API_KEY',
    dependencies: { '@sveltejs/kit': '^2.0.0', svelte: '^5.0.0' },
    files: {
      'svelte.config.js': 'export default {};\n',
      'src/routes/+page.svelte':
        "<script lang=\"ts\">\n  import { submit } from '$lib/page-logic';\n  let question = $state('');\n  let answer = $state('');\n  async function send() {\n    answer = JSON.stringify(await submit(question, false));\n  }\n</script>\n\n<input bind:value={question} />\n<button onclick={send}>Ask</button>\n<p>{answer}</p>\n",
    },
  },
  astro: {
    folder: 'src',
    key: 'import.meta.env.PUBLIC_OPENAI_API_KEY',
    name: 'PUBLIC_OPENAI_API_KEY',
    dependencies: { astro: '^5.0.0' },
    files: {
      'astro.config.mjs':
        "import { defineConfig } from 'astro/config';\nimport node from '@astrojs/node';\n\nexport default defineConfig({ output: 'server', adapter: node({ mode: 'standalone' }) });\n",
      'src/pages/index.astro':
        "---\n---\n<input id=\"question\" />\n<p id=\"answer\"></p>\n<script>\n  import { submit } from '../page-logic';\n  const field = document.querySelector<HTMLInputElement>('#question')!;\n  field.addEventListener('change', async () => {\n    document.querySelector('#answer')!.textContent = JSON.stringify(await submit(field.value, false));\n  });\n</script>\n",
    },
  },
};

interface HostFiles {
  readonly folder: string;
  readonly key: string;
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

function wired(main: string): Record<string, string> {
  return {
    'index.html': `<input id="question" /><p id="answer"></p>\n<script type="module" src="/${main}"></script>\n`,
    [main]:
      "import { submit } from './page-logic';\n\nconst field = document.querySelector<HTMLInputElement>('#question')!;\nfield.addEventListener('change', async () => {\n  document.querySelector('#answer')!.textContent = JSON.stringify(await submit(field.value, false));\n});\n",
  };
}

/** What every page is asked, and how OpenAI answers meanwhile. */
const STEPS: readonly Step[] = [
  { name: 'a question', input: ['What is rain?', false] },
  { name: 'a second one', input: ['And what is "snow"?\nTell me.', true] },
  { name: 'a limit is reached', input: ['Once more', false], answer: 'limited' },
  { name: 'OpenAI refuses', input: ['Once more', false], answer: 'refused' },
  { name: 'OpenAI is down', input: ['Once more', true], answer: 'down' },
  { name: 'a question after failures', input: ['What is hail?', false] },
];

/** An application whose page asks OpenAI by itself, by chance. */
export function pageApplication(random: Random): Application {
  const host = random.pick(Object.keys(HOSTS) as Host[]);
  const made = HOSTS[host]!;
  const picked = new Map<string, Production>();
  for (const [part, productions] of Object.entries(PAGE_PARTS)) {
    const possible = productions.filter(({ fits }) => !fits || fits(picked));
    // What most people write comes first and often: otherwise no application is like theirs.
    picked.set(part, random.oneIn(3) ? random.pick(possible) : possible[0]);
  }
  const draft = draftOf(picked, made);
  const { folder, name, dependencies, files } = made;
  const choices: Choices = {
    host,
    ...Object.fromEntries([...picked].map(([part, production]) => [part, production.name])),
  };
  const answersJson = picked.get('answer')?.name === 'JSON';
  return {
    host,
    kind: 'page',
    entry: `${folder}/page-logic.ts`,
    choices,
    steps: STEPS.map((step) =>
      answersJson && step.answer === undefined ? { ...step, answer: 'json' } : step,
    ),
    files: new Map([
      [
        'package.json',
        `${JSON.stringify(
          {
            name: 'page',
            private: true,
            type: 'module',
            scripts: { dev: 'vite', build: 'vite build' },
            dependencies: { ...packagesOf(draft), ...dependencies },
            devDependencies: { vite: '^7.0.0' },
          },
          undefined,
          2,
        )}\n`,
      ],
      ['.gitignore', 'node_modules\n.env\n'],
      ['.env', `${name}=made-up\n`],
      ...Object.entries(files),
      ...[...modulesOf(draft)].map(([file, text]) => [`${folder}/${file}`, text] as const),
    ]),
  };
}

function draftOf(picked: ReadonlyMap<string, Production>, { key }: HostFiles): Draft {
  const draft: Draft = {
    key,
    api: 'chat',
    imports: [],
    top: [],
    before: [],
    after: [],
    parameters: [{ name: 'input', type: 'string', given: 'input' }],
    messages: [],
    content: 'input',
    settings: [],
    receiver: 'openai',
    files: new Map(),
    dependencies: {},
    model: "'gpt-4o-mini'",
  };
  for (const production of picked.values()) production.write(draft);
  return draft;
}

/** The SDK where it is used, and what else the page imports. */
function packagesOf({ api, sdkVersion, dependencies }: Draft): Record<string, string> {
  const usesSdk = api === 'chat' || api === 'responses' || api === 'version 3';
  return { ...(usesSdk ? { openai: sdkVersion ?? '^6.0.0' } : {}), ...dependencies };
}

/** The module that asks, and the page's logic that calls it. */
function modulesOf(draft: Draft): Map<string, string> {
  const { imports, top, files } = draft;
  // What may be left out stands last.
  const parameters = [
    ...draft.parameters.filter(({ fallback }) => fallback === undefined),
    ...draft.parameters.filter(({ fallback }) => fallback !== undefined),
  ];
  const names = parameters.map(({ name, type, fallback }) =>
    fallback === undefined ? `${name}: ${type}` : `${name}: ${type} = ${fallback}`,
  );
  const given = parameters.flatMap(({ given: value }) => value ?? []);
  const body = bodyOf(draft);
  const ask = draft.around
    ? draft.around(names.join(', '), body)
    : `export async function ask(${names.join(', ')}) {\n${body}\n}`;
  const call = (draft.called ?? ((list: string) => `ask(${list})`))(given.join(', '));
  return new Map([
    ['ai.ts', [...imports, '', ...top, ask, ''].join('\n')],
    [
      'page-logic.ts',
      [
        `import { ${draft.exported ?? 'ask'} } from './ai';`,
        ...(draft.callerImports ?? []),
        '',
        ...(draft.callerTop ?? []),
        ...(draft.callerStart ?? []),
        'export async function submit(input: string, more: boolean) {',
        ...submitting(draft, call),
        '}',
        '',
      ].join('\n'),
    ],
    ...files,
  ]);
}

/** The statements of the page's logic around a call of the function that asks. */
function submitting({ shows, screen }: Draft, call: string): string[] {
  if (shows)
    return ['  const shown: string[] = [];', `  await ${call};`, "  return shown.join('');"];
  if (screen === undefined) return [`  return ${call};`];
  return [`  const given = await ${call};`, `  return { given, shown: ${screen} };`];
}

function bodyOf(draft: Draft): string {
  const { before, after, failure } = draft;
  const lines = [...before, ...(draft.call ?? []), ...after];
  const text = lines.map((line) => `  ${line}`).join('\n');
  if (!failure) return text;
  const inner = lines.map((line) => `    ${line}`).join('\n');
  return `  try {\n${inner}\n  } catch (error${failure.typed ? ': any' : ''}) {\n${failure.lines.map((line) => `    ${line}`).join('\n')}\n  }`;
}
