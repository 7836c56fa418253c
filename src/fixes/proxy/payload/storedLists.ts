import ts from 'typescript';
import { accessedName, pathOf, unwrap, walk } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { homeOf, type Sight } from './uses';

/**
 * What the application puts under the key that `JSON.parse(localStorage.getItem(KEY))` reads;
 * `undefined` for any other call, and where nobody puts anything there in sight.
 */
export function storedLists(
  call: ts.CallExpression,
  sight: Sight,
): readonly ts.Expression[] | undefined {
  const read = isNamed(call, 'JSON', 'parse') ? readKey(call.arguments[0], sight) : undefined;
  const key = read && constantCode(read, { sight });
  if (key === undefined) return undefined;
  const found: (ts.Expression | undefined)[] = [];
  for (const file of sight.packages.filesOf(sight.packages.of(pathOf(call)))) {
    if (!sight.text(file)?.includes('setItem')) continue;
    const syntax = sight.syntax(file);
    if (syntax)
      walk(syntax.sourceFile, (node) => {
        if (!ts.isCallExpression(node) || accessedName(node.expression) !== 'setItem') return;
        const [name, value] = node.arguments;
        const own = name && constantCode(name, { sight });
        if (own === key || own === undefined) found.push(value && writtenAsJson(value));
      });
  }
  const lists = found.filter((item) => item !== undefined);
  return lists.length > 0 && lists.length === found.length ? lists : undefined;
}

/** The key in `localStorage.getItem(KEY) ?? '[]'`, also where a constant holds what is read. */
function readKey(
  expression: ts.Expression | undefined,
  sight: Sight,
  hops = 3,
): ts.Expression | undefined {
  const node = expression && unwrap(expression);
  if (!node || hops === 0) return undefined;
  if (ts.isBinaryExpression(node)) return readKey(node.left, sight, hops - 1);
  if (ts.isCallExpression(node))
    return accessedName(node.expression) === 'getItem' ? node.arguments[0] : undefined;
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  return home && ts.isVariableDeclaration(home)
    ? readKey(home.initializer, sight, hops - 1)
    : undefined;
}

/** The value in `JSON.stringify(VALUE)`. */
function writtenAsJson(expression: ts.Expression): ts.Expression | undefined {
  const call = unwrap(expression);
  return ts.isCallExpression(call) && isNamed(call, 'JSON', 'stringify')
    ? call.arguments[0]
    : undefined;
}

function isNamed({ expression }: ts.CallExpression, owner: string, name: string): boolean {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== name) return false;
  const of = unwrap(callee.expression);
  return ts.isIdentifier(of) && of.text === owner;
}
