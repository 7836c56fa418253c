import assert from 'node:assert/strict';
import type { Service } from '../../src/service';
import { changesOf, drawExpected, drawFindings, readCases, type Case } from '../harness/cases';
import { applyModel, type ModelDiff } from '../harness/modelDiff';

const cases = readCases('test/unit/framework.cases.md');
const idOf = ({ title }: { readonly title: string }) => title.split(':')[0];

/** A page with its key, and a server of the framework beside it. */
const PAGE = new Map([
  [
    'package.json',
    JSON.stringify({ dependencies: { elysia: '1', openai: '6' }, devDependencies: { vite: '7' } }),
  ],
  ['vite.config.js', 'export default {};'],
  [
    'src/main.js',
    `import OpenAI from 'openai';
const openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });
document.querySelector('#ask').addEventListener('click', async () => {
  const answer = await openai.responses.create({ model: 'gpt-5', input: document.querySelector('#question').value });
  document.querySelector('#answer').textContent = answer.output_text;
});
`,
  ],
  [
    'server/index.js',
    "import { Elysia } from 'elysia';\n\nconst app = new Elysia();\n\napp.get('/health', () => 'ok');\n\napp.listen(3000);\n",
  ],
]);

describe('a framework is one file', () => {
  let diff: ModelDiff;
  before(async () => {
    diff = await applyModel('models/frameworks/elysia.ts', 'elysia');
  });
  after(() => diff.dispose());

  /** Whether a build finds in a case what is drawn there. */
  const holds = (service: Service, test: Case) => {
    const found = drawFindings(
      service,
      service.findings().filter(({ rule }) => rule === idOf(test)),
    );
    return { found: found.sort(), expected: drawExpected(test.expected, found).sort() };
  };

  it('without it its schemas, groups and handlers of `get` are unknown', () => {
    const failing = cases.filter((test) => {
      const { found, expected } = holds(diff.without(test.files), test);
      return found.join() !== expected.join();
    });
    assert.deepEqual(
      failing.map(({ title }) => title),
      [cases[0].title, cases[2].title, cases[4].title],
    );
  });

  for (const test of cases)
    it(test.title, () => {
      const { found, expected } = holds(diff.within(test.files), test);
      assert.deepEqual(found, expected);
    });

  it('the proxy puts its route into the application that is there', () => {
    const changed = (service: Service) => {
      const finding = service.findings().find(({ rule }) => rule === 'client-side-request');
      const offer =
        finding && service.offers(finding).find(({ id }) => id.startsWith('proxy-client-call'));
      return changesOf(offer).map(({ file }) => file);
    };
    assert.ok(changed(diff.within(PAGE)).includes('server/chatRoute.js'));
    assert.ok(!changed(diff.without(PAGE)).some((file) => file === 'server/chatRoute.js'));
  });
});
