import ts from 'typescript';
import { handed, matches } from '../../models/match';
import type { Reference } from '../../models/reference';
import { lookupName, type Declaration } from '../source/scope';
import { dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from './engine';
import { below, OWN, plainReference } from './plainReference';
import { optionsOf, type Value } from './value';

const MAX_OPTIONS = 8;

/** What an expression leads back to, each of the things that it may be; never empty. */
export function referencesOf(evaluator: Evaluator, expression: ts.Expression): Reference[] {
  const node = unwrap(expression);
  const found = optionsOf(evaluator.evaluate(node), MAX_OPTIONS).map(
    (value) => referenceOf(evaluator, value) ?? asWritten(node),
  );
  return found.length > 0 ? found : [asWritten(node)];
}

/** What a declared type leads back to, with `()` at its end: a value of that type. */
export function typeReference({ program }: Evaluator, type: ts.TypeNode): Reference | undefined {
  const node = ts.isUnionTypeNode(type) ? type.types.find(ts.isTypeReferenceNode) : type;
  if (!node || !ts.isTypeReferenceNode(node)) return undefined;
  const [first, ...rest] = entityNames(node.typeName);
  const declaration = lookupName(first, type);
  if (!declaration) return { root: 'nobody', name: first, path: [...rest, '()'] };
  const imported = importOf(declaration);
  if (!imported) return OWN;
  const target = program.resolve(imported.from, program.pathOf(type));
  if (target.kind === 'module') return OWN;
  return target.kind === 'external'
    ? { root: 'package', name: target.name, path: [...imported.name, ...rest, '()'] }
    : { root: 'unknown', name: first, path: [...rest, '()'] };
}

function entityNames(name: ts.EntityName): string[] {
  return ts.isIdentifier(name) ? [name.text] : [...entityNames(name.left), name.right.text];
}

/** The module an imported name comes from, and what it is called there. */
function importOf(
  declaration: Declaration,
): { readonly from: string; readonly name: readonly string[] } | undefined {
  const clause = ts.isImportSpecifier(declaration)
    ? declaration.parent.parent
    : ts.isNamespaceImport(declaration)
      ? declaration.parent
      : declaration;
  if (!ts.isImportClause(clause)) return undefined;
  const { moduleSpecifier: from } = clause.parent as ts.ImportDeclaration;
  if (!ts.isStringLiteralLike(from)) return undefined;
  const name = ts.isImportSpecifier(declaration)
    ? [(declaration.propertyName ?? declaration.name).text].filter((item) => item !== 'default')
    : [];
  return { from: from.text, name };
}

/**
 * What a value leads back to; `undefined` where that cannot be seen, and only the names as they are
 * written are left.
 */
export function referenceOf(evaluator: Evaluator, value: Value): Reference | undefined {
  switch (value.kind) {
    case 'member':
      return below(referenceOf(evaluator, value.object), value.name);
    case 'call':
      return below(referenceOf(evaluator, value.callee), '()');
    case 'instance':
      return below(classReference(evaluator, value.of), '()');
    case 'parameter':
      return handedTo(evaluator, value.node, value.index) ?? plainReference(value);
    default:
      return plainReference(value);
  }
}

/**
 * What a class of the workspace is made from says what its instances are: `class Bot extends
 * Telegraf`.
 */
function classReference(evaluator: Evaluator, of: Value): Reference | undefined {
  if (of.kind !== 'class') return referenceOf(evaluator, of);
  const base = of.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  const inherited = base && referencesOf(evaluator, base)[0];
  return inherited?.root === 'package' ? inherited : undefined;
}

/**
 * What a library hands to a function that it is given: the socket of `io.on('connection', (socket)
 * => …)`.
 */
function handedTo(
  evaluator: Evaluator,
  { parent: fn }: ts.ParameterDeclaration,
  index: number,
): Reference | undefined {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((item) => item === fn)) return undefined;
  for (const reference of referencesOf(evaluator, call.expression)) {
    if (reference.root !== 'package') continue;
    const [thing] = matches('registrations', reference).flatMap(
      ({ row }) => row.hands?.[index] ?? [],
    );
    if (thing !== undefined) return { ...reference, path: [handed(thing)] };
  }
  return undefined;
}

function asWritten(node: ts.Expression): Reference {
  const names = dottedName(node) ?? chained(node);
  return { root: 'unknown', name: names[0] ?? '', path: names.slice(1) };
}

/**
 * The names of a chain with calls in it: `app.route('/x').post` is `app`, `route`, `()`, `post`.
 */
function chained(node: ts.Expression): string[] {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return [at.text];
  if (at.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  if (ts.isPropertyAccessExpression(at)) return [...chained(at.expression), at.name.text];
  if (ts.isCallExpression(at) || ts.isNewExpression(at)) return [...chained(at.expression), '()'];
  return [''];
}
