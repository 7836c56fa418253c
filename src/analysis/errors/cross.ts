import ts from 'typescript';
import { registrationOf, type Entry } from '../calls/entries';
import { calledFunctions } from '../calls/identity';
import { methodEntry } from '../calls/methods';
import { registeredBy } from '../calls/outside';
import { isAsync, isEventName, isFunction, type Use } from '../calls/positions';
import { usesOf, usesOfParameter, wrappedUse } from '../calls/uses';
import { attributeName, nameOf } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { leave, nobody } from './leave';
import { step, type Onward, type State } from './paths';
import { isPromise } from './executors';
import { retryingCall } from './retry';

const MAX_DEPTH = 10;
const MAX_RETURNS = 3;
/** Places in one function where it uses another one that it is given. */
const MAX_INSIDE = 3;

/**
 * Leaves a function: to the calls that reach it, or to whoever runs it. `seen` holds the functions
 * that were left before.
 */
export function cross(
  evaluator: Evaluator,
  seen: Set<string>,
  fn: ts.FunctionLikeDeclaration,
  state: State,
): readonly Onward[] {
  const site = evaluator.siteOf(fn);
  const back = state.returns[state.returns.length - 1];
  if (back && back.fn === fn)
    return [
      { from: back.call, state: { ...state, pending: true, returns: state.returns.slice(0, -1) } },
    ];
  const key = `${site.file}:${site.start}:${state.returns.length}:${state.retry ? 'r' : ''}`;
  if (seen.has(key) || state.depth > MAX_DEPTH) return [];
  seen.add(key);
  const inner = { ...state, depth: state.depth + 1 };
  const decorated = methodEntry(evaluator, fn);
  if (decorated) return [leave(evaluator, fn, inner, decorated)];
  // A function that calls itself is not called for that.
  const uses = usesOf(evaluator, fn).filter(
    (use) => use.kind !== 'call' || !isWithin(use.node, fn),
  );
  for (const use of uses) {
    const handled = use.kind === 'exported' ? exportedHandler(evaluator, fn, use) : undefined;
    if (handled) return [leave(evaluator, fn, inner, handled)];
  }
  // Who calls it in sight says more than that others may.
  const isCalled = uses.some(({ kind }) => kind === 'call');
  const reaching = uses.filter(({ kind }) => kind !== 'exported' || !isCalled);
  if (reaching.length === 0) return [nobody(evaluator, fn, inner)];
  return reaching.flatMap((use) => throughUse(evaluator, fn, use, inner));
}

function isWithin(node: ts.Node, fn: ts.Node): boolean {
  return node.getSourceFile() === fn.getSourceFile() && node.pos >= fn.pos && node.end <= fn.end;
}

function throughUse(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  use: Use,
  state: State,
): readonly Onward[] {
  const lost = (node: ts.Node, label: string, entry: Entry): Onward => {
    const at = step(evaluator, node, `${label}, and nothing catches it`);
    return { state, ending: { end: 'uncaught', at, entry } };
  };
  switch (use.kind) {
    case 'call': {
      const trail = [...state.trail, step(evaluator, use.node, 'called here')];
      const pending = isAsync(fn) || state.pending;
      return [{ from: use.node, state: { ...state, trail, pending } }];
    }
    case 'argument':
      return handOver(evaluator, fn, use, state);
    case 'attribute': {
      const inside = intoComponent(evaluator, use, state);
      if (inside.length > 0) return inside;
      const what = `the handler \`${use.node.name.getText()}\``;
      return [lost(use.node, 'runs as an event handler', { kind: 'ui', what })];
    }
    case 'assigned': {
      if (!isEventName(use.name)) return [nobody(evaluator, fn, state)];
      const what = `\`${use.name}\``;
      return [lost(use.node.left, `runs as ${what}`, { kind: 'socket', what })];
    }
    case 'element':
      return [
        lost(use.node, 'runs while the component renders', { kind: 'ui', what: 'the component' }),
      ];
    case 'exported':
      return [nobody(evaluator, fn, state)];
    case 'returned':
    case 'named':
    case 'field':
      return [];
  }
}

/**
 * The function is given to another one: into that one's body when it is in the workspace, else by
 * what is known of it.
 */
