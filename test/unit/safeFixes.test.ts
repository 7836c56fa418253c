import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

/**
 * Which fixes run without being asked for by name, on code where a guess would break what works.
 */
describe('fixes that are safe as a rule', () => {
  const offered = (files: Record<string, string>) => {
    const service = serviceOf({
      files: new Map(
        Object.entries({
          'package.json':
            '{ "type": "module", "dependencies": { "openai": "^7.0.0", "express": "^5.0.0" } }',
          ...files,
        }),
      ),
    });
    const offers = service.findings().flatMap((finding) => service.offers(finding));
    return (fix: string) => {
      const found = offers.filter(({ id }) => id === fix);
      return found.length === 0 ? 'not offered' : found.some(({ safe }) => safe) ? 'safe' : 'asks';
    };
  };
  const HEAD =
    "import OpenAI from 'openai';\nimport express from 'express';\nconst openai = new OpenAI();\nconst app = express();\napp.use(express.json());\n";
  const express = (body: string) => ({
    'server.js': `${HEAD}app.post('/chat', async (req, res) => {\n${body}\n});\napp.listen(3000);\n`,
  });
  const asks = (content: string) =>
    `const answer = await openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages: [{ role: 'user', content: ${content} }] });\nres.json({ text: answer.choices[0].message.content });`;

  describe('validate-input', () => {
    for (const [title, body, expected] of [
      [
        'a text, since it is trimmed',
        `const { message } = req.body;\n${asks('message.trim()')}`,
        'safe',
      ],
      [
        'a text in a sentence',
        `const { topic } = req.body;\n${asks('`About ${topic.trim()}`')}`,
        'safe',
      ],
      [
        'a text that must be there',
        `const { message } = req.body;\nif (!message || message.trim() === '') { res.status(400).json({ error: 'Empty' }); return; }\n${asks('message')}`,
        'safe',
      ],
      [
        'what may be a list of parts, with a picture among them',
        `const { message } = req.body;\n${asks('message')}`,
        'asks',
      ],
      [
        'what may be a number',
        `const { rating } = req.body;\n${asks('`Explain ${rating}`')}`,
        'asks',
      ],
      [
        'an answer that has begun',
        `const { message } = req.body;\nres.writeHead(200);\n${asks('message.trim()')}`,
        'asks',
      ],
      [
        'an answer that others may have begun',
        `const { message } = req.body;\nopen(res);\n${asks('message.trim()')}`,
        'asks',
      ],
      [
        'an object made into JSON',
        `const { recipe } = req.body;\n${asks('JSON.stringify(recipe)')}`,
        'asks',
      ],
      [
        'an object made into JSON with others',
        `const { recipe } = req.body;\n${asks('JSON.stringify({ recipe })')}`,
        'asks',
      ],
      [
        'an object handed to a function',
        `const { trip } = req.body;\n${asks('describe(trip)')}\nfunction describe(t) { return t.from + t.to; }`,
        'asks',
      ],
      [
        'a field with a substitute',
        `const { start } = req.body;\n${asks("`From ${start || 'home'}`")}`,
        'asks',
      ],
      [
        'a field with a default',
        `const { start = 'home' } = req.body;\n${asks('`From ${start}`')}`,
        'asks',
      ],
      [
        'a field that may be missing',
        `const { start } = req.body;\n${asks('`From ${start?.trim()}`')}`,
        'asks',
      ],
      [
        'a field that is looked at for being there',
        `const { start } = req.body;\nconst words = start === undefined ? 'home' : start;\n${asks('`From ${start}`')}`,
        'asks',
      ],
      [
        'a conversation, which may hold pictures',
        `const { messages } = req.body;\nconst answer = await openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages });\nres.json(answer);`,
        'asks',
      ],
      [
        'an answer with headers of its own',
        `const headers = { 'Access-Control-Allow-Origin': '*' };\nconst { message } = req.body;\nres.set(headers);\n${asks('message')}`,
        'asks',
      ],
    ] as const)
      it(`${title}: ${expected}`, () =>
        assert.equal(offered(express(body))('validate-input'), expected));

    it('the stream of a Lambda has no status to set: the answer goes ahead of it, and is asked for', () => {
      const files = {
        'index.mjs':
          "import OpenAI from 'openai';\nconst openai = new OpenAI();\nexport const handler = awslambda.streamifyResponse(async (event, responseStream) => {\n  const { message } = JSON.parse(event.body);\n  const stream = await openai.chat.completions.create({ model: 'gpt-5-mini', stream: true, messages: [{ role: 'user', content: message }] });\n  for await (const part of stream) responseStream.write(part.choices[0]?.delta?.content ?? '');\n  responseStream.end();\n});\n",
      };
      assert.equal(offered(files)('validate-input'), 'asks');
    });
    it('nor has the response of Node', () => {
      const files = {
        'index.mjs':
          "import OpenAI from 'openai';\nimport { createServer } from 'node:http';\nconst openai = new OpenAI();\ncreateServer(async (req, res) => {\n  const message = new URL(req.url, 'http://x').searchParams.get('q');\n  const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 9, input: message });\n  res.end(answer.output_text);\n}).listen(1);\n",
      };
      assert.equal(offered(files)('validate-input'), 'not offered');
    });
  });

  describe('handle-rate-limit', () => {
    const only = `const { message } = req.body;\nif (typeof message !== 'string' || message.length > 99) { res.status(400).json({}); return; }\n`;
    const deno = (from: string, answer: string) => ({
      'supabase/functions/chat/index.ts': `import OpenAI from '${from}';\nconst openai = new OpenAI({ apiKey: Deno.env.get('OPENAI_API_KEY') });\nconst corsHeaders = { 'Access-Control-Allow-Origin': '*' };\nDeno.serve(async (req) => {\n  const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 9, input: 'Hello' });\n  return ${answer};\n});\n`,
    });
    it('in a project that wants every way to give a value: asks', () =>
      assert.equal(
        offered({
          ...express(only + asks('message')),
          'tsconfig.json': '{ "compilerOptions": { "noImplicitReturns": true } }',
        })('handle-rate-limit'),
        'asks',
      ));
    it('inside a wrapper that answers failures itself: asks', () =>
      assert.equal(
        offered({
          'server.js': `${HEAD}app.post('/chat', guarded(async (req, res) => {\n${only + asks('message')}\n}));\nfunction guarded(f) { return (req, res) => f(req, res).catch((e) => res.status(e.status).json({})); }\n`,
        })('handle-rate-limit').replace('not offered', 'asks'),
        'asks',
      ));
    it('a catch that hands the failure on: asks', () =>
      assert.notEqual(
        offered(
          express(
            `${only}try {\n${asks('message')}\n} catch (error) {\nreport(error);\nres.status(500).json({});\n}`,
          ),
        )('handle-rate-limit'),
        'safe',
      ));
    it('the request alone: safe', () =>
      assert.equal(offered(express(only + asks('message')))('handle-rate-limit'), 'safe'));
    it('a database beside it, whose failure is no 502: asks', () =>
      assert.equal(
        offered(
          express(
            `${only}const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 9, input: message });\nawait database.save(answer.id);\nres.json({ text: answer.output_text });`,
          ),
        )('handle-rate-limit'),
        'asks',
      ));
    for (const [from, answer] of [
      [
        'https://esm.sh/openai@4.24.1',
        'new Response(answer.output_text, { headers: corsHeaders })',
      ],
      ['npm:openai@4', 'new Response(answer.output_text, { headers: { ...corsHeaders } })'],
      ['https://deno.land/x/openai@v4.20.1/mod.ts', 'Response.json({ text: answer.output_text })'],
    ])
      it(`Deno's import of ${from}: never safe`, () =>
        assert.notEqual(offered(deno(from, answer))('handle-rate-limit'), 'safe'));
  });

  describe('handle-partial-response', () => {
    const stored = (call: string, piece: string) => ({
      'job.mjs': `import OpenAI from 'openai';\nimport { writeFile } from 'node:fs/promises';\nconst openai = new OpenAI();\nlet text = '';\nconst stream = await ${call};\nfor await (const event of stream) {\n  text += ${piece};\n}\nawait writeFile('out.txt', text);\n`,
    });
    for (const [title, call, piece, expected] of [
      [
        'pieces of a chat',
        "openai.chat.completions.create({ model: 'gpt-5-mini', stream: true, max_completion_tokens: 99, messages: [{ role: 'user', content: 'Hi' }] })",
        "event.choices[0]?.delta?.content ?? ''",
        /safe|not offered/,
      ],
      [
        'pictures',
        "openai.images.generate({ model: 'gpt-image-1', stream: true, prompt: 'A river' })",
        'event.b64_json',
        /not offered/,
      ],
      [
        'recordings',
        "openai.audio.transcriptions.create({ model: 'gpt-4o-transcribe', stream: true, file })",
        "event.delta ?? ''",
        /not offered/,
      ],
      [
        'runs of assistants',
        "openai.beta.threads.runs.create('t', { assistant_id: 'a', stream: true })",
        "event.data?.delta ?? ''",
        /not offered/,
      ],
    ] as const)
      it(`the end of ${title}`, () =>
        assert.match(offered(stored(call, piece))('handle-partial-response'), expected));
  });

  describe('remove-browser-flag', () => {
    const client =
      "import OpenAI from 'openai';\nexport const openai = new OpenAI({ dangerouslyAllowBrowser: true });\n";
    const vite =
      '{ "type": "module", "dependencies": { "openai": "^7.0.0" }, "devDependencies": { "vite": "8" } }';
    it('a module of a page’s project that nobody imports: never safe', () =>
      assert.notEqual(
        offered({
          'package.json': vite,
          'index.html': '<script type="module" src="/src/main.js"></script>',
          'src/main.js': 'export {};\n',
          'src/api/openai.js': client,
        })('remove-browser-flag'),
        'safe',
      ));
    it('a server’s module: safe', () =>
      assert.equal(
        offered({
          'openai.js': client,
          'server.js':
            "import express from 'express';\nimport { openai } from './openai.js';\nconst app = express();\napp.get('/', async (req, res) => res.json(await openai.models.list()));\napp.listen(1);\n",
        })('remove-browser-flag'),
        'safe',
      ));
  });

  it('nothing runs by itself in a file that is not finished', () => {
    const key =
      "import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: 'made-up-key' });\n";
    assert.equal(offered({ 'a.js': key })('move-key-to-env'), 'safe');
    assert.equal(offered({ 'a.js': `${key}export function half(` })('move-key-to-env'), 'asks');
    assert.equal(
      offered({ 'a.js': key.replace("'made-up-key'", '`made-up-key') })('move-key-to-env'),
      'not offered',
    );
    assert.equal(
      offered({ 'a.js': `${key.slice(0, -5)}\nexport const next = 1;\n` })('move-key-to-env'),
      'not offered',
    );
  });

  it('a key that moves into a file says so where nothing reads the file', () => {
    const key =
      "import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: 'made-up-key' });\n";
    const noteWith = (manifest: object, code = key) => {
      const files = { 'a.js': code, 'package.json': JSON.stringify(manifest) };
      const service = serviceOf({ files: new Map(Object.entries(files)) });
      const [finding] = service.findings().filter(({ rule }) => rule === 'hardcoded-api-key');
      return service.offers(finding).find(({ id }) => id === 'move-key-to-env')?.note ?? '';
    };
    assert.match(noteWith({}), /start the program with `node --env-file=\.env`/);
    assert.doesNotMatch(noteWith({ dependencies: { dotenv: '17' } }), /--env-file/);
    assert.doesNotMatch(noteWith({ scripts: { start: 'node --env-file=.env a.js' } }), /by itself/);
    assert.doesNotMatch(noteWith({}, `process.loadEnvFile();\n${key}`), /by itself/);
    assert.doesNotMatch(noteWith({ dependencies: { next: '16' } }), /by itself/);
  });
});
