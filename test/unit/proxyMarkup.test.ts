import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

/** A name of a component's script is all that it is where its markup has no such word. */
describe('the proxy, where a component’s markup may read what its script declares', () => {
  const vue = (script: string, markup: string) => ({
    'src/App.vue': `<script setup>\nimport OpenAI from 'openai';\nconst options = { apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true };\n${script}\nconst send = async (text) => {\n  const openai = new OpenAI(options);\n  const answer = await openai.responses.create({ model: settings.model, input: text });\n  console.log(answer.output_text);\n};\n</script>\n<template>${markup}</template>\n`,
    'src/main.js':
      "import { createApp } from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#app');\n",
  });
  const SETTINGS = "const settings = { model: 'gpt-5-mini' };";
  const BUTTON = '<button @click="send(\'Hi\')">Ask</button>';

  it('it moves what no markup has', () => {
    const { page, server, reason } = pageAfter(vue(SETTINGS, BUTTON));
    assert.equal(reason, undefined);
    assert.match(server, /model: 'gpt-5-mini'/);
    assert.doesNotMatch(page, /VITE_|options|settings/);
  });

  for (const [title, script, markup] of [
    ['binds it', SETTINGS, `<input v-model="settings.model" />${BUTTON}`],
    [
      'reads it in a longer text',
      SETTINGS,
      `<p>{{ 'by ' + settings.model }}</p><i @click="settings.model = 'x'" />${BUTTON}`,
    ],
    ['binds the key’s constant', SETTINGS, `<input v-model="options.apiKey" />${BUTTON}`],
  ] as const)
    it(`it stays where markup ${title}`, () =>
      assert.notEqual(pageAfter(vue(script, markup)).reason, undefined));
});