function handOver(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  use: Use & { readonly kind: 'argument' },
  before: State,
): readonly Onward[] {
  const { call, index, property } = use;
  const label = `handed to \`${nameOf(call.expression)}\` here`;
  const state = { ...before, trail: [...before.trail, step(evaluator, call.expression, label)] };
  const retry = retryingCall(evaluator, call);
  if (retry) return [{ from: call, state: { ...state, pending: true, retry } }];
  if (ts.isNewExpression(call) && isPromise(call.expression))
    return [{ from: call, state: { ...before, pending: true } }];
  const inside = intoBody(evaluator, use, state);
  if (inside.length > 0) return inside;
  const registered = registeredBy(evaluator, use);
  if (registered) return [leave(evaluator, fn, state, registered.entry, registered.wrapped)];
  const registration = registrationOf(evaluator, call, index, property);
  if (registration.kind === 'detached') {
    const { what } = registration;
    const at = step(evaluator, call.expression, `runs in ${what}, where nothing catches it`);
    return [{ state, ending: { end: 'uncaught', at, entry: { kind: 'detached', what } } }];
  }
  // The wrapper's result is the function again: the uses of its name are among the others.
  if (wrappedUse(evaluator, call) && usesOf(evaluator, fn).some((other) => other !== use))
    return [];
  const isForeign = referencesOf(evaluator, call.expression).some(({ root }) => root === 'package');
  return [
    { from: call, state: { ...state, pending: true, ...(isForeign ? { foreign: true } : {}) } },
  ];
}

/**
 * On where a function of the workspace calls what it is given, hands it on or keeps it; back to the
 * call of that function when its body ends.
 */
function intoBody(
  evaluator: Evaluator,
  { call, index, property }: Use & { readonly kind: 'argument' },
  state: State,
): readonly Onward[] {
  if (state.returns.length > MAX_RETURNS) return [];
  for (const target of calledFunctions(evaluator, call)) {
    const { parameters } = target;
    const parameter = parameters[index] ?? parameters.findLast((item) => item.dotDotDotToken);
    // A function that hands on to itself what it is given calls it in the same places.
    if (!parameter || state.returns.some(({ fn }) => fn === target)) continue;
    const returns = [...state.returns, { fn: target, call }];
    const inside = throughParameter(evaluator, parameter, property, { ...state, returns });
    if (inside.length > 0) return inside;
  }
  return [];
}

/** On where a component of the workspace calls what it is given as a property, or hands it on. */
function intoComponent(
  evaluator: Evaluator,
  { node }: Use & { readonly kind: 'attribute' },
  state: State,
): readonly Onward[] {
  const { tagName } = node.parent.parent;
  // Names in lower case are elements of the page.
  if (ts.isIdentifier(tagName) && /^[a-z]/.test(tagName.text)) return [];
  if (!ts.isIdentifier(tagName) && !ts.isPropertyAccessExpression(tagName)) return [];
  return optionsOf(evaluator.evaluate(tagName), 4).flatMap((option) => {
    const props = option.kind === 'function' ? option.node.parameters[0] : undefined;
    return props ? throughParameter(evaluator, props, attributeName(node), state) : [];
  });
}

/** On from each place where a function uses another one that it is given. */
function throughParameter(
  evaluator: Evaluator,
  parameter: ts.ParameterDeclaration,
  property: string | undefined,
  before: State,
): readonly Onward[] {
  const fn = parameter.parent;
  if (!isFunction(fn) || before.depth > MAX_DEPTH) return [];
  const state = { ...before, pending: true, depth: before.depth + 1 };
  return usesOfParameter(evaluator, parameter, property)
    .slice(0, MAX_INSIDE)
    .flatMap((use) =>
      use.kind === 'call' ? [{ from: use.node, state }] : throughUse(evaluator, fn, use, state),
    );
}

/** The framework that calls an export by its name. */
function exportedHandler(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  { name, property }: Use & { readonly kind: 'exported' },
): Entry | undefined {
  const exported = property === undefined ? name : `${name}.${property}`;
  const found = evaluator.program.handlerOf(evaluator.siteOf(fn).file, exported);
  return found && { kind: found.entry, what: found.what };
}
