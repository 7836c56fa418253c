import assert from 'node:assert/strict';
import { applied as apply, ask, REPLY, route } from '../harness/applied';

const GIVEN =
  "const { topic } = req.body;\nif (typeof topic !== 'string' || topic.length > 99) return res.status(400).json({ error: 'No' });";
const server = (...lines: readonly string[]) =>
  apply('separate-user-input', 'server.js', route(GIVEN, ...lines));
const respond = (settings: string) =>
  `const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, ${settings} });`;
const SAID = 'res.json({ text: answer.output_text });';

describe('what others write gets a message of its own', () => {
  describe('out of a message', () => {
    it('that is pushed into a list', () =>
      assert.match(
        server(
          'const messages = [];',
          "messages.push({ role: 'user', content: `Write a short poem on ${topic} that rhymes, for a child.` });",
          ask('messages'),
          REPLY,
        ),
        /messages\.push\(\{ role: 'system', content: `Write a short poem on <topic>[^`]*` \}, \{ role: 'user', content: `\$\{topic\}` \}\);/,
      ));
    it('whose content is a list of one text', () =>
      assert.match(
        server(
          ask(
            "[{ role: 'user', content: [{ type: 'text', text: `Write a short poem on ${topic} that rhymes, for a child.` }] }]",
          ),
          REPLY,
        ),
        /\{ role: 'system', content: `Write a short poem on <topic>[^`]*` \}, \{ role: 'user', content: \[\{ type: 'text', text: `\$\{topic\}` \}\] \}/,
      ));
    it('that is added together', () =>
      assert.match(
        server(
          "const prompt = 'Write a short poem on ' + topic + ' that rhymes, for a child.';",
          ask("[{ role: 'user', content: prompt }]"),
          REPLY,
        ),
        /const prompt = `Write a short poem on <topic> that rhymes, for a child\. What stands/,
      ));
    it('whose lines are joined', () =>
      assert.match(
        server(
          "const prompt = ['You write poems on ' + topic + '.', 'They rhyme.'].join('\\n');",
          ask("[{ role: 'system', content: prompt }, { role: 'user', content: 'Go on.' }]"),
          REPLY,
        ),
        /`You write poems on <topic>\.\nThey rhyme\.\n\nWhat stands/,
      ));
    it('not where a list would show what is missing as nothing', () =>
      assert.match(
        server(
          'const { tone } = req.body;',
          "const prompt = ['You write poems on', tone, 'They rhyme.'].join('\\n');",
          ask("[{ role: 'system', content: prompt }, { role: 'user', content: 'Go on.' }]"),
          REPLY,
        ),
        /^refused: the instructions are put together/,
      ));
    it('with what a database holds, which nobody shall obey now', () =>
      assert.match(
        server(
          'const page = await db.page(1);',
          ask(
            "[{ role: 'user', content: `Answer the question by the page alone.\\nPage: ${page}\\nQuestion: ${topic}\\nIn one line.` }]",
          ),
          REPLY,
        ),
        /Page: <page>\nQuestion: <topic>[^]*`page: \$\{page\}\\ntopic: \$\{topic\}`/,
      ));
    it('but not the constants of the module', () =>
      assert.match(
        apply(
          'separate-user-input',
          'server.js',
          `const NAME = 'Patchy';\n${route(
            GIVEN,
            ask(
              "[{ role: 'user', content: `You are ${NAME}, a pirate. Write on ${topic} in one line, please.` }]",
            ),
            REPLY,
          )}`,
        ),
        /You are \$\{NAME\}, a pirate\. Write on <topic>/,
      ));
  });

  describe('out of instructions', () => {
    it('beside a list of messages', () =>
      assert.match(
        server(
          respond(
            "instructions: `You write poems on ${topic} that rhyme.`, input: [{ role: 'user', content: 'Go on.' }]",
          ),
          SAID,
        ),
        /instructions: `You write poems on <topic> that rhyme\.[^`]*`, input: \[\{ role: 'user', content: `\$\{topic\}` \}, \{ role: 'user', content: 'Go on\.' \}\]/,
      ));
    it('beside a text', () =>
      assert.match(
        server(
          respond("instructions: `You write poems on ${topic} that rhyme.`, input: 'Go on.'"),
          SAID,
        ),
        /input: \[\{ role: 'user', content: `\$\{topic\}` \}, \{ role: 'user', content: 'Go on\.' \}\]/,
      ));
    it('not beside what may be a list or a text', () =>
      assert.match(
        server(
          'const { items } = req.body;',
          respond('instructions: `You write poems on ${topic} that rhyme.`, input: items'),
          SAID,
        ),
        /^refused: the instructions are put together/,
      ));
  });

  it('not where the API takes no messages', () =>
    assert.match(
      server(
        "const speech = await openai.audio.speech.create({ model: 'tts', voice: 'nova', input: 'Hello', instructions: `Speak like someone from ${topic}, slowly.` });",
        'res.send(speech.body);',
      ),
      /^refused: `audio\.speech\.create` takes one text and no messages/,
    ));

  it('not where hardly a word of the developer is left', () =>
    assert.match(
      server(ask("[{ role: 'system', content: `${topic}: go` }]"), REPLY),
      /^refused: the instructions are put together/,
    ));

  it('out of a short sentence that only announces it', () =>
    assert.match(
      apply(
        'separate-user-input',
        'app/api/mood/route.ts',
        "import { openai } from '@ai-sdk/openai';\nimport { generateText } from 'ai';\nexport async function POST(req: Request) {\nconst { words } = await req.json();\nif (typeof words !== 'string' || words.length > 99) return Response.json({}, { status: 400 });\nconst { text } = await generateText({ model: openai('gpt-5-mini'), prompt: `Classify the sentiment in this text: \"${words}\"` });\nreturn Response.json({ text });\n}\n",
        '{ "dependencies": { "ai": "^5.0.0", "@ai-sdk/openai": "^2.0.0", "next": "^16.0.0" } }',
      ),
      /system: ['"]Classify the sentiment in this text\.['"], prompt: words/,
    ));
});
