import assert from 'node:assert/strict';
import { streamed as fixedFiles } from '../harness/streamed';

const SDK = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
const BODY =
  "const answer = await openai.chat.completions.create({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A long story.' }] });\n  res.json({ text: answer.choices[0].message.content ?? '' });\n";
const HANDLER = `async (_req, res) => {\n  ${BODY}}`;
const EXPRESS = "import express from 'express';\n";
const asking = (address: string) =>
  `export async function story() {\n  const response = await fetch(${address}, { method: 'POST' });\n  if (!response.ok) throw new Error('No story');\n  const { text } = await response.json();\n  return text;\n}\n`;

const streamed = (files: Readonly<Record<string, string>>, type = 'module') =>
  fixedFiles({
    'package.json': `{ "type": "${type}", "dependencies": { "express": "5", "openai": "7" } }`,
    ...files,
  });

/** Handlers that are registered by name, and the page that asks them. */
const REGISTERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a function of another module': {
    'handlers.js': `${SDK}export const story = ${HANDLER};\n`,
    'server.js': `${EXPRESS}import { story } from './handlers.js';\nconst app = express();\napp.post('/api/story', story);\n`,
  },
  'a function in a wrapper': {
    'handlers.js': `${SDK}export async function story(_req, res) {\n  ${BODY}}\n`,
    'server.js': `${EXPRESS}import * as handlers from './handlers.js';\nimport wrap from 'express-async-handler';\nconst app = express();\napp.post('/api/story', wrap(handlers.story));\n`,
  },
  'a method of an instance': {
    'stories.js': `${SDK}export class Stories {\n  async story(_req, res) {\n  ${BODY}}\n}\n`,
    'server.js': `${EXPRESS}import { Stories } from './stories.js';\nconst stories = new Stories();\nconst app = express();\napp.post('/api/story', stories.story);\n`,
  },
  'a route of methods': {
    'handlers.js': `${SDK}export const story = ${HANDLER};\n`,
    'server.js': `${EXPRESS}import { story } from './handlers.js';\nconst app = express();\napp.route('/api/story').post(story);\n`,
  },
  'a router of its own': {
    'routes/story.js': `${SDK}${EXPRESS}const router = express.Router();\nrouter.post('/', ${HANDLER});\nexport default router;\n`,
    'server.js': `${EXPRESS}import story from './routes/story.js';\nconst app = express();\napp.use('/api/story', story);\n`,
  },
};

describe('stream-response finds the page that asks', () => {
  for (const [title, files] of Object.entries(REGISTERED)) {
    it(title, () =>
      assert.match(
        streamed({ ...files, 'src/page.js': asking("'/api/story'") }),
        /\/\/ src\/page\.js\n[^]*await readText\(response\)/,
      ),
    );
    it(`${title}, unless it asks what may be another address`, () =>
      assert.match(
        streamed({ ...files, 'src/page.js': asking('`${import.meta.env.VITE_API}/story`') }),
        /^refused: .*page\.js/,
      ));
  }
  it('a handler that is required', () =>
    assert.match(
      streamed(
        {
          'handlers.js': `const OpenAI = require('openai');\nconst openai = new OpenAI();\nexports.story = ${HANDLER};\n`,
          'server.js':
            "const express = require('express');\nconst { story } = require('./handlers');\nconst app = express();\napp.post('/api/story', story);\n",
          'src/page.js': asking("'/api/story'").replace('export ', ''),
        },
        'commonjs',
      ),
      /await readText\(response\)/,
    ));
  it('not where a handler has two addresses', () =>
    assert.match(
      streamed({
        'handlers.js': `${SDK}export const story = ${HANDLER};\n`,
        'server.js': `${EXPRESS}import { story } from './handlers.js';\nconst app = express();\napp.post('/api/story', story);\napp.post('/api/tale', story);\n`,
        'src/page.js': asking("'/api/story'"),
        'index.html': '<script type="module" src="src/page.js"></script>\n',
      }),
      /^refused: /,
    ));
  it('not the address of another module’s function of that name', () =>
    assert.match(
      streamed({
        'handlers.js': `${SDK}export const story = ${HANDLER};\n`,
        'others.js': "export const story = (_req, res) => res.json({ text: 'Once' });\n",
        'server.js': `${EXPRESS}import { story } from './others.js';\nimport * as handlers from './handlers.js';\nconst app = express();\napp.post('/api/story', story);\napp.post('/api/tale', handlers.story);\n`,
        'src/page.js': asking("'/api/tale'"),
        'src/other.js': asking("'/api/story'"),
      }),
      /^(?![^]*src\/other\.js)[^]*src\/page\.js/,
    ));
});
