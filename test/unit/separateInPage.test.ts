import assert from 'node:assert/strict';
import { fixAll } from '../../src/fixAll';
import type { FileChange } from '../../src/edits/edit';
import { tryFix } from '../../src/trial';
import { changesOf, serviceOf } from '../harness/cases';
import { CLIENT } from '../harness/page';

const FILE = 'src/App.jsx';
const component = (content: string, before = '') => `import { useState } from 'react';
${CLIENT}export default function App() {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState('');
  async function send(data) {
${before}    const completion = await openai.chat.completions.create({
      model: 'gpt-5',
      messages: [{ role: 'system', content: ${content} }],
    });
    setAnswer(completion.choices[0].message.content);
  }
  return (
    <form onSubmit={() => send({ text })}>
      <input value={text} onChange={(e) => setText(e.target.value)} />
      <p>{answer}</p>
    </form>
  );
}
`;

function filesOf(page: string): Map<string, string> {
  return new Map([
    [
      'package.json',
      '{ "private": true, "type": "module", "scripts": { "dev": "vite" }, "dependencies": { "openai": "^6.0.0", "react": "19" }, "devDependencies": { "vite": "7" } }',
    ],
    ['index.html', `<script type="module" src="/${FILE}"></script>\n`],
    [FILE, page],
  ]);
}

/** The page after a fix, with the new files of the project beside it. */
function after(id: string, files: ReadonlyMap<string, string>): Map<string, string> {
  const { files: changed } = fixAll(serviceOf({ files: new Map(files) }), (_, offers) =>
    offers.find((offer) => offer.id === id),
  );
  const result = new Map(files);
  for (const [file, { after: text }] of changed) if (text !== undefined) result.set(file, text);
  return result;
}

function reasonOf(id: string, files: ReadonlyMap<string, string>): string | undefined {
  const service = serviceOf({ files: new Map(files) });
  return service
    .findings()
    .flatMap((finding) => service.refusals(finding))
    .find((refused) => refused.id === id)?.reason;
}

describe('a visitor\u2019s text as the whole of a page\u2019s instructions', () => {
  for (const [title, content, before] of [
    ['as it is', 'text', ''],
    ['under another name', 'prompt', '    const prompt = data.text;\n'],
    ['taken out of an object', 'question', '    const { text: question } = data;\n'],
  ] as const)
    it(`${title}: becomes a message of the user, and then moves to a server`, () => {
      const files = filesOf(component(content, before));
      assert.match(
        reasonOf('proxy-client-call', files) ?? '',
        /stands in the instructions.* First apply \u201cSend the user\u2019s text as a message of the user\u201d\.$/,
      );
      const apart = after('separate-user-input', files);
      assert.match(apart.get(FILE) ?? '', /messages: \[\{ role: 'user', content: /);
      const moved = after('proxy-client-call', apart);
      assert.doesNotMatch(moved.get(FILE) ?? '', /OpenAI\(/);
      assert.match(moved.get('server/index.mjs') ?? '', /role: 'user', content/);
      assert.match(moved.get('server/index.mjs') ?? '', /typeof \w+ !== 'string'/);
    });

  for (const [title, content, before] of [
    [
      'a variable that is set again',
      'words',
      '    let words = data.text;\n    words += "Be kind.";\n',
    ],
    [
      'a text with words of the page\u2019s',
      'words',
      '    const words = `${data.text} Be kind.`;\n',
    ],
    ['a choice', 'words', '    const words = data.text || "Be kind.";\n'],
  ] as const)
    it(`${title}: keeps its role, and no step is named`, () => {
      const files = filesOf(component(content, before));
      const apart = after('separate-user-input', files).get(FILE) ?? '';
      assert.match(apart, /role: 'system'/);
      assert.doesNotMatch(
        reasonOf('proxy-client-call', files) ?? '',
        /user\u2019s text as a message/,
      );
    });

  it('brings up what it says it uncovers, at its own request alone', () => {
    const second = `    await openai.responses.create({ model: 'gpt-5', input: 'Hello' });\n`;
    const code = component('text', second);
    const service = serviceOf({ files: filesOf(code) });
    const finding = service.findings().find(({ rule }) => rule === 'user-input-in-instructions')!;
    const step = service.offers(finding).find(({ id }) => id === 'separate-user-input');
    assert.match(step?.note ?? '', /move the call to a server next/);
    const tried = (changes: readonly FileChange[], uncovers?: readonly string[]) => {
      const trial = tryFix(service, finding, changes, uncovers);
      trial?.undo();
      return trial !== undefined;
    };
    const start = code.indexOf("'Hello'");
    const more: FileChange = {
      kind: 'edit',
      file: FILE,
      edits: [{ start, end: start + "'Hello'".length, text: 'text' }],
    };
    assert.equal(tried(changesOf(step), step?.uncovers), true);
    assert.equal(tried(changesOf(step)), false, 'no other fix may');
    assert.equal(tried([...changesOf(step), more], step?.uncovers), false, 'nor elsewhere');
  });
});
