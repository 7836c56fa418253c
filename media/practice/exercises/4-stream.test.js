import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inBrowser, startApplication } from './support.js';

let application;
before(async () => {
  application = await startApplication();
});
after(() => application.close());

test('the first words are there long before the last ones', async () => {
  const begun = Date.now();
  const times = [];
  let received = '';
  const response = await application.post('/api/story', { hero: 'Ada' });
  assert.equal(response.status, 200);
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    times.push(Date.now() - begun);
    received += piece;
  }
  assert.match(received, /On(.|\n)*day(.|\n)*1(.|\n)*day(.|\n)*6/, 'the story is not whole');
  assert.ok(times.length > 3, `the answer came in ${times.length} piece(s)`);
  assert.ok(
    times[0] < times.at(-1) / 2,
    `the first words came after ${times[0]} of ${times.at(-1)} milliseconds`,
  );
});

test('the page shows the whole story', async () => {
  let shown = '';
  await inBrowser(application, async () => {
    const { tellStory } = await import('../page/story.js');
    await tellStory('Ada', (text) => {
      shown = text;
    });
  });
  assert.match(shown, /^On day 1 Ada went .* On day 6 Ada went .*\.\s*$/);
});

test('a name that is none is still refused', async () => {
  const { status } = await application.post('/api/story', { hero: 7 });
  assert.equal(status, 400);
});
