import ts from 'typescript';
import { accepts } from '../../models/match';
import { lastNames } from '../../models/pattern';
import { models } from '../../models/registry';
import { registrationOf } from '../calls/entries';
import { exportNames } from '../calls/exportNames';
import type { Declaration } from '../source/scope';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { Exit } from './exits';

/**
 * Last names of the calls whose handlers answer with what they return: whether one is meant is
 * asked of no other.
 */
const RETURNING = models
  .flatMap(({ registrations }) => registrations ?? [])
  .filter(({ returns }) => returns)
  .flatMap(lastNames);

/**
 * A function whose result goes to whoever asks: an export that a framework calls, as SvelteKit's
 * `load`, or a handler that is registered by a call which says so.
 */
export function answeredBy(
  fn: ts.Node | undefined,
  value: ts.Expression,
  evaluator: Evaluator,
): Exit | undefined {
  if (!fn) return undefined;
  if (ts.isFunctionDeclaration(fn)) return fn.name && exported(fn, fn.name, value, evaluator);
  const holder = around(fn);
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name))
    return exported(holder, holder.name, value, evaluator);
  return ts.isCallExpression(holder) ? registered(holder, fn, value, evaluator) : undefined;
}

/** What stands around a function, but for what leaves it the same. */
function around(fn: ts.Node): ts.Node {
  let at = fn.parent;
  while (ts.isSatisfiesExpression(at) || ts.isParenthesizedExpression(at) || ts.isAsExpression(at))
    at = at.parent;
  return at;
}

function exported(
  declaration: Declaration,
  { text }: ts.Identifier,
  value: ts.Expression,
  evaluator: Evaluator,
): Exit | undefined {
  const path = evaluator.program.pathOf(declaration);
  // What a page or a function of a cloud that is the whole module returns is shown, or answered, in
  // ways of its own.
  const name = exportNames(evaluator, path, declaration, text).find(
    (item) => item !== 'default' && evaluator.program.handlerOf(path, item),
  );
  return name === undefined
    ? undefined
    : { kind: 'response', name: `what \`${name}\` returns`, values: [value] };
}

function registered(
  call: ts.CallExpression,
  fn: ts.Node,
  value: ts.Expression,
  evaluator: Evaluator,
): Exit | undefined {
  const callee = unwrap(call.expression);
  const last = ts.isIdentifier(callee) ? callee.text : (accessedName(callee) ?? '');
  if (!RETURNING.some((name) => accepts(name, last))) return undefined;
  const index = call.arguments.findIndex((argument) => unwrap(argument) === fn);
  const found = registrationOf(evaluator, call, index, undefined);
  return found.kind === 'entry' && found.entry.returns
    ? {
        kind: 'response',
        name: `what \`${(dottedName(callee) ?? [last]).join('.')}\` returns`,
        values: [value],
        ...(found.entry.guessed ? { guessed: true } : {}),
      }
    : undefined;
}
