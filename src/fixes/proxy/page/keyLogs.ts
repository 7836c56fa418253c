import ts from 'typescript';
import { isValueReference, lookup } from '../../../analysis/source/scope';
import { unwrap, walk } from '../../../analysis/source/syntax';
import { shownSetting } from '../server/nuxtSettings';
import { isWithin } from './handedOver';
import { isLogged } from './keyThere';

/** What a key may be named by: a variable, or what a function is given. */
export type Named = ts.VariableDeclaration | ts.ParameterDeclaration;

/** What a line may print a key by: names of its own module, and those of another. */
export type Read = Named | ts.ImportSpecifier;

/** A line that does nothing but to print a key, with the constants that it reads. */
export interface KeyLog {
  readonly statement: ts.ExpressionStatement;
  readonly reads: readonly Read[];
}

/** What of a text may be printed: a part of it, or whether it is there. */
const PARTS: ReadonlySet<string> = new Set([
  ...['slice', 'substring', 'substr', 'trim', 'startsWith', 'charAt', 'toString'],
]);

/**
 * The lines, in the files of nodes that go, that print a key and nothing else of the program: what
 * a key is given to, and the settings that it may come from, are named.
 */
export function keyLogs(
  gone: readonly ts.Node[],
  constants: ReadonlySet<Named>,
  settings: ReadonlySet<string>,
): KeyLog[] {
  const names: ReadonlySet<Read> = new Set([...constants, ...gone.flatMap(importsIn)]);
  if (names.size + settings.size === 0) return [];
  const found: KeyLog[] = [];
  for (const file of new Set(gone.map((node) => node.getSourceFile())))
    walk(file, (node) => {
      const log = logAt(node, names, settings);
      if (log && !gone.some((item) => isWithin(node, item))) found.push(log);
    });
  return found;
}

/** `console.log('Key:', API_KEY.slice(0, 5))` */
function logAt(
  node: ts.Node,
  names: ReadonlySet<Read>,
  settings: ReadonlySet<string>,
): KeyLog | undefined {
  const isLine = ts.isBlock(node.parent ?? node) || ts.isSourceFile(node.parent ?? node);
  if (!isLine || !ts.isExpressionStatement(node) || !isLogged(node)) return undefined;
  const call = unwrap(node.expression);
  if (!ts.isCallExpression(call)) return undefined;
  const reads = new Set<Read>();
  let isOfSetting = false;
  const isOfKey = (item: ts.Node): boolean => {
    const setting = ts.isExpression(item) ? shownSetting(item) : undefined;
    if (setting !== undefined && settings.has(setting)) return (isOfSetting = true);
    if (ts.isCallExpression(item) && !isPart(item.expression)) return false;
    if (ts.isIdentifier(item) && isValueReference(item)) {
      const declaration = lookup(item) as Read | undefined;
      if (declaration === undefined) return item.text === 'undefined';
      if (names.has(declaration)) reads.add(declaration);
      return names.has(declaration);
    }
    const isInert = !ts.isNewExpression(item) && !ts.isAwaitExpression(item);
    return isInert && !ts.forEachChild(item, (child) => !isOfKey(child) || undefined);
  };
  const isAll = call.arguments.every(isOfKey);
  return isAll && (isOfSetting || reads.size > 0)
    ? { statement: node, reads: [...reads] }
    : undefined;
}

function isPart(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && PARTS.has(callee.name.text);
}

function importsIn(node: ts.Node): ts.ImportSpecifier[] {
  const found: ts.ImportSpecifier[] = [];
  walk(node, (item) => {
    const declaration = ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
    if (declaration && ts.isImportSpecifier(declaration)) found.push(declaration);
  });
  return found;
}
