import assert from 'node:assert/strict';
import { applied as apply, appliedTo, ask, HEAD, REPLY, route } from '../harness/applied';

const server = (...lines: readonly string[]) =>
  apply('validate-input', 'server.js', route(...lines));

describe('what a check of input lets through', () => {
  describe('of what was served before, nothing is refused', () => {
    const FETCHED = [
      'const { topic } = req.body;',
      'const page = await fetch(`https://example.com/${topic}`);',
    ];
    for (const [title, uses] of [
      ['a response', 'const text = await page.text();'],
      ['a response that is read as JSON', 'const text = await page.json();'],
      ['a response that is copied', 'const text = await page.clone().text();'],
    ] as const)
      it(`not ${title}, which is no text`, () => {
        const after = server(...FETCHED, uses, ask("[{ role: 'user', content: text }]"), REPLY);
        assert.doesNotMatch(after, /typeof page|page\.length|JSON\.stringify\(page/);
      });

    const length = (chosen: string) =>
      server(
        'const { topic, size } = req.body;',
        `const words = ${chosen};`,
        ask("[{ role: 'user', content: `Write ${words} words on ${topic}, please.` }]"),
        REPLY,
      );
    for (const chosen of ['size ? size : 300', 'size || 300', 'size ?? 300'])
      it(`not the number that \`${chosen}\` stands for`, () =>
        assert.doesNotMatch(length(chosen), /typeof size !== 'string'/));
    const nest = (parameter: string) =>
      apply(
        'validate-input',
        'src/sums.controller.ts',
        `import { Body, Controller, Param, Post } from '@nestjs/common';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\n@Controller('sums')\nexport class Sums {\n  @Post(':item')\n  async sum(${parameter}) {\n    const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input: \`Sum up ${'${item}'}, please.\` });\n    return { text: answer.output_text };\n  }\n}\n`,
        '{ "dependencies": { "openai": "^6.0.0", "@nestjs/common": "^11.0.0" } }',
      );
    it('not the number that its type says it is', () =>
      assert.doesNotMatch(nest("@Param('item') item: number"), /typeof item !== 'string'/));
    it('not the text that goes into a list of messages on its way', () =>
      assert.doesNotMatch(
        apply(
          'validate-input',
          'server.ts',
          `${HEAD}const complete = async (messages: any[]) => openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages });\napp.post('/chat', async (req, res) => {\nconst { question } = req.body;\nconst answer = await complete(({ messages: [{ role: 'user', content: question }] }).messages);\n${REPLY}\n});\n`,
        ),
        /Array\.isArray\(question\)/,
      ));
    it('but a text, where its type says so', () =>
      assert.match(nest("@Param('item') item: string"), /typeof item !== 'string'/));

    it('but what is printed is bounded', () =>
      assert.match(length("size ? size : 'few'"), /String\(words \?\? ''\)\.length/));

    const embedding = (...lines: readonly string[]) =>
      apply(
        'validate-input',
        'server.js',
        `import { split } from './split.js';\n${HEAD}app.post('/chat', async (req, res) => {\nconst { text } = req.body;\n${lines.join('\n')}\nres.json(answer.data);\n});\n`,
      );
    it('not the document that is taken apart before it is embedded', () =>
      assert.doesNotMatch(
        embedding(
          'const chunks = await split(text);',
          "const answer = await openai.embeddings.create({ model: 'text-embedding-3-small', input: chunks.map((chunk) => chunk.content) });",
        ),
        /MAX_TEXT_LENGTH = 40000/,
      ));
    it('but a text of more than the API takes', () =>
      assert.match(
        embedding(
          "const answer = await openai.embeddings.create({ model: 'text-embedding-3-small', input: text });",
        ),
        /MAX_TEXT_LENGTH = 40000/,
      ));

    const gemini = (sent: string) =>
      apply(
        'validate-input',
        'server.js',
        `import { GoogleGenerativeAI } from '@google/generative-ai';\nimport express from 'express';\nconst app = express();\napp.use(express.json());\nconst model = new GoogleGenerativeAI(process.env.GOOGLE_API_KEY).getGenerativeModel({ model: 'gemini-2.5-flash' });\napp.post('/chat', async (req, res) => {\nconst { last } = req.body;\nconst chat = model.startChat({ history: [] });\nconst answer = await chat.sendMessage(${sent});\nres.json({ text: answer.response.text() });\n});\n`,
        '{ "type": "module", "dependencies": { "@google/generative-ai": "^0.24.0", "express": "^5.0.0" } }',
      );
    it('not the pictures among the parts of a message', () =>
      assert.match(
        gemini('last.parts'),
        /FILE_KEYS = \['inlineData', 'fileData'\];[^]*JSON\.stringify\(last\.parts \?\? '', withoutFiles\)/,
      ));
  });

  describe('of roles, none that the sender may need', () => {
    const said = (files: Readonly<Record<string, string>>, given: string) =>
      appliedTo(
        'validate-input',
        {
          ...files,
          'server.js': route('const { messages } = req.body;', ask(given), REPLY),
        },
        'server.js',
      );
    const page = (message: string) => ({
      'public/index.html': `<script>\nconst history = [${message}];\nfetch('/chat', { method: 'POST', body: JSON.stringify({ messages: history }) });\n</script>\n`,
    });
    it('nothing, where the script of a page has the instructions', () =>
      assert.match(
        said(page("{ role: 'system', content: 'You are a detective.' }"), 'messages'),
        /^refused: .*index\.html. sends system messages of its own/,
      ));
    it('the others, where the page has none', () =>
      assert.match(
        said(page("{ role: 'assistant', content: 'Hello' }"), 'messages'),
        /message\?\.role/,
      ));
    it('the others, where nobody is in sight who sends them', () =>
      assert.match(said({}, 'messages'), /message\?\.role/));
  });
});
