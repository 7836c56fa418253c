import assert from 'node:assert/strict';
import { parse } from '../../src/analysis/source/syntax';
import { looseName } from '../../src/fixes/looseNames';
import { systemMessageOfPage } from '../../src/fixes/pageMessages';
import { serviceOf } from '../harness/cases';

describe('a change', () => {
  const loose = (before: string, after: string) =>
    looseName(parse('a.ts', before), parse('a.ts', after));

  it('may take no declaration from under its readers', () => {
    assert.equal(loose("import App from './App';\nrun(App);", 'run(App);'), 'App');
    assert.equal(
      loose('const key = 1;\nexport const ask = () => key;', 'export const ask = () => key;'),
      'key',
    );
  });

  it('may take one that nothing reads any more, and read what was global before', () => {
    assert.equal(loose("import App from './App';\nrun(App);", 'run();'), undefined);
    assert.equal(loose('const a = fetch(url);', 'const b = fetch(url);'), undefined);
    assert.equal(loose('const a = 1;\nuse(a);', "import { a } from './a';\nuse(a);"), undefined);
  });
});

describe('system messages of a page', () => {
  const prompts = "export const rules = [{ role: 'system', content: 'Speak of clouds.' }];\n";
  const page =
    "import { rules } from 'own-rules';\nexport const App = () => <p>{rules.length}</p>;\n";
  const manifest = (name: string, dependencies = {}) =>
    JSON.stringify({ name, private: true, main: 'index.ts', dependencies });

  it('are found in a package without markup that a page uses', () => {
    const { workspace } = serviceOf({
      files: new Map([
        ['package.json', '{ "private": true, "workspaces": ["*"] }'],
        [
          'app/package.json',
          manifest('app', { react: '^19.0.0', vite: '^7.0.0', 'own-rules': '*' }),
        ],
        ['app/index.html', '<script type="module" src="/main.tsx"></script>'],
        ['app/main.tsx', page],
        ['rules/package.json', manifest('own-rules')],
        ['rules/index.ts', prompts],
      ]),
    });
    assert.equal(systemMessageOfPage(workspace), 'rules/index.ts');
  });

  it('of a package that no page uses are the server’s own', () => {
    const { workspace } = serviceOf({
      files: new Map([
        ['package.json', manifest('server')],
        ['index.ts', prompts],
      ]),
    });
    assert.equal(systemMessageOfPage(workspace), undefined);
  });
});
