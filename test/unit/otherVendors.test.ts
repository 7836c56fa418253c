import assert from 'node:assert/strict';
import { drawExpected, drawFindings, readCases } from '../harness/cases';
import { memoryHost } from '../../src/analysis/source/host';
import { createService } from '../../src/service';

/** A case says the rule that it is about before the colon of its title. */
for (const [title, file] of [
  ['services that speak OpenAI’s protocol', 'gateway'],
  ['Google', 'google'],
  ['vendors’ own SDKs, and SDKs of many vendors', 'vendorSdks'],
])
  describe(title, () => {
    for (const test of readCases(`test/unit/${file}.cases.md`))
      it(test.title, () => {
        const service = createService({ host: memoryHost(test.files) });
        const [id] = test.title.split(':');
        const found = drawFindings(
          service,
          service.findings().filter(({ rule }) => rule === id),
        );
        assert.deepEqual(found.sort(), drawExpected(test.expected, found).sort());
      });
  });

describe('a fix for a failure that LangChain hands on', () => {
  const fixesFor = (model: string, vendor: string) => {
    const files = new Map([
      [
        'package.json',
        `{ "type": "module", "dependencies": { "express": "5", "@langchain/${vendor}": "1" } }`,
      ],
      [
        'server.js',
        `import express from 'express';
import { ${model} } from '@langchain/${vendor}';
const app = express();
const model = new ${model}({ model: 'm', maxTokens: 100 });
app.post('/tell', async (req, res) => {
  try {
    res.json({ text: (await model.invoke('Hello')).content });
  } catch (error) {
    res.status(500).json({ error: 'It failed.' });
  }
});
`,
      ],
    ]);
    const service = createService({ host: memoryHost(files) });
    const found = service.findings().find(({ rule }) => rule === 'unhandled-rate-limit');
    return found && service.offers(found).map(({ id }) => id);
  };

  for (const [model, vendor] of [
    ['ChatOpenAI', 'openai'],
    ['ChatAnthropic', 'anthropic'],
    ['ChatGroq', 'groq'],
  ])
    it(`tells a 429 apart by its status: ${model}`, () =>
      assert.deepEqual(fixesFor(model, vendor), ['handle-rate-limit', 'suppress']));

  for (const [model, vendor] of [
    ['ChatBedrockConverse', 'aws'],
    ['ChatMistralAI', 'mistralai'],
  ])
    it(`is not offered where it carries no such status: ${model}`, () =>
      assert.deepEqual(fixesFor(model, vendor), ['suppress']));
});
