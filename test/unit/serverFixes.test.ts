import assert from 'node:assert/strict';
import { applied as apply, ask, HEAD, HELLO, REPLY, route } from '../harness/applied';

/** What a fix makes of one server file, or why it leaves its findings to the person. */
describe('fixes of servers', () => {
  describe('validate-input checks a value where it has come in', () => {
    const asked = "[{ role: 'user', content: `About ${topic.trim()}` }]";
    for (const [title, given] of [
      ['by an assignment', 'topic = req.body.topic;'],
      ['by taking the body apart', '({ topic } = req.body);'],
    ] as const)
      it(`${title} inside of a \`try\``, () => {
        const after = apply(
          'validate-input',
          'server.js',
          route(
            'let topic;',
            'try {',
            given,
            ask(asked),
            REPLY,
            '} catch (e) { res.status(500).json({ error: e.message }); }',
          ),
        );
        assert.ok(after.indexOf('typeof topic') > after.indexOf(given), after);
      });
    it('not where it comes in at two places', () =>
      assert.match(
        apply(
          'validate-input',
          'server.js',
          route(
            'let topic;',
            'if (req.body.a) topic = req.body.a;',
            'else topic = req.body.b;',
            ask(asked),
            REPLY,
          ),
        ),
        /^refused|typeof req\.body/,
      ));
    it('not before a `try` that it comes in behind, where the refusal is thrown', () =>
      assert.match(
        apply(
          'validate-input',
          'server/api/chat.post.ts',
          `import OpenAI from 'openai';\nconst openai = new OpenAI();\nexport default defineEventHandler(async (event) => {\nlet topic;\ntry {\ntopic = (await readBody(event)).topic;\n${ask(asked)}\nreturn answer.choices[0].message;\n} catch (e) {\nreturn null;\n}\n});\n`,
          '{ "dependencies": { "openai": "^7.0.0", "nuxt": "^4.0.0" } }',
        ),
        /^refused/,
      ));
    it('above the comment that speaks of what follows', () =>
      assert.match(
        apply(
          'validate-input',
          'server.js',
          route('const { topic } = req.body;', '// Asks for it.', ask(asked), REPLY),
        ),
        /topic\.length > MAX_TOPIC_LENGTH\) \{\n.*\n\}\n\/\/ Asks for it/,
      ));
  });

  describe('validate-input leaves the roles of a list alone that the handler makes', () => {
    const made = (...lines: readonly string[]) =>
      apply(
        'validate-input',
        'server.js',
        route('const { topic, rules } = req.body;', ...lines, ask('messages'), REPLY),
      );
    for (const [title, lines] of [
      ['as a list', ["const messages = [{ role: 'user', content: topic }];"]],
      [
        'with a system message in front',
        [
          "const messages = [{ role: 'user', content: topic }];",
          "messages.unshift({ role: 'system', content: 'Be kind.' });",
        ],
      ],
      [
        'of what it has stored',
        [
          'const messages = stored.map(({ role, content }) => ({ role, content }));',
          "messages.push({ role: 'user', content: topic });",
        ],
      ],
    ] as const)
      it(title, () => {
        const after = made(...lines);
        assert.doesNotMatch(after, /message\?\.role/);
        assert.match(after, /MAX_TOPIC_LENGTH/);
      });
    it('and checks those of one that comes in', () =>
      assert.match(
        apply(
          'validate-input',
          'server.js',
          route('const { messages } = req.body;', ask('messages'), REPLY),
        ),
        /message\?\.role/,
      ));
  });

  describe('handle-rate-limit leaves alone', () => {
    it('a handler that goes on behind its `catch`', () =>
      assert.match(
        apply(
          'handle-rate-limit',
          'server.js',
          route(
            'let text;',
            'try {',
            ask(HELLO),
            'text = answer.choices[0].message.content;',
            "} catch (error) {\ntext = 'Nothing';\n}",
            'res.json({ text });',
          ),
        ),
        /^refused: .*goes on behind the `catch`/,
      ));
    const action = (...lines: readonly string[]) =>
      apply(
        'handle-rate-limit',
        'app/actions.ts',
        `'use server';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nexport async function joke() {\ntry {\n${ask(HELLO)}\nreturn { ok: true, text: answer.choices[0].message.content };\n} catch (error) {\n${lines.join('\n')}\n}\n}\n`,
        '{ "dependencies": { "openai": "^7.0.0", "next": "^16.0.0" } }',
      );
    it('an action whose `catch` gives back an empty value', () =>
      assert.match(action('return [];'), /^refused/));
    it('an action whose failures have codes of their own', () =>
      assert.match(
        action("return { status: 'error', code: 'NO_REDIS', message: 'No Redis' };"),
        /^refused/,
      ));
    it('not an action whose failures say nothing but what went wrong', () =>
      assert.match(
        action("return { ok: false, text: null, error: 'No joke' };"),
        /return \{ ok: false, text: null, error: 'Too many/,
      ));
  });

  describe('handle-rate-limit behind a fetch', () => {
    const fetched = (...lines: readonly string[]) =>
      apply(
        'handle-rate-limit',
        'server.js',
        `import express from 'express';\nconst app = express();\nconst init = { method: 'POST', headers: { Authorization: \`Bearer \${process.env.OPENAI_API_KEY}\` }, body: JSON.stringify({ model: 'gpt-5-mini', max_completion_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }) };\n${lines.join('\n')}\n`,
      );
    const URL = "'https://api.openai.com/v1/chat/completions'";
    it('that a variable holds', () =>
      assert.match(
        fetched(
          `app.get('/', async (req, res) => {\nconst answer = await fetch(${URL}, init);\nconst { choices } = await answer.json();\nres.json({ text: choices[0].message.content });\n});`,
        ),
        /if \(answer\.status === 429\)/,
      ));
    it('not in a chain', () =>
      assert.match(
        fetched(
          `app.get('/', async (req, res) => {\nconst data = await fetch(${URL}, init).then((r) => r.json());\nres.json({ text: data.choices[0].message.content });\n});`,
        ),
        /not held by a variable/,
      ));
    it('not in a function that answers nobody', () =>
      assert.match(
        fetched(
          `async function ask() {\nconst answer = await fetch(${URL}, init);\nreturn (await answer.json()).choices[0].message.content;\n}\napp.get('/', async (req, res) => {\nres.json({ text: await ask() });\n});`,
        ),
        /is not sent by a handler/,
      ));
    it('not behind the beginning of an answer', () =>
      assert.match(
        fetched(
          `app.get('/', async (req, res) => {\nres.write('{');\nconst answer = await fetch(${URL}, init);\nres.end((await answer.json()).choices[0].message.content);\n});`,
        ),
        /has been sent already/,
      ));
  });

  describe('handle-rate-limit of a stream that is written piece by piece', () => {
    const STREAM = ask(HELLO).replace('max_', 'stream: true, max_').replace('answer', 'stream');
    const PIECES =
      'for await (const piece of stream) res.write(piece.choices[0]?.delta?.content ?? "");\nres.end();';
    it('answers what fails before it has begun, and lets through what fails later', () =>
      assert.match(
        apply(
          'handle-rate-limit',
          'server.js',
          route(STREAM, "res.setHeader('X-A', 'b');", PIECES),
        ),
        /catch \(error\) \{\n\s*if \(res\.headersSent\) throw error;\n\s*if \(error instanceof OpenAI\.RateLimitError/,
      ));
    it('in a `catch` that asks for it itself', () => {
      const after = apply(
        'handle-rate-limit',
        'server.js',
        route(
          'try {',
          STREAM,
          PIECES,
          "} catch (e) {\nif (res.headersSent) return res.end();\nres.status(500).json({ error: 'No' });\n}",
        ),
      );
      assert.match(
        after,
        /if \(!res\.headersSent && e instanceof OpenAI\.RateLimitError\)|^refused/,
      );
    });
    it('not where it has begun before', () =>
      assert.match(
        apply('handle-rate-limit', 'server.js', route('res.flushHeaders();', STREAM, PIECES)),
        /^refused: .*sent already/,
      ));
  });

  describe('handle-rate-limit in the handler that calls a helper', () => {
    const called = (helper: string) =>
      apply(
        'handle-rate-limit',
        'server.js',
        `${HEAD}${helper}\napp.get('/', async (req, res) => {\nconst text = await joke();\nres.json({ text });\n});\n`,
      );
    it('that lets its failure through', () =>
      assert.match(
        called(
          `async function joke() {\n${ask(HELLO)}\nreturn answer.choices[0].message.content;\n}`,
        ),
        /try \{\n\s*const text = await joke\(\);/,
      ));
    it('that throws the same on', () =>
      assert.match(
        called(
          `async function joke() {\ntry {\n${ask(HELLO)}\nreturn answer.choices[0].message.content;\n} catch (e) {\nconsole.error(e.message);\nthrow e;\n}\n}`,
        ),
        /try \{\n\s*const text = await joke\(\);/,
      ));
    it('not one that throws another error', () =>
      assert.match(
        called(
          `async function joke() {\ntry {\n${ask(HELLO)}\nreturn answer.choices[0].message.content;\n} catch (e) {\nthrow new Error('No joke');\n}\n}`,
        ),
        /^refused: .*something else is thrown/,
      ));
  });
});
