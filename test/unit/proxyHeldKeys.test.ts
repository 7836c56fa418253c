import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

const KEY = 'import.meta.env.VITE_OPENAI_API_KEY';
const send = (key: string) =>
  `fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: \`Bearer \${${key}}\` }, body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] }) })`;
const options = (held: string, methods: string, markup = '') => ({
  'src/App.vue': `<template><button @click="ask">Ask</button>${markup}</template>\n<script>\nexport default {\n  data() {\n    return { ${held}answer: '' };\n  },\n  methods: {\n    ${methods}\n  },\n};\n</script>\n`,
  'src/main.js':
    "import { createApp } from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#app');\n",
});
const setup = (script: string, markup = '') => ({
  'src/App.vue': `<template><button @click="ask">Ask</button>${markup}</template>\n<script setup>\nimport { reactive } from 'vue';\n${script}\n</script>\n`,
  'src/main.js':
    "import { createApp } from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#app');\n",
});
const react = (state: string, more = '') => ({
  'src/App.jsx': `import { useState } from 'react';\nexport function App() {\n  ${state}\n  const ask = () => ${send('apiKey')};\n  return <button onClick={ask}>Ask${more}</button>;\n}\n`,
});

/** A key that a state holds leaves the page with the request that reads it, or both stay. */
describe('the proxy, by the state that holds the key', () => {
  for (const [title, files] of [
    [
      'the data of a component',
      options(`apiKey: ${KEY}, `, `ask() { return ${send('this.apiKey')}; },`),
    ],
    [
      'the data of a component, read for headers above',
      options(
        `apiKey: ${KEY}, `,
        `ask() { const headers = { Authorization: \`Bearer \${this.apiKey}\` }; return ${send('x').replace(/headers: \{[^}]*\}[^}]*\}/, 'headers')}; },`,
      ),
    ],
    [
      'a reactive object',
      setup(
        `const state = reactive({ answer: '', apiKey: ${KEY} });\nconst ask = () => ${send('state.apiKey')};`,
        '{{ state.answer }}',
      ),
    ],
    ['a state of its own', react(`const [apiKey] = useState(${KEY});`)],
  ] as const)
    it(`takes it out of ${title}`, () => {
      const { reason, page } = pageAfter(files);
      assert.equal(reason, undefined);
      assert.match(page, /fetch\('\/api\/chat'/);
      assert.doesNotMatch(page, /apiKey|OPENAI/);
    });

  for (const [title, files] of [
    [
      'data that the markup shows',
      options(`apiKey: ${KEY}, `, `ask() { return ${send('this.apiKey')}; },`, '{{ apiKey }}'),
    ],
    [
      'data that another method reads',
      options(
        `apiKey: ${KEY}, `,
        `ask() { return ${send('this.apiKey')}; }, has() { return this.apiKey !== ''; },`,
      ),
    ],
    [
      'data that is read for headers above, and by another method',
      options(
        `apiKey: ${KEY}, `,
        `ask() { const headers = { Authorization: \`Bearer \${this.apiKey}\` }; return ${send('x').replace(/headers: \{[^}]*\}[^}]*\}/, 'headers')}; }, has() { return this.apiKey; },`,
      ),
    ],
    [
      'an object that is handed to another component',
      setup(
        `const state = reactive({ answer: '', apiKey: ${KEY} });\nconst ask = () => ${send('state.apiKey')};`,
        '<Other :state="state" />',
      ),
    ],
    [
      'an object of a type',
      {
        'src/ask.ts': `import { reactive } from 'vue';\ninterface Form { answer: string; apiKey: string }\nconst state = reactive<Form>({ answer: '', apiKey: ${KEY} });\nexport const ask = () => { state.answer = ''; return ${send('state.apiKey')}; };\n`,
      },
    ],
    [
      'an object that the module gives away',
      {
        'src/ask.ts': `import { reactive } from 'vue';\nexport const state = reactive({ answer: '', apiKey: ${KEY} });\nexport const ask = () => { state.answer = ''; return ${send('state.apiKey')}; };\n`,
      },
    ],
    ['a state that a person sets', react(`const [apiKey, setApiKey] = useState(${KEY});`)],
    ['a state that is shown', react(`const [apiKey] = useState(${KEY});`, '{apiKey}')],
  ] as const)
    it(`leaves alone ${title}`, () => {
      const { reason, files: changed } = pageAfter(files);
      assert.equal(changed.size, 0);
      assert.match(reason ?? '', /stay in the page/);
    });
});
