import ts from 'typescript';
import { outsideCallers, type OutsideCaller } from '../calls/outside';
import { decoratorRows, decoratorsOf } from '../calls/decorators';
import { enclosing } from '../calls/positions';
import { usesOf } from '../calls/uses';
import type { Site, Step } from '../source/host';
import { unwrap } from '../source/syntax';
import { stepAt } from '../steps';
import type { Evaluator } from '../values/engine';
import { letsThrough } from './bystanders';
import { gatesBefore } from './setups';
import { maySendAway } from './signs';

const MAX_FUNCTIONS = 60;
/** No request stands in more functions inside of each other; each is asked who calls it. */
const MAX_NESTED = 8;
const MAX_ROUTES = 12;

/** A route that any stranger can call, with nothing in sight that asks who it is or counts. */
export interface OpenRoute {
  /** What to underline: the registration’s method, or the handler’s name. */
  readonly at: Site;
  /** In words: ``the handler of `app.post('/ask')` ``. */
  readonly what: string;
  /** The calls between the route and the request. */
  readonly through: readonly Step[];
}

/** A way from outside to a request: who calls, and every function on the way. */
interface Way {
  readonly caller: OutsideCaller;
  readonly handler: ts.FunctionLikeDeclaration;
  readonly functions: readonly ts.Node[];
  readonly calls: readonly ts.Node[];
}

/** The routes on whose way to a request nothing may keep strangers out. */
export function openRoutesTo(evaluator: Evaluator, request: ts.Node): readonly OpenRoute[] {
  return waysTo(evaluator, request)
    .filter((way) => isOpen(evaluator, way))
    .slice(0, MAX_ROUTES)
    .map(({ caller, handler, calls }) => ({
      at: placeOf(evaluator, caller, handler),
      what: caller.entry.what,
      through: calls.map((call) => stepAt(call, evaluator, 'called from here')),
    }));
}

/** Calls that are still to be followed to their callers. */
interface Open {
  readonly at: ts.Node;
  readonly functions: readonly ts.Node[];
  readonly calls: readonly ts.Node[];
}

function waysTo(evaluator: Evaluator, request: ts.Node): Way[] {
  const seen = new Set<ts.Node>();
  const found: Way[] = [];
  let frontier: readonly Open[] = [{ at: request, functions: [], calls: [] }];
  while (frontier.length > 0 && seen.size < MAX_FUNCTIONS) {
    const next: Open[] = [];
    for (const { at, functions: inner, calls } of frontier)
      for (const [depth, handler] of around(at).entries()) {
        if (seen.has(handler)) continue;
        seen.add(handler);
        // What stands around a handler, a function that sets up all routes, is not on the way.
        const functions = [...around(at).slice(0, depth + 1), ...inner];
        for (const caller of outsideCallers(evaluator, handler))
          found.push({ caller, handler, functions, calls });
        for (const call of callsOf(evaluator, handler))
          next.push({ at: call, functions, calls: [call, ...calls] });
      }
    frontier = next;
  }
  return found;
}

/** The functions around a node, the innermost first. */
function around(node: ts.Node): readonly ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  for (let fn = enclosing(node); fn && found.length < MAX_NESTED; fn = enclosing(fn))
    found.push(fn);
  return found;
}

function callsOf(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): ts.Node[] {
  return usesOf(evaluator, fn).flatMap((use) => {
    if (use.kind === 'call') return [use.node];
    return use.kind === 'argument' ? [use.call] : [];
  });
}

function isOpen(evaluator: Evaluator, { caller, handler, functions }: Way): boolean {
  const { entry, registration } = caller;
  const { program } = evaluator;
  const file = program.pathOf(registration ?? handler);
  if (entry.kind !== 'http' || entry.guessed || program.isGated(file)) return false;
  if (registration && !isOpenRegistration(evaluator, registration, handler)) return false;
  if (!registration && !isOpenExport(evaluator, handler)) return false;
  if (maySendAway(evaluator, functions)) return false;
  const address = registration && addressOf(registration);
  return !gatesBefore(evaluator, file).some(({ file: place, prefix, only }) => {
    if (only) return only.includes(file);
    // On the same router an address that does not begin so is not behind it.
    return (
      prefix === undefined ||
      place !== file ||
      address === undefined ||
      address.startsWith(prefix.replace(/\/?\*.*$/, ''))
    );
  });
}

/** What stands beside the handler, and what the route is built on, lets everybody through. */
function isOpenRegistration(
  evaluator: Evaluator,
  registration: ts.CallExpression | ts.NewExpression,
  handler: ts.Node,
): boolean {
  const others = (registration.arguments ?? []).filter((item) => !holds(item, handler));
  if (!others.every((item) => letsThrough(evaluator, item))) return false;
  for (let at: ts.Expression = registration.expression; ;) {
    const node = unwrap(at);
    if (ts.isCallExpression(node)) {
      if (!node.arguments.every((item) => letsThrough(evaluator, item))) return false;
      at = node.expression;
    } else if (ts.isPropertyAccessExpression(node)) at = node.expression;
    else break;
  }
  // A wrapper around the handler may be what asks: `withAuth(async (req) => …)`.
  for (let node = handler.parent; node && node !== registration; node = node.parent)
    if (ts.isCallExpression(node) && !letsThrough(evaluator, node.expression)) return false;
  return true;
}

function holds(node: ts.Node, inner: ts.Node): boolean {
  return (
    node.getSourceFile() === inner.getSourceFile() && node.pos <= inner.pos && inner.end <= node.end
  );
}

/** An exported handler or a method: nothing wraps it, and no decorator is unknown. */
function isOpenExport(evaluator: Evaluator, handler: ts.FunctionLikeDeclaration): boolean {
  if (ts.isMethodDeclaration(handler) && ts.isClassLike(handler.parent))
    return [handler, handler.parent]
      .flatMap((node) => decoratorsOf(evaluator, node))
      .every((decorator) => decoratorRows('bystanders', decorator).some(({ certain }) => certain));
  for (let node: ts.Node = handler.parent; !ts.isSourceFile(node); node = node.parent)
    if (ts.isCallExpression(node) && !letsThrough(evaluator, node.expression)) return false;
  return true;
}

function addressOf({ arguments: args }: ts.CallExpression | ts.NewExpression): string | undefined {
  const [first] = args ?? [];
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function placeOf(
  evaluator: Evaluator,
  { registration }: OutsideCaller,
  handler: ts.FunctionLikeDeclaration,
): Site {
  if (registration) {
    const callee = unwrap(registration.expression);
    return evaluator.siteOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  }
  if (handler.name) return evaluator.siteOf(handler.name);
  const { parent } = handler;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return evaluator.siteOf(parent.name);
  const { file, start } = evaluator.siteOf(handler);
  return { file, start, end: start + Math.max(1, handler.getText().split('\n')[0].length) };
}
