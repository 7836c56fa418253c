import assert from 'node:assert/strict';
import { memoryHost } from '../../src/analysis/source/host';
import { createService } from '../../src/service';
import { changesOf } from '../harness/cases';
import { pageAfter } from '../harness/page';

const PAGE = `import OpenAI from 'openai';
const groq = new OpenAI({ apiKey: import.meta.env.VITE_GROQ_API_KEY, baseURL: 'https://api.groq.com/openai/v1', dangerouslyAllowBrowser: true });
export async function ask(text: string) {
  const answer = await groq.chat.completions.create({ model: 'm', max_tokens: 90, messages: [{ role: 'user', content: text }] });
  return answer.choices[0].message.content;
}
`;
const VITE = { vite: '^7.0.0', react: '^19.0.0', openai: '^6.0.0' };

/** What moving a page's client to a route makes of the files. */
function moved(files: Record<string, string>): { texts: string; note: string } {
  const service = createService({ host: memoryHost(new Map(Object.entries(files))) });
  const finding = service.findings().find(({ rule }) => rule === 'client-side-request');
  assert.ok(finding, 'the client is found');
  const offer = service.offers(finding).find(({ id }) => id === 'proxy-client-call');
  const texts = changesOf(offer).map((change) =>
    change.kind === 'create'
      ? change.text
      : change.kind === 'edit'
        ? change.edits.map(({ text }) => text).join('\n')
        : '',
  );
  return { texts: texts.join('\n'), note: offer?.note ?? '' };
}

