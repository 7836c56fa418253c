import assert from 'node:assert/strict';
import { applied as apply, ask, HEAD, REPLY, route } from '../harness/applied';

const server = (...lines: readonly string[]) =>
  apply('validate-input', 'server.js', route(...lines));
const asked = ask("[{ role: 'user', content: prompt }]");

describe('what is checked of an input', () => {
  describe('of a text that the handler puts together, its parts', () => {
    for (const [title, made] of [
      ['a template', 'const prompt = `Sum up this text for a child: ${topic}`;'],
      ['words that are added', "let prompt = 'Sum up: ';\nprompt += topic;"],
      ['lines that are joined', "const prompt = ['Sum up:', topic].join('\\n');"],
    ] as const)
      it(title, () => {
        const after = server('const { topic } = req.body;', made, asked, REPLY);
        assert.match(after, /topic\.length > MAX_TOPIC_LENGTH/);
        assert.doesNotMatch(after, /MAX_PROMPT/);
      });
    it('a member of the body, before it is read', () =>
      assert.match(
        server('let prompt = `About ${req.body.topic}`;', asked, REPLY),
        /req\.body\.topic\.length > MAX_TOPIC_LENGTH[^]*let prompt/,
      ));
    it('a text that is only printed is itself', () =>
      assert.match(
        server('const { topic } = req.body;', 'const prompt = topic.trim();', asked, REPLY),
        /MAX_PROMPT_LENGTH = 40000;[^]*prompt\.length > MAX_PROMPT_LENGTH/,
      ));
  });

  describe('of a list that is sent as it is, what it holds', () => {
    const items = (given: string) =>
      server(
        'const { messages } = req.body;',
        `const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: ${given} });`,
        'res.json({ text: answer.output_text });',
      );
    it('as items', () =>
      assert.match(items('messages'), /JSON\.stringify\(messages \?\? '', withoutFiles\)/));
    it('not the word that an object prints', () =>
      assert.doesNotMatch(items('messages'), /String\(messages/));
  });

  describe('of messages that another function makes', () => {
    const mapped = (...lines: readonly string[]) =>
      server('const { history } = req.body;', ...lines, ask('messages'), REPLY);
    it('their size, where their roles are chosen before', () => {
      const after = mapped(
        "const messages = history.filter((message) => message.role === 'user' || message.role === 'assistant').map(convert);",
      );
      assert.match(after, /JSON\.stringify\(messages \?\? ''\)\.length > MAX_MESSAGES_LENGTH/);
      assert.doesNotMatch(after, /message\?\.role/);
    });
    for (const [title, made] of [
      ['nothing, where any role is let through', 'const messages = history.map(convert);'],
      [
        'nothing, where a role that instructs is let through',
        "const messages = history.filter((message) => message.role === 'user' || message.role === 'system').map(convert);",
      ],
      [
        'nothing, where one role is left out',
        "const messages = history.filter((message) => message.role !== 'tool').map(convert);",
      ],
    ] as const)
      it(title, () => assert.doesNotMatch(mapped(made), /messages\.some|MAX_MESSAGES/));
  });

  describe('of a recording', () => {
    const transcribed = (given: string, file: string) =>
      apply(
        'validate-input',
        'app/api/transcribe/route.ts',
        `import OpenAI from 'openai';\nconst openai = new OpenAI();\nexport async function POST(request: Request) {\nconst form = await request.formData();\n${given}\nconst text = await openai.audio.transcriptions.create({ model: 'whisper-1', file: ${file} });\nreturn Response.json({ text });\n}\n`,
        '{ "dependencies": { "openai": "^6.0.0", "next": "^16.0.0" } }',
      );
    it('its size, which the API takes', () =>
      assert.match(
        transcribed("const audio = form.get('audio') as File;", 'audio'),
        /MAX_AUDIO_SIZE = 25 \* 1024 \* 1024;[^]*audio\.size > MAX_AUDIO_SIZE\) \{\n\s*return Response\.json\(\{ error: 'Invalid audio' \}, \{ status: 400 \}\);/,
      ));
    it('that may be missing, its size where it is there', () =>
      assert.match(
        transcribed(
          "const audio = form.get('audio') as File | null;\nif (!audio) return Response.json({ error: 'No audio' }, { status: 400 });",
          'audio',
        ),
        /audio && audio\.size > MAX_AUDIO_SIZE/,
      ));
    it('whose bytes are read, the size of the file', () =>
      assert.match(
        apply(
          'validate-input',
          'app/api/transcribe/route.ts',
          "import { openai } from '@ai-sdk/openai';\nimport { experimental_transcribe as transcribe } from 'ai';\nexport async function POST(request: Request) {\nconst form = await request.formData();\nconst file = form.get('audio') as File;\nconst bytes = new Uint8Array(await file.arrayBuffer());\nconst { text } = await transcribe({ model: openai.transcription('whisper-1'), audio: bytes });\nreturn Response.json({ text });\n}\n",
          '{ "dependencies": { "ai": "^5.0.0", "@ai-sdk/openai": "^2.0.0", "next": "^16.0.0" } }',
        ),
        /file\.size > MAX_FILE_SIZE/,
      ));
    it('nothing, where nothing says that it is one', () =>
      assert.match(
        transcribed("const audio = form.get('audio');", 'audio'),
        /^refused: .*is a file/,
      ));
  });

  it('in every handler that sends the same', () => {
    const after = apply(
      'validate-input',
      'server.js',
      `${HEAD}const answerTo = (text) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: text.trim() });\napp.post('/a', async (req, res) => {\nconst { question } = req.body;\nres.json(await answerTo(question));\n});\napp.post('/b', async (req, res) => {\nconst { topic } = req.body;\nres.json(await answerTo(topic));\n});\n`,
    );
    assert.match(
      after,
      /question\.length > MAX_QUESTION_LENGTH[^]*topic\.length > MAX_TOPIC_LENGTH/,
    );
  });

  describe('of what a handler only hands on', () => {
    const SERVICE =
      "import OpenAI from 'openai';\nconst openai = new OpenAI();\nconst promptFor = (topic) => `Write a poem on ${topic} that rhymes.`;\nconst poem = (input) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input });\n";
    const handler = (...lines: readonly string[]) =>
      apply(
        'validate-input',
        'server.js',
        `${SERVICE}${HEAD.replace("import OpenAI from 'openai';\n", '').replace('const openai = new OpenAI();\n', '')}app.post('/a', async (req, res) => {\n${lines.join('\n')}\n});\n`,
      );
    it('the argument of the function that puts the text together', () =>
      assert.match(
        handler(
          'const { topic } = req.body;',
          'const answer = await poem(promptFor(topic));',
          'res.json({ text: answer.output_text });',
        ),
        /topic\.length > MAX_TOPIC_LENGTH\) \{\n\s*return res\.status\(400\)/,
      ));
    it('a member of the object that it hands over', () =>
      assert.match(
        apply(
          'validate-input',
          'server.js',
          `${HEAD}const create = (data) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: data.title.trim() });\napp.post('/a', async (req, res) => {\nconst answer = await create(req.body);\nres.json({ text: answer.output_text });\n});\n`,
        ),
        /typeof req\.body\.title !== 'string' \|\| req\.body\.title\.length > MAX_TITLE_LENGTH/,
      ));
    it('all of a body that is sent on as it came', () =>
      assert.match(
        apply(
          'validate-input',
          'netlify/functions/chat.js',
          "exports.handler = async (event) => {\nconst payload = JSON.parse(event.body);\nconst response = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` }, body: JSON.stringify(payload) });\nreturn { statusCode: 200, body: JSON.stringify(await response.json()) };\n};\n",
        ),
        /JSON\.stringify\(payload \?\? ''[^]*\.length > MAX_PAYLOAD_LENGTH\) \{\n\s*return \{\s*statusCode: 400/,
      ));
    for (const [title, given, checked] of [
      [
        'itself, where it is put into an object on its way',
        '{ title: req.body.title }',
        'req.body.title',
      ],
      ['itself, where it is put there by its own name', '{ title }', 'title'],
    ] as const)
      it(title, () => {
        const after = apply(
          'validate-input',
          'server.js',
          `${HEAD}const create = (data) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: data.title.trim() });\napp.post('/a', async (req, res) => {\nconst { title } = req.body;\nconst answer = await create(${given});\nres.json({ text: answer.output_text });\n});\n`,
        );
        assert.ok(after.includes(`if (typeof ${checked} !== 'string' ||`), after);
        assert.doesNotMatch(after, /title\.title/);
      });
    it('itself, where a bot puts a member of a message into an object', () =>
      assert.match(
        apply(
          'validate-input',
          'bot.js',
          "import { Client } from 'whatsapp-web.js';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nconst client = new Client();\nconst answer = async ({ body }) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: body });\nclient.on('message', async (msg) => {\nconst reply = await answer({ body: msg.body });\nawait msg.reply(reply.output_text);\n});\n",
          '{ "type": "module", "dependencies": { "openai": "^7.0.0", "whatsapp-web.js": "^1.0.0" } }',
        ),
        /if \(typeof msg\.body !== 'string' \|\| msg\.body\.length > MAX_BODY_LENGTH\)/,
      ));
    it('a member of the query, and not the query', () =>
      assert.match(
        handler(
          'const answer = await poem(promptFor(req.query.topic));',
          'res.json({ text: answer.output_text });',
        ),
        /MAX_TOPIC_LENGTH = 4000;[^]*req\.query\.topic\.length > MAX_TOPIC_LENGTH/,
      ));
  });

  describe('of a job, which fails', () => {
    const job = (...lines: readonly string[]) =>
      apply(
        'validate-input',
        'trigger/poem.ts',
        `import { task } from '@trigger.dev/sdk/v3';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\ntype Payload = { topic: string; tone: string; size?: number };\nconst promptFor = (topic: string, tone: string, size?: number) => \`A \${tone} poem on \${topic} of \${size} lines, please.\`;\nexport const poem = task({ id: 'poem', run: async ({ topic, tone, size }: Payload) => {\n${lines.join('\n')}\n} });\n`,
        '{ "type": "module", "dependencies": { "openai": "^7.0.0", "@trigger.dev/sdk": "^3.0.0" } }',
      );
    const REQUEST =
      "const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: promptFor(topic, tone, size) });";
    it('each of the texts that are handed on together, and no number', () => {
      const after = job(REQUEST, 'return answer.output_text;');
      assert.match(
        after,
        /topic\.length > MAX_TOPIC_LENGTH\) \{\n\s*throw new Error\('Invalid topic'\)/,
      );
      assert.match(after, /tone\.length > MAX_TONE_LENGTH/);
      assert.doesNotMatch(after, /typeof size|topic != null/);
    });
    it('before a `try` that would take it for a failure of its own', () => {
      const after = job('try {', REQUEST, 'return answer.output_text;', '} catch { return null; }');
      assert.ok(after.indexOf('Invalid topic') < after.indexOf('try {'), after);
    });
  });

  it('of a member that its type lets be missing, only what is there', () =>
    assert.match(
      apply(
        'validate-input',
        'app/api/poem/route.ts',
        "import OpenAI from 'openai';\nconst openai = new OpenAI();\ninterface Wish { topic?: string }\nconst poem = (wish: Wish) => openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: `A poem on ${wish.topic}, please.` });\nexport async function POST(request: Request) {\nconst wish: Wish = await request.json();\nconst answer = await poem(wish);\nreturn Response.json({ text: answer.output_text });\n}\n",
        '{ "dependencies": { "openai": "^6.0.0", "next": "^16.0.0" } }',
      ),
      /wish\.topic != null &&\s*\(typeof wish\.topic !== 'string' \|\|/,
    ));
});
