import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

const KEY = 'import.meta.env.VITE_OPENAI_API_KEY';
const TOP = `import OpenAI from 'openai';
const KEY = ${KEY};
const openai = new OpenAI({ apiKey: KEY, dangerouslyAllowBrowser: true });
`;
const ASK = `async function ask(text) {
  return openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] });
}
`;
const RAW = `const KEY = ${KEY};
async function ask(text) {
  const response = await fetch('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { Authorization: \`Bearer \${KEY}\`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: text }] }),
  });
  return response.json();
}
`;

/** The page behind its helper. */
function left(code: string): string {
  const { page, reason } = pageAfter({ 'src/App.jsx': code });
  assert.equal(reason, undefined);
  return page.replace(/^[^]*?(?=(async )?function (ask|send|show)\b)/, '');
}

/** Fixes take away the key, not the work that waits for it. */
describe('what a page does only where its key is there', () => {
  for (const [title, code] of [
    ['a client', TOP + ASK],
    ['a request of its own', RAW],
  ] as const) {
    it(`is done always from now on: ${title}`, () => {
      const after = left(
        `${code}async function send() {\n  // The answer is shown at once.\n  if (KEY) {\n    const answer = await ask('Hi');\n    out.textContent = \`\n    Said: \${answer}\`;\n  }\n  done();\n}\nsend();\n`,
      );
      assert.match(
        after,
        /\{\n {2}\/\/ The answer is shown at once\.\n {2}const answer = await ask\('Hi'\);\n {2}out\.textContent = `\n {4}Said: \$\{answer\}`;\n {2}done\(\);\n\}/,
      );
      assert.doesNotMatch(after, /KEY/);
    });
  }

  it('keeps the branch that is taken, and nothing behind what always leaves', () => {
    const after = left(
      `${TOP}${ASK}async function send() {\n  if (!KEY) {\n    out.textContent = 'No key';\n  } else {\n    await ask('Hi');\n  }\n}\nfunction show() {\n  if (KEY) {\n    return send();\n  }\n  return 'No key';\n}\nshow();\n`,
    );
    assert.match(after, /async function send\(\) \{\n {2}await ask\('Hi'\);\n\}/);
    assert.match(after, /function show\(\) \{\n {2}return send\(\);\n\}/);
  });

  it('is done always behind `&&` and without braces', () => {
    const after = left(
      `${TOP}${ASK}function send() {\n  if (KEY) ask('Hi');\n  KEY && ask('Ho');\n}\nsend();\n`,
    );
    assert.match(after, /function send\(\) \{\n {2}ask\('Hi'\);\n {2}ask\('Ho'\);\n\}/);
  });

  it('goes where it is only told, or told to be missing', () => {
    const after = left(
      `${TOP}if (KEY) {\n  console.log('There is a key');\n}\nif (KEY === 'your-key') throw new Error('No key');\nif (KEY.length < 20) alert('No key');\n${ASK}ask('Hi');\n`,
    );
    assert.doesNotMatch(after, /key/i);
  });

  it('reads a comparison from either side', () => {
    const after = left(
      `${TOP}if (20 > KEY.length) throw new Error('No key');\nif ('' === KEY) throw new Error('No key');\n${ASK}function send() {\n  if (0 < KEY.length) ask('Hi');\n}\nsend();\n`,
    );
    assert.match(after, /function send\(\) \{\n {2}ask\('Hi'\);\n\}/);
    assert.doesNotMatch(after, /key/i);
  });

  for (const [title, check] of [
    ['asks for something else too', 'if (KEY && isOpen) {\n    ask("Hi");\n  }'],
    [
      'would give a name twice',
      'const answer = 1;\n  if (KEY) {\n    const answer = ask("Hi");\n    show(answer);\n  }\n  show(answer);',
    ],
    ['cannot be told', 'if (KEY.length % 2) {\n    ask("Hi");\n  }'],
    ['asks for one length', 'if (KEY.length === 51) {\n    ask("Hi");\n  }'],
    ['asks for any other length', 'if (KEY.length !== 51) {\n    return;\n  }\n  ask("Hi");'],
    ['asks for more than a key may have', 'if (KEY.length > 100) {\n    ask("Hi");\n  }'],
  ] as const)
    it(`stays as it is where the condition ${title}`, () => {
      const after = left(`${TOP}${ASK}function send() {\n  ${check}\n}\nsend();\n`);
      assert.ok(after.includes(check), after);
    });
});
