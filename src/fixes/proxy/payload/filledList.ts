import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { methodCallAt, outward } from './outward';
import { singleUse } from './movedStatements';

/** A list that is written out: its elements, and the statements that serve it alone. */
export interface WrittenList {
  readonly elements: readonly ts.Expression[];
  /** The declaration, where it has one. */
  readonly declaration?: ts.VariableDeclaration;
  readonly filling: readonly ts.Statement[];
}

/**
 * The list written here, in a constant that serves this request alone, or in one that is filled by
 * `push` and `unshift` line by line right before it. `undefined` for lists that live longer, or
 * whose filling depends on anything.
 */
export function writtenList(expression: ts.Expression): WrittenList | undefined {
  const node = unwrap(expression);
  if (ts.isArrayLiteralExpression(node)) return { elements: node.elements, filling: [] };
  if (isConcat(node)) return concatenated(node);
  if (!ts.isIdentifier(node)) return undefined;
  const single = singleUse(node);
  const written = single?.initializer ? writtenList(single.initializer) : undefined;
  if (single && written) return { ...written, declaration: single };
  return filledList(node);
}

type Concat = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

function isConcat(node: ts.Expression): node is Concat {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'concat'
  );
}

/** `[{ role: 'system', … }].concat(history)`: what is behind it stands as if it were spread. */
function concatenated({ expression, arguments: behind }: Concat): WrittenList | undefined {
  const first = unwrap(expression.expression);
  if (!ts.isArrayLiteralExpression(first) || behind.some(ts.isSpreadElement)) return undefined;
  return { elements: [...first.elements, ...behind.map(asElement)], filling: [] };
}

/** What `concat` is given, as an element: a list is spread, a message is one. */
function asElement(item: ts.Expression): ts.Expression {
  const node = unwrap(item);
  return ts.isObjectLiteralExpression(node) ? node : item;
}

/** `const messages = []; messages.push(a); messages.push(b); ask(messages)` */
function filledList(name: ts.Identifier): WrittenList | undefined {
  const declaration = lookup(name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const made = declaration.initializer && unwrap(declaration.initializer);
  const own = declaration.parent.parent;
  if (!made || !ts.isArrayLiteralExpression(made) || !ts.isVariableStatement(own)) return undefined;
  const block = own.parent;
  if (!ts.isBlock(block) || own.declarationList.declarations.length > 1) return undefined;
  let elements: readonly ts.Expression[] = made.elements;
  const filling: ts.Statement[] = [];
  for (const use of referencesTo(declaration, name.text)) {
    if (use === name) continue;
    const method = methodCallAt(use);
    if (!method) return undefined;
    const statement = outward(method.call).parent;
    if (!ts.isExpressionStatement(statement) || statement.parent !== block) return undefined;
    if (method.name === 'push') elements = [...elements, ...method.call.arguments];
    else if (method.name === 'unshift') elements = [...method.call.arguments, ...elements];
    else return undefined;
    filling.push(statement);
  }
  return isStraight(own, filling, name, block) ? { elements, declaration, filling } : undefined;
}

/** Whether nothing but the filling, and constants, stands between a list and the request. */
export function isStraight(
  own: ts.Statement,
  filling: readonly ts.Statement[],
  use: ts.Node,
  { statements }: ts.Block | ts.SourceFile,
): boolean {
  let at: ts.Node = use;
  while (at.parent && !statements.includes(at as ts.Statement)) at = at.parent;
  const between = statements.slice(
    statements.indexOf(own) + 1,
    statements.indexOf(at as ts.Statement),
  );
  return (
    filling.every((statement) => between.includes(statement)) &&
    between.every(
      (statement) =>
        filling.includes(statement) ||
        (ts.isVariableStatement(statement) &&
          (statement.declarationList.flags & ts.NodeFlags.Const) !== 0),
    )
  );
}
