import assert from 'node:assert/strict';
import { applied } from '../harness/applied';
import { serviceOf } from '../harness/cases';

/** What a fix offers in small projects, or the reasons why it does not. */
const answers = (id: string, files: Readonly<Record<string, string>>) => {
  const service = serviceOf({ files: new Map(Object.entries(files)) });
  const findings = service.findings();
  const offered = findings.flatMap((finding) => service.offers(finding));
  const refused = findings.flatMap((finding) => service.refusals(finding));
  return offered.some((offer) => offer.id === id)
    ? 'offered'
    : (refused.find((item) => item.id === id)?.reason ?? 'silent');
};

describe('a fix looks at where its work goes', () => {
  describe('a variable that a configuration gives to the page keeps its name', () => {
    const config = (body: string) =>
      applied(
        'rename-public-variable',
        'nuxt.config.ts',
        `export default defineNuxtConfig({ runtimeConfig: { ${body} } });\n`,
        '{ "dependencies": { "nuxt": "^4.0.0", "openai": "^7.0.0" } }',
      );
    const read = 'openaiApiKey: process.env.NUXT_PUBLIC_OPENAI_API_KEY';
    it('among what is public', () =>
      assert.match(config(`public: { ${read} }`), /^refused: .*hands/));
    it('with a fallback', () =>
      assert.match(config(`public: { ${read} || '' }`), /^refused: .*hands/));
    it('not among what stays on the server', () =>
      assert.match(config(read), /process\.env\.OPENAI_API_KEY/));
  });

  describe('an action that the server calls too leaves its failure to the caller', () => {
    const action =
      "'use server';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nexport async function grade() {\n  const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 9, input: 'Hi' });\n  return answer.output_text;\n}\n";
    const offers = (files: Readonly<Record<string, string>>) =>
      answers('handle-rate-limit', {
        'package.json': '{ "dependencies": { "next": "^16.0.0", "openai": "^7.0.0" } }',
        'app/actions.ts': action,
        ...files,
      });
    it('where a route catches it', () =>
      assert.notEqual(
        offers({
          'app/api/grade/route.ts':
            "import { grade } from '../../actions';\nexport async function POST() {\n  try {\n    return Response.json({ text: await grade() });\n  } catch (error) {\n    return new Response(String(error.status), { status: 500 });\n  }\n}\n",
        }),
        'offered',
      ));
    it('not where a page alone calls it', () =>
      assert.equal(
        offers({
          'app/page.tsx':
            "'use client';\nimport { grade } from './actions';\nexport default function Page() {\n  const ask = async () => {\n    try {\n      alert(await grade());\n    } catch (error) {\n      alert(error.message);\n    }\n  };\n  return <button onClick={ask}>Grade</button>;\n}\n",
        }),
        'offered',
      ));
  });

  describe('a file below `api` is a route where Vercel looks for it', () => {
    const project = (vercel: string) =>
      answers('proxy-client-call', {
        'package.json':
          '{ "type": "module", "dependencies": { "openai": "^7.0.0", "react": "19" }, "devDependencies": { "vite": "8" } }',
        'vercel.json': vercel,
        'index.html': '<script type="module" src="/src/main.js"></script>',
        'src/main.js':
          "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nconst answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 9, input: 'Hi' });\ndocument.title = answer.output_text;\n",
      });
    it('not where every path leads to the page', () =>
      assert.match(
        project('{ "version": 2, "routes": [{ "src": "/(.*)", "dest": "/index.html" }] }'),
        /`routes` by hand/,
      ));
    it('not where what is built is listed', () =>
      assert.match(
        project('{ "builds": [{ "src": "package.json", "use": "@vercel/static-build" }] }'),
        /`builds` by hand/,
      ));
    it('where both lists can name it', () =>
      assert.equal(
        project(
          '{ "builds": [{ "src": "package.json", "use": "@vercel/static-build" }, { "src": "data/*.json", "use": "@vercel/static" }], "routes": [{ "src": "/(.*)", "dest": "/index.html" }] }',
        ),
        'offered',
      ));
    for (const builds of [
      '[{ "src": "api/**/*.js", "use": "@vercel/node" }]',
      '[{ "src": "**", "use": "@vercel/static" }]',
      '[]',
    ])
      it(`not where a list may have it already, or none: ${builds}`, () =>
        assert.match(
          project(`{ "builds": ${builds}, "routes": [{ "src": "/(.*)", "dest": "/index.html" }] }`),
          /`builds` by hand/,
        ));
    it('behind rewrites, which files come before', () =>
      assert.equal(
        project('{ "rewrites": [{ "source": "/(.*)", "destination": "/index.html" }] }'),
        'offered',
      ));
  });

  describe('a key does not stay in what a page holds', () => {
    const page = (made: string, key = 'held.apikey') =>
      answers('proxy-client-call', {
        'package.json':
          '{ "type": "module", "dependencies": { "vue": "3" }, "devDependencies": { "vite": "8" } }',
        'index.html': '<script type="module" src="/src/main.js"></script>',
        'src/main.js':
          "import { createApp } from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#app');\n",
        'src/App.vue': `<script setup>\nimport { reactive } from 'vue';\n${made}\nasync function ask() {\n  const response = await fetch('https://api.openai.com/v1/images/generations', {\n    method: 'POST',\n    headers: { 'Content-Type': 'application/json', Authorization: \`Bearer \${${key}}\` },\n    body: JSON.stringify({ prompt: held.text, n: 1 }),\n  });\n  document.title = (await response.json()).data[0].url;\n}\n</script>\n<template><button @click="ask">Ask</button></template>\n`,
      });
    it('that a call has made', () =>
      assert.match(
        page(
          "const held = reactive({ text: '', apikey: import.meta.env.VITE_URL_KEY });\nconst other = { ...held };",
        ),
        /kept in `held`/,
      ));
    it('and goes where nothing else reads it', () =>
      assert.equal(
        page("const held = reactive({ text: '', apikey: import.meta.env.VITE_URL_KEY });"),
        'offered',
      ));
    it('not where the key is a constant of its own', () =>
      assert.equal(
        page(
          "const held = reactive({ text: '' });\nconst apikey = import.meta.env.VITE_URL_KEY;",
          'apikey',
        ),
        'offered',
      ));
  });
});