describe('a gateway’s client moves to a route with the gateway’s own key', () => {
  it('beside a server, whose OpenAI key stays OpenAI’s', () => {
    const { texts, note } = moved({
      'package.json': JSON.stringify({ dependencies: { ...VITE, express: '^5.0.0' } }),
      'src/ask.ts': PAGE,
      'src/main.tsx': "import { ask } from './ask';\nvoid ask('Hi');\n",
      'index.html': '<script type="module" src="/src/main.tsx"></script>',
      'server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
      '.env': 'VITE_GROQ_API_KEY=made-up\nOPENAI_API_KEY=another\n',
    });
    assert.match(
      texts,
      /apiKey: process\.env\.GROQ_API_KEY,\n.*baseURL: 'https:\/\/api\.groq\.com/s,
    );
    assert.match(texts, /The request to Groq failed/);
    assert.doesNotMatch(texts + note, /OPENAI_API_KEY/);
  });

  it('where the framework imports its variables', () => {
    const { texts } = moved({
      'package.json': JSON.stringify({
        dependencies: { '@sveltejs/kit': '^2.0.0', svelte: '^5.0.0', openai: '^6.0.0' },
      }),
      'src/routes/+page.svelte': `<script lang="ts">\n${PAGE}</script>\n<button onclick={() => ask('Hi')}>Ask</button>`,
    });
    assert.match(texts, /import \{ GROQ_API_KEY \} from/);
    assert.match(texts, /apiKey: GROQ_API_KEY/);
    assert.doesNotMatch(texts, /OPENAI_API_KEY/);
  });

  it('not where the settings of the framework hold it under another name', () => {
    const { texts } = moved({
      'package.json': JSON.stringify({ dependencies: { nuxt: '^4.0.0', openai: '^6.0.0' } }),
      'pages/index.vue': `<script setup lang="ts">\n${PAGE.replace('import.meta.env.VITE_GROQ_API_KEY', 'useRuntimeConfig().public.groqKey')}</script>\n<template><button @click="ask('Hi')">Ask</button></template>`,
      'nuxt.config.ts': 'export default defineNuxtConfig({});\n',
    });
    assert.doesNotMatch(texts, /OPENAI_API_KEY|openaiApiKey/);
  });

  it('and what a prompt says of keys and failures stays the prompt’s', () => {
    const said = 'Explain why OPENAI_API_KEY is unset, or: The request to OpenAI failed';
    const { texts } = moved({
      'package.json': JSON.stringify({ dependencies: { ...VITE, express: '^5.0.0' } }),
      'src/ask.ts': PAGE.replace(
        'messages: [',
        `messages: [{ role: 'system', content: '${said}' }, `,
      ),
      'src/main.tsx': "import { ask } from './ask';\nvoid ask('Hi');\n",
      'index.html': '<script type="module" src="/src/main.tsx"></script>',
      'server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
    });
    assert.ok(texts.includes(said), texts);
    assert.match(texts, /apiKey: process\.env\.GROQ_API_KEY/);
    assert.match(texts, /console\.error\('The request to Groq failed/);
  });

  it('OpenAI’s own client is moved as ever', () => {
    const { texts } = moved({
      'package.json': JSON.stringify({ dependencies: { ...VITE, express: '^5.0.0' } }),
      'src/ask.ts': PAGE.replace(/baseURL: '[^']*', /, '').replace('GROQ', 'OPENAI'),
      'src/main.tsx': "import { ask } from './ask';\nvoid ask('Hi');\n",
      'index.html': '<script type="module" src="/src/main.tsx"></script>',
      'server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
    });
    assert.match(texts, /the SDK reads OPENAI_API_KEY/);
    assert.doesNotMatch(texts, /process\.env/);
  });
});

/** A request that a page makes by itself goes where it went, with the key of whom it asks. */
describe('a raw request to whom OpenAI’s protocol is spoken', () => {
  const send = (address: string, headers = '', key = 'import.meta.env.VITE_AI_KEY') =>
    `export const ask = (text) => fetch(${address}, { method: 'POST', headers: { Authorization: \`Bearer \${${key}}\`${headers} }, body: JSON.stringify({ model: 'm', max_tokens: 90, messages: [{ role: 'user', content: text }] }) });\n`;

  for (const [address, key, base] of [
    ["'https://api.together.xyz/v1/chat/completions'", 'TOGETHER', 'https://api.together.xyz/v1'],
    ["'https://api.perplexity.ai/chat/completions'", 'PERPLEXITY', 'https://api.perplexity.ai'],
    [
      '`${"https://api.groq.com"}/openai/v1/chat/completions`',
      'GROQ',
      'https://api.groq.com/openai/v1',
    ],
  ])
    it(`moves that to ${base}`, () => {
      const { server } = pageAfter(send(address));
      assert.match(server, new RegExp(`apiKey: process\\.env\\.${key}_API_KEY,`));
      assert.ok(server.includes(`baseURL: '${base}'`), server);
      assert.doesNotMatch(server, /OPENAI_API_KEY/);
    });

  it('keeps the region of OpenAI’s own host', () =>
    assert.match(
      pageAfter(send("'https://eu.api.openai.com/v1/chat/completions'")).server,
      /baseURL: 'https:\/\/eu\.api\.openai\.com\/v1'/,
    ));

  const ROUTER = "'https://openrouter.ai/api/v1/chat/completions'";
  it('keeps a header that is the same for everybody, not one that only says who asks', () => {
    const { server } = pageAfter(
      send(ROUTER, ", 'X-Title': 'Cook', 'HTTP-Referer': window.location.origin"),
    );
    assert.match(server, /defaultHeaders: \{ 'X-Title': 'Cook' \}/);
    assert.doesNotMatch(server, /Referer/);
  });

  for (const [title, page, reason] of [
    [
      'a header that the page makes',
      send(ROUTER, ", 'X-User': localStorage.user"),
      /header `x-user`/,
    ],
    [
      'a host that is known only where it runs',
      send(
        '`${import.meta.env.VITE_AI_URL}/v1/chat/completions`',
        '',
        'import.meta.env.VITE_OPENAI_API_KEY',
      ),
      /^Where this request goes/,
    ],
    [
      'an address that says more than a path',
      send("'https://api.openai.com/v1/chat/completions?version=2'"),
      /^Where this request goes/,
    ],
  ] as const)
    it(`leaves alone ${title}`, () => {
      const { reason: said, server } = pageAfter(page);
      assert.equal(server, '');
      assert.match(said ?? '', reason);
    });
});
