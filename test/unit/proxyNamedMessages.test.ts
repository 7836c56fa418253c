import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

/** Messages that have names of their own: the question, what the model is told. */
describe('the proxy, where a message has a name', () => {
  const SYSTEM = "const told = { role: 'system', content: 'You cook.' };\n";
  const page = (before: string, messages: string, after = '') =>
    `${CLIENT}${messages.includes('told') ? SYSTEM : ''}export async function ask(text, store) {\n${before}  const answer = await openai.chat.completions.create({ model: 'gpt-5', messages: ${messages} });\n${after}  return answer.choices[0].message.content;\n}\n`;
  const QUESTION = "  const question = { role: 'user', content: text };\n";

  for (const [title, code, sent, served] of [
    [
      'for the request alone',
      page(QUESTION, '[question]'),
      'askServer({ text })',
      "[{ role: 'user', content: text }]",
    ],
    [
      'behind instructions that have one',
      page(QUESTION, '[told, question]'),
      'askServer({ text })',
      "content: 'You cook.' }",
    ],
    [
      'with words of the application’s own',
      page(QUESTION.replace('text }', '`Cook with ${text}` }'), '[question]'),
      'askServer({ text: String(text) })',
      'content: `Cook with ${text}`',
    ],
    [
      'that is kept as well',
      page(QUESTION, '[told, question]', '  store.push(question);\n'),
      'askServer({ text: question.content })',
      "{ role: 'user', content: text }",
    ],
    [
      'that waits for another',
      page(
        `${QUESTION}  const more = await store.load();\n`,
        '[question, ...more.filter((item) => item.role === "user")]',
      ),
      'question.content',
      "{ role: 'user', content: text }",
    ],
    [
      'with an assertion',
      page(QUESTION, '[question]').replace(/\bquestion = (.*);/, 'question = ($1);'),
      'askServer({ text })',
      "[{ role: 'user', content: text }]",
    ],
  ] as const)
    it(`goes ${title}`, () => {
      const after = pageAfter(code);
      assert.equal(after.reason, undefined);
      assert.ok(after.page.includes(sent), after.page);
      assert.ok(after.server.includes(served), after.server);
      assert.equal(after.page.includes('question ='), sent.includes('question'), after.page);
      assert.doesNotMatch(after.page, /You cook/);
    });

  for (const [title, code] of [
    ['its role is the page’s', page(QUESTION.replace("'user'", 'store.role'), '[question]')],
    [
      'its text is changed',
      page(`${QUESTION}  if (store) question.content = store.text;\n`, '[question]'),
    ],
    ['its role is changed', page(`${QUESTION}  question.role = store.role;\n`, '[question]')],
    [
      'something is spread into it',
      page(QUESTION.replace('{ role', '{ ...store, role'), '[question]'),
    ],
    [
      'it is one of several',
      page(
        '  let question = { role: "user", content: text };\n  if (store) question = store;\n',
        '[question]',
      ),
    ],
    ['it is a parameter', page('', '[store]')],
    [
      'it tells the model what a visitor wrote',
      page(QUESTION.replace("'user'", "'system'"), '[question]'),
    ],
    [
      'it tells the model so and is kept',
      page(QUESTION.replace("'user'", "'system'"), '[question]', '  store.push(question);\n'),
    ],
  ] as const)
    it(`stays where ${title}`, () => assert.notEqual(pageAfter(code).reason, undefined));
});
