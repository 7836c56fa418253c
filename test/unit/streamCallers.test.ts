import assert from 'node:assert/strict';
import { streamed as fixedFiles } from '../harness/streamed';

const MANIFEST =
  '{ "type": "module", "dependencies": { "express": "5", "openai": "7", "react": "19" } }';
const SDK = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
const APP = `${SDK}import express from 'express';\nconst app = express();\napp.use(express.json());\n`;
const CALL =
  "await openai.chat.completions.create({ model: 'gpt-5', max_completion_tokens: 4000, messages: [{ role: 'user', content: 'A long story.' }] })";
const TEXT = "answer.choices[0].message.content ?? ''";
const ROUTE = `${APP}app.post('/api/story', async (_req, res) => {\n  const answer = ${CALL};\n  res.json({ text: ${TEXT} });\n});\n`;

const streamed = (files: Readonly<Record<string, string>>) =>
  fixedFiles({ 'package.json': MANIFEST, ...files });

const page = (...lines: readonly string[]) => ({
  'server.js': ROUTE,
  'src/story.js': `${lines.join('\n')}\n`,
});
const POST = "{ method: 'POST', body: '{}' }";

describe('stream-response and those who ask', () => {
  for (const [title, files, ...expected] of [
    [
      'a function that returns the text goes on to return all of it',
      page(
        'export async function story() {',
        `  const response = await fetch('/api/story', ${POST});`,
        "  if (!response.ok) throw new Error('No story');",
        '  const data = await response.json();',
        '  return data.text.trim();',
        '}',
      ),
      /const data = \{ text: await readText\(response\) \};\n {2}return data\.text\.trim\(\);/,
      /async function\* readPieces[^]*async function readText/,
    ],
    [
      'a failure that is read off the same body still is',
      page(
        'export async function story() {',
        `  const response = await fetch('/api/story', ${POST});`,
        '  const data = await response.json();',
        '  if (!response.ok) throw new Error(data.error);',
        '  return data.text;',
        '}',
      ),
      /const data = response\.ok \? \{ text: await readText\(response\) \} : await response\.json\(\);/,
    ],
    [
      'a chain of promises',
      page(
        'export const story = (show) =>',
        `  fetch('/api/story', ${POST})`,
        '    .then((response) => response.json())',
        '    .then((data) => show(data.text));',
      ),
      /\.then\(\(response\) => response\.ok \? readText\(response\)\.then\(\(text\) => \(\{ text \}\)\) : response\.json\(\)\)/,
    ],
    [
      'an address behind a constant, and below the one that the router is mounted under',
      {
        'server.js': ROUTE.replaceAll("app.post('/api/story'", "router.post('/story'").replace(
          'app.use(express.json());',
          "const router = express.Router();\napp.use('/api', express.json(), router);",
        ),
        'src/story.js': `const STORY = '/api/story';\nexport async function story() {\n  const response = await fetch(STORY, ${POST});\n  const { text } = await response.json();\n  return text;\n}\n`,
      },
      /const \{ text \} = response\.ok \? \{ text: await readText\(response\) \} : await response\.json\(\);/,
    ],
  ] as const)
    it(title, () => {
      const found = streamed(files);
      for (const wanted of expected) assert.match(found, wanted);
    });

  for (const [title, files, reason] of [
    [
      'another client',
      page(
        "import axios from 'axios';",
        `export const story = async () => (await axios.post('/api/story', {})).data.text;`,
      ),
      /^refused: `src\/story\.js` \(line 2\) asks for the whole answer/,
    ],
    [
      'a function that is handed the address',
      page(
        "import { useAnswer } from './answer';",
        "export const Story = () => useAnswer({ api: '/api/story' }).text;",
      ),
      /^refused: `src\/story\.js` \(line 2\)/,
    ],
    [
      'an address that may be another route',
      page(
        'export async function story() {',
        `  const response = await fetch('/old/api/story', ${POST});`,
        '  return (await response.json()).text;',
        '}',
      ),
      /^refused: `src\/story\.js` \(line 2\)/,
    ],
    [
      'an answer that is read in two ways',
      page(
        'export async function story() {',
        `  const response = await fetch('/api/story', ${POST});`,
        '  return response.ok ? (await response.json()).text : response.text();',
        '}',
      ),
      /^refused: `src\/story\.js` \(line 2\)/,
    ],
    [
      'a page, where the address is that of the place it is mounted at',
      {
        ...page(`export const story = () => fetch('/stories', ${POST});`),
        'server.js': ROUTE.replace("'/api/story'", "'/'"),
        'index.html': '<script type="module" src="/src/story.js"></script>',
      },
      /^refused: which address the handler answers is not known here, and `src\/story\.js`/,
    ],
  ] as const)
    it(`not beside ${title}`, () => assert.match(streamed(files), reason));
});

