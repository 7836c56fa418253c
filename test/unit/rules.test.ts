import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { MESSAGE_LENGTH } from '../../src/rules/briefly';
import { rules } from '../../src/rules/registry';
import { drawExpected, drawFindings, readCases, serviceOf } from '../harness/cases';

const files = readdirSync('src/rules', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.cases.md'))
  .map((file) => join('src/rules', file))
  .sort();

/** One sentence that fits, with its marks of code in pairs. */
function assertBrief(message: string): void {
  assert.ok(message.length <= MESSAGE_LENGTH, `${message.length} characters: ${message}`);
  assert.match(message, /\.$/, message);
  assert.equal(message.split('`').length % 2, 1, message);
}

describe('rules', () => {
  it('have cases each, beside the rule', () => {
    const covered = files.map((file) => /^# (\S+)/.exec(readFileSync(file, 'utf8'))?.[1]);
    assert.deepEqual(covered.sort(), rules.map((rule) => rule.meta.id).sort());
  });

  for (const file of files) {
    const id = /^# (\S+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    describe(id, () => {
      for (const test of readCases(file)) {
        it(test.title, () => {
          const service = serviceOf(test);
          const findings = service.findings().filter((finding) => finding.rule === id);
          for (const { file: path, line, why } of test.silent) {
            const lines = service.workspace.lines(path);
            const loud = findings.filter(
              ({ file: place, start, end }) =>
                place === path &&
                lines.position(start).line <= line &&
                line <= lines.position(end).line,
            );
            assert.deepEqual(drawFindings(service, loud), [], `ok, because ${why}`);
          }
          for (const { message } of service.findings()) assertBrief(message);
          const found = drawFindings(service, findings);
          assert.deepEqual(found.sort(), drawExpected(test.expected, found).sort(), basename(file));
        });
      }
    });
  }

  describe('examples in the lessons', () => {
    for (const { meta } of rules) {
      const run = ({ file, code }: typeof meta.wrong) => {
        // Where the lesson says "in the browser", a Vite project is around it.
        const manifest = JSON.stringify({
          dependencies: { react: '19', 'react-dom': '19' },
          devDependencies: { vite: '7' },
        });
        return serviceOf({
          files: new Map([
            ['package.json', manifest],
            [file, code],
          ]),
        }).findings();
      };
      it(`${meta.id}: both are JavaScript as well as TypeScript`, () => {
        for (const { file, code } of [meta.wrong, meta.right]) {
          const { diagnostics } = ts.transpileModule(code, {
            reportDiagnostics: true,
            fileName: file.replace(/\.ts(x?)$/, '.js$1'),
            compilerOptions: { allowJs: true, jsx: ts.JsxEmit.Preserve },
          });
          assert.deepEqual(
            diagnostics?.map(({ messageText }) => messageText),
            [],
          );
        }
      });
      it(`${meta.id}: the wrong one is found`, () =>
        assert.ok(run(meta.wrong).some((finding) => finding.rule === meta.id)));
      // Who may call a route is what one lesson alone is about.
      it(`${meta.id}: the right one is silent`, () =>
        assert.deepEqual(
          run(meta.right).filter(({ rule }) => rule !== 'open-route' || meta.id === rule),
          [],
        ));
    }
  });
});
