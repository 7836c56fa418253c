import ts from 'typescript';
import { accepts, matches, type Match } from '../../models/match';
import type { Method } from '../../models/model';
import { importedReference } from '../source/importedReference';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { decoratorRows, decoratorsOf, type Decorator } from './decorators';
import type { Entry } from './entries';

/**
 * Who calls a method from outside because of its decorator, its class's decorator or what its class
 * is made from: a controller's `@Post()`, a component's `ngOnInit`, a server's `onMessage`.
 */
export function methodEntry(evaluator: Evaluator, fn: ts.Node): Entry | undefined {
  if (!ts.isMethodDeclaration(fn) || !ts.isClassLike(fn.parent)) return undefined;
  return evaluator.concluded(fn, readEntry);
}

function readEntry(fn: ts.MethodDeclaration, evaluator: Evaluator): Entry | undefined {
  const name = propertyName(fn.name) ?? '';
  const owner = fn.parent as ts.ClassLikeDeclaration;
  const own = firstOf(decoratorsOf(evaluator, fn), 'decorator', name);
  if (own) return own;
  const ofClass = firstOf(decoratorsOf(evaluator, owner), 'class-decorator', name);
  if (ofClass) return ofClass;
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => types);
  const [match] = bases
    .flatMap(({ expression }) => referencesOf(evaluator, expression))
    .flatMap((reference) => matches('methods', reference))
    .filter(({ row }) => row.of === 'base' && accepts(row.name ?? '*', name));
  return match && entryOf(match, name, '');
}

function firstOf(
  decorators: readonly Decorator[],
  of: Method['of'],
  name: string,
): Entry | undefined {
  for (const decorator of decorators)
    for (const match of decoratorRows('methods', decorator))
      if (match.row.of === of && accepts(match.row.name ?? '*', name))
        return entryOf(match, name, decorator.name);
  return undefined;
}

function entryOf({ row, certain }: Match<Method>, name: string, decorator: string): Entry {
  return {
    kind: row.entry,
    what: row.what.replace('{name}', name).replace('{decorator}', decorator),
    ...(certain ? {} : { guessed: true }),
  };
}

/**
 * Whether a method answers HTTP requests because of its decorator, told from its own file alone.
 */
export function isDecoratedHandler(fn: ts.Node): boolean {
  if (!ts.isMethodDeclaration(fn)) return false;
  return (ts.getDecorators(fn) ?? []).some(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    const reference = importedReference(callee);
    return (
      reference !== undefined &&
      matches('methods', reference).some(
        ({ row }) => row.of === 'decorator' && row.entry === 'http',
      )
    );
  });
}
