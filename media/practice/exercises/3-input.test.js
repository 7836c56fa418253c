import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApplication } from './support.js';

let application;
before(async () => {
  application = await startApplication();
});
after(() => application.close());

test('a wish of a person is answered', async () => {
  const response = await application.post('/api/recommend', { wish: 'something with owls' });
  assert.equal(response.status, 200);
  assert.match(await response.text(), /owls/);
});

for (const [what, wish] of [
  ['a book pasted into the field', 'owl '.repeat(250_000)],
  ['a list', ['owls']],
  ['nothing at all', undefined],
])
  test(`${what} is refused before it costs anything`, async () => {
    const asked = application.openai.requests.length;
    const { status } = await application.post('/api/recommend', { wish });
    assert.ok(status >= 400 && status < 500, `answered ${status}`);
    assert.equal(application.openai.requests.length, asked, 'OpenAI was asked all the same');
  });
