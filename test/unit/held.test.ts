import assert from 'node:assert/strict';
import ts from 'typescript';
import { literalOf } from '../../src/analysis/source/literal';
import { parse } from '../../src/analysis/source/syntax';

/** What a name holds, told from its own module. */
describe('the text that a name stands for', () => {
  for (const [what, code, expected] of [
    ['itself', "use('/api');", '/api'],
    ['a constant of a constant', "const a = '/api';\nconst b = a;\nuse(b);", '/api'],
    ['a variable that nobody sets again', "var a = '/api';\nuse(a as string);", '/api'],
    ['none of one that is set again', "let a = '/';\nif (x) a = '/api';\nuse(a);", undefined],
    ['none of one that grows', "let a = '/';\na += 'api';\nuse(a);", undefined],
    ['none in a circle', 'const a = b;\nconst b = a;\nuse(a);', undefined],
    ['none of what names itself', 'const a = a;\nuse(a);', undefined],
    ['none of a parameter', 'function f(a) { use(a); }', undefined],
  ] as const)
    it(`is ${what}`, () => {
      let found: ts.Expression | undefined;
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && node.expression.getText() === 'use')
          [found] = node.arguments;
        ts.forEachChild(node, visit);
      };
      visit(parse('a.ts', code).sourceFile);
      assert.equal(literalOf(found ?? assert.fail()), expected);
    });
});
