import ts from 'typescript';
import type { Reference } from '../../models/reference';
import { dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from './engine';
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

/** What a value leads back to; `undefined` where that cannot be seen, and only the names as they are written are left. */
export function referenceOf(evaluator: Evaluator, value: Value): Reference | undefined {
  switch (value.kind) {
    case 'external':
      return {
        root: 'package',
        name: value.name,
        path: value.path.filter((name) => name !== 'default' && name !== '*'),
      };
    case 'global':
      return { root: 'nobody', name: value.name, path: [] };
    case 'member':
      return below(referenceOf(evaluator, value.object), value.name);
    case 'call':
      return below(referenceOf(evaluator, value.callee), '()');
    case 'instance':
      return below(classReference(evaluator, value.of), '()');
    case 'class':
    case 'function':
      return { root: 'own', name: '', path: [] };
    case 'parameter':
      return { root: 'unknown', name: value.name, path: [] };
    default:
      return undefined;
  }
}

/** What a class of the workspace is made from says what its instances are: `class Bot extends Telegraf`. */
function classReference(evaluator: Evaluator, of: Value): Reference | undefined {
  if (of.kind !== 'class') return referenceOf(evaluator, of);
  const base = of.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  const inherited = base && referencesOf(evaluator, base)[0];
  return inherited?.root === 'package' ? inherited : undefined;
}

/** A member of the workspace's own is not a library's, but what it gives may be anything. */
function below(owner: Reference | undefined, name: string): Reference | undefined {
  if (!owner || owner.root === 'own') return undefined;
  return { ...owner, path: [...owner.path, name] };
}

function asWritten(node: ts.Expression): Reference {
  const names = dottedName(node) ?? chained(node);
  return { root: 'unknown', name: names[0] ?? '', path: names.slice(1) };
}

/** The names of a chain with calls in it: `app.route('/x').post` is `app`, `route`, `()`, `post`. */
function chained(node: ts.Expression): string[] {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return [at.text];
  if (at.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  if (ts.isPropertyAccessExpression(at)) return [...chained(at.expression), at.name.text];
  if (ts.isCallExpression(at) || ts.isNewExpression(at)) return [...chained(at.expression), '()'];
  return [''];
}
