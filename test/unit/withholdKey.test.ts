import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

/** Where a key that leaks is left to the person, and why. */
describe('withhold-key is not offered', () => {
  const reasons = (files: Record<string, string>) => {
    const service = serviceOf({
      files: new Map(
        Object.entries({
          'package.json': '{ "dependencies": { "express": "^5.0.0", "axios": "^1.7.0" } }',
          ...files,
        }),
      ),
    });
    return service.findings().flatMap((finding) => {
      const offered = service.offers(finding).filter(({ id }) => id === 'withhold-key');
      const refused = service.refusals(finding).filter(({ id }) => id === 'withhold-key');
      return [...offered.map(() => 'offered'), ...refused.map(({ reason }) => reason)];
    });
  };
  const HEAD = "import express from 'express';\nconst app = express();\n";
  for (const [title, code, reason] of [
    [
      'an answer that is the key',
      `${HEAD}app.get('/key', (req, res) => res.send(process.env.OPENAI_API_KEY));`,
      /the answer is the key itself/,
    ],
    [
      'an answer with the key alone',
      `${HEAD}app.get('/key', (req, res) => res.json({ key: process.env.OPENAI_API_KEY }));`,
      /the answer is the key itself/,
    ],
    [
      'an error that is the key',
      'throw new Error(process.env.OPENAI_API_KEY);',
      /write what went wrong/,
    ],
    [
      'an address',
      'fetch(`https://example.com/?key=${process.env.OPENAI_API_KEY}`);',
      /the address needs the key/,
    ],
    [
      'an object that holds it',
      'const settings = { key: process.env.OPENAI_API_KEY };\nconsole.log(settings);',
      /`settings` holds the key among other things/,
    ],
    [
      'the request of a failure',
      "import axios from 'axios';\nconst headers = { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` };\naxios.post('https://api.openai.com/v1/moderations', { input: 'a' }, { headers }).catch((e) => console.log(e.config));",
      /`e.config` is the request with its headers/,
    ],
    [
      'a failure that is spread',
      "import axios from 'axios';\nconst headers = { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` };\naxios.post('https://api.openai.com/v1/moderations', { input: 'a' }, { headers }).catch((e) => console.log({ ...e }));",
      /is spread/,
    ],
  ] as const)
    it(title, () => {
      const found = reasons({ 'server.js': `${code}\n` });
      assert.equal(found.length, 1);
      assert.match(found[0], reason);
    });

  it('a property that a page reads of the answer', () => {
    const found = reasons({
      'package.json':
        '{ "dependencies": { "express": "^5.0.0", "react": "19", "react-dom": "19" }, "devDependencies": { "vite": "7" } }',
      'server.js': `${HEAD}app.get('/config', (req, res) => res.json({ model: 'x', apiKey: process.env.OPENAI_API_KEY }));\n`,
      'src/App.jsx':
        "import React from 'react';\nexport const load = () => fetch('/config').then((r) => r.json()).then(({ apiKey }) => apiKey);\n",
    });
    assert.deepEqual(found.length, 1);
    assert.match(found[0], /a page reads `apiKey`/);
  });
});
