import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApplication } from './support.js';

let application;
before(async () => {
  application = await startApplication();
});
after(() => application.close());

test('without a rate limit the talk gets its title', async () => {
  const response = await application.post('/api/title', { talk: 'We spoke of owls.' });
  assert.equal(response.status, 200);
  assert.match(await response.text(), /owls/);
});

test('a rate limit is said as one, with words that a person understands', async () => {
  application.openai.refuse(20);
  const response = await application.post('/api/title', { talk: 'We spoke of owls.' });
  application.openai.refuse(0);
  assert.equal(response.status, 429);
  assert.match(JSON.stringify(await response.json()), /try again|moment|later|busy|wait/i);
});

test('afterwards everything works again', async () => {
  const response = await application.post('/api/title', { talk: 'And of cats.' });
  assert.equal(response.status, 200);
});