describe('a page that shows the text', () => {
  const shows = (before: string, after = '', around = (body: string) => body) =>
    streamed(
      page(
        'export async function story(setText, setBusy) {',
        around(
          `  const response = await fetch('/api/story', ${POST});\n${before}  const data = await response.json();\n  setText(data.text);\n${after}`,
        ),
        '}',
      ),
    );
  const PIECES = /for await \(const piece of readPieces\(response\)\) \{/;
  const BUSY = '  setBusy(false);\n';

  for (const [title, found] of [
    [
      'where a failure has left before',
      shows("  if (!response.ok) throw new Error('No');\n", BUSY),
    ],
    [
      'where a failure is caught around it',
      shows(
        '',
        BUSY,
        (body) => `  try {\n${body}  } catch (error) {\n    setText(error.message);\n  }`,
      ),
    ],
    ['where nothing comes behind', shows('')],
  ] as const)
    it(`shows each piece ${title}`, () => assert.match(found, PIECES));

  it('goes on behind it as before where a failure is neither told apart nor caught', () => {
    const found = shows('', BUSY);
    assert.match(
      found,
      /const data = response\.ok \? \{ text: await readText\(response\) \} : await response\.json\(\);\n {2}setText\(data\.text\);\n {2}setBusy\(false\);/,
    );
    assert.doesNotMatch(found, /for await \(const piece of readPieces\(response\)\) \{/);
  });

  it('takes the only member by its name', () =>
    assert.match(
      streamed(
        page(
          'export async function story() {',
          `  const response = await fetch('/api/story', ${POST});`,
          "  if (!response.ok) throw new Error('No story');",
          '  const { text } = await response.json();',
          '  return text.trim();',
          '}',
        ),
      ),
      /const text = await readText\(response\);\n {2}return text\.trim\(\);/,
    ));
});

describe('stream-response through the function that asks', () => {
  const asking = (last = `return ${TEXT};`) =>
    `async function ask() {\n  const answer = ${CALL};\n  ${last}\n}\n`;
  const handler = (...lines: readonly string[]) =>
    `app.post('/api/story', async (_req, res) => {\n${lines.join('\n')}\n});\n`;

  for (const [title, files, ...expected] of [
    [
      'in the same file',
      {
        'server.js': `${APP}${asking()}${handler('const text = await ask();', 'res.json({ text });')}`,
      },
      /async function ask\(signal\) \{\n {2}return openai\.chat\.completions\.create\(\{[^]*stream: true \}, \{ signal \}\);\n\}/,
      /const stream = await ask\(aborted\.signal\);/,
      /res\.write\(`data: /,
    ],
    [
      'with what it is given, and a failure that it turns into its own',
      {
        'server.js': `${APP}const ask = async (topic) => {\n  try {\n    const answer = ${CALL.replace("'A long story.'", 'topic')};\n    return ${TEXT};\n  } catch (error) {\n    console.error(error);\n    throw new Error('No story', { cause: error });\n  }\n};\n${handler('res.json({ text: await ask(_req.body.topic) });')}`,
      },
      /const ask = async \(topic, signal\) => \{\n {2}try \{\n {4}return await openai\./,
      /const stream = await ask\(_req\.body\.topic, aborted\.signal\);/,
    ],
    [
      'of another file, in TypeScript',
      {
        'package.json': '{ "dependencies": { "next": "16", "openai": "7" } }',
        'lib/story.ts': `${SDK}export async function ask(topic: string): Promise<string> {\n  const answer = ${CALL.replace("'A long story.'", 'topic')};\n  return ${TEXT};\n}\n`,
        'app/api/story/route.ts':
          "import { ask } from '../../../lib/story';\nexport async function POST(request: Request) {\n  const { topic } = await request.json();\n  const story = await ask(topic);\n  return Response.json({ story });\n}\n",
      },
      /export async function ask\(topic: string, signal: AbortSignal\) \{\n {2}return openai/,
      /const stream = await ask\(topic, aborted\.signal\);/,
      /return new Response\(body, /,
    ],
  ] as const)
    it(title, () => {
      const found = streamed(files);
      for (const wanted of expected) assert.match(found, wanted);
    });

  for (const [title, code] of [
    [
      'which is called elsewhere, too',
      `${asking()}console.log(await ask());\n${handler('const text = await ask();', 'res.json({ text });')}`,
    ],
    [
      'whose failure is a text as any other',
      `async function ask() {\n  try {\n    const answer = ${CALL};\n    return ${TEXT};\n  } catch {\n    return 'No story today.';\n  }\n}\n${handler('const text = await ask();', 'res.json({ text });')}`,
    ],
    [
      'which makes something of the text',
      `${asking(`return (${TEXT}).trim();`)}${handler('const text = await ask();', 'res.json({ text });')}`,
    ],
    [
      'of a handler that does more with the text',
      `${asking()}${handler('const text = await ask();', 'console.log(text);', 'res.json({ text });')}`,
    ],
  ] as const)
    it(`not one ${title}`, () => assert.match(streamed({ 'server.js': APP + code }), /^refused: /));
});
