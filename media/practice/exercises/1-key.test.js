import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { inBrowser, SERVER_KEY, startApplication } from './support.js';

let application;
before(async () => {
  application = await startApplication();
});
after(() => application.close());

test('no file that a visitor downloads holds a key', () => {
  for (const name of readdirSync('page', { recursive: true, encoding: 'utf8' }))
    if (/\.(js|html)$/.test(name))
      assert.doesNotMatch(readFileSync(`page/${name}`, 'utf8'), /sk-|apiKey|OPENAI_API_KEY/, name);
});

test('the page asks our server, and our server asks OpenAI with its own key', async () => {
  await inBrowser(application, async () => {
    const { ask } = await import('../page/ask.js');
    assert.match(await ask('owls'), /owls/);
  });
  assert.deepEqual(
    application.openai.requests.map(({ key }) => key),
    [`Bearer ${SERVER_KEY}`],
  );
});
