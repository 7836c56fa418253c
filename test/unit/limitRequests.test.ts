import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

const MANIFEST = '{ "type": "module", "dependencies": { "express": "5", "openai": "6" } }';
const ASK = "res.json(await new OpenAI().responses.create({ model: 'gpt-5', input: 'A joke.' }))";

/** What `limit-requests` says of the one open route of a file. */
function answerFor(code: string, manifest = MANIFEST): string | undefined {
  const service = serviceOf({
    files: new Map([
      ['package.json', manifest],
      ['server.js', `import express from 'express';\nimport OpenAI from 'openai';\n${code}`],
    ]),
  });
  const finding = service.findings().find(({ rule }) => rule === 'open-route');
  assert.ok(finding);
  const offer = service.offers(finding).find(({ id }) => id === 'limit-requests');
  const refused = service.refusals(finding).find(({ id }) => id === 'limit-requests');
  return offer?.title ?? refused?.reason;
}

describe('limit-requests', () => {
  it('adds the usual limiter', () =>
    assert.equal(
      answerFor(`express().get('/joke', async (_req, res) => ${ASK});\n`),
      'Let each caller in 20 times a minute (`express-rate-limit`)',
    ));

  it('is refused where its name is taken, its version is too old, or the address is elsewhere', () => {
    const route = `express().get('/joke', async (_req, res) => ${ASK});\n`;
    assert.match(answerFor(`const rateLimit = 5;\n${route}`) ?? '', /name of something else/);
    assert.match(
      answerFor(route, MANIFEST.replace('"openai"', '"express-rate-limit": "^5.1.0", "openai"')) ??
        '',
      /older than its version 7/,
    );
    assert.match(
      answerFor(`const at = '/joke';\nexpress().get(at, async (_req, res) => ${ASK});\n`) ?? '',
      /does not stand first/,
    );
  });
});
