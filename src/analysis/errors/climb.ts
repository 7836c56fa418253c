import ts from 'typescript';
import type { Step } from '../source/host';
import { registrationOf, type Entry } from '../calls/entries';
import { methodEntry } from '../calls/methods';
import { enclosing, isFunction, useAt, type Use } from '../calls/positions';
import { registeredBy } from '../calls/outside';
import { usesOf } from '../calls/uses';
import { lookup, referencesTo } from '../source/scope';
import { accessedName, nameOf, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { catchEffect } from './catches';
import { errorHandler } from './errorHandlers';
import { retryAround, retryingCall, type Retry } from './retry';

/** Where the failure of a request ends up on one way out of the code. */
export interface FailurePath {
  readonly end: 'uncaught' | 'caught' | 'told-apart' | 'retried' | 'unknown';
  /** Where it ends: the catch, or what receives the uncaught failure. */
  readonly at?: Step;
  /** The catch that ends it is empty, or only writes a log. */
  readonly silent?: boolean;
  /** The calls it passed on its way up. */
  readonly trail: readonly Step[];
  readonly retry?: Retry;
  /** Everything above the code: what calls the outermost function. */
  readonly entry?: Entry;
  /** The first catch on the way, when it passes the failure on. */
  readonly passed?: Step;
}

interface State {
  /** The failure is still in a promise: a `try` around it does not see it. */
  readonly pending: boolean;
  readonly trail: readonly Step[];
  readonly retry?: Retry;
  readonly passed?: Step;
  /** It was handed to a function of a package that nothing is known of: what that does with a failure cannot be seen from here. */
  readonly foreign?: boolean;
  /** Where to go on when the body of a function that was entered through a callback ends. */
  readonly returns: readonly { readonly fn: ts.Node; readonly call: ts.Expression }[];
  readonly depth: number;
}

const MAX_DEPTH = 10;
const MAX_PATHS = 24;

/** Follows the failure of a call upwards, through every function that can be seen to call the one it stands in. */
export function failurePaths(
  evaluator: Evaluator,
  request: ts.Expression,
  pendingAtFirst = true,
): FailurePath[] {
  const paths: FailurePath[] = [];
  const seen = new Set<string>();
  const end = (state: State, path: Omit<FailurePath, 'trail'>) => {
    if (paths.length >= MAX_PATHS) return;
    if (state.foreign && state.pending && path.end === 'uncaught' && !path.entry)
      return void paths.push({ end: 'unknown', trail: state.trail });
    const retried = state.retry ? { retry: state.retry } : {};
    paths.push({
      trail: state.trail,
      ...(state.passed ? { passed: state.passed } : {}),
      ...retried,
      ...path,
    });
  };
  const step = (node: ts.Node, label: string): Step => {
    const site = evaluator.siteOf(node);
    return {
      ...site,
      end: Math.min(site.end, site.start + node.getText().split('\n')[0].length),
      label,
    };
  };

  const climb = (from: ts.Node, start: State): void => {
    let state = start;
    let at = from;
    for (let parent = at.parent; parent; at = parent, parent = at.parent) {
      evaluator.tick();
      if (state.pending && ts.isExpression(at)) {
        const next = settle(at, parent, state);
        if (next === 'stop') return;
        if (next) {
          if (next.catcher && stopsAt(next.catcher.body, next.catcher.node)) return;
          if (next.jump)
            return next.jump.forEach((node) =>
              climb(node, { ...state, pending: next.pending ?? true }),
            );
          if (next.leaves) {
            const fn = enclosing(at);
            return fn
              ? cross(fn, state)
              : void end(state, {
                  end: 'uncaught',
                  at: step(at, 'runs when the module is loaded, and nothing catches it'),
                });
          }
          if (next.pending !== undefined) state = { ...state, pending: next.pending };
        }
      }
      if (
        ts.isTryStatement(parent) &&
        parent.tryBlock === at &&
        parent.catchClause &&
        !state.pending
      ) {
        const retry = retryAround(evaluator, parent);
        if (retry && (retry.delay === 'growing' || !state.retry)) state = { ...state, retry };
        if (stopsAt(parent.catchClause.block, parent.catchClause)) return;
      }
      if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && !state.retry) {
        const retry =
          parent.arguments?.some((argument) => argument === at) && state.pending
            ? retryingCall(evaluator, parent)
            : undefined;
        if (retry) state = { ...state, retry };
      }
      if (isFunction(parent))
        return cross(parent, { ...state, pending: state.pending || isAsync(parent) });
    }
    end(state, {
      end: 'uncaught',
      at: step(from, 'runs when the module is loaded, and nothing catches it'),
    });

    /** Whether a catch ends the way; if it passes the failure on, the state remembers it. */
    function stopsAt(body: ts.Node, node: ts.Node): boolean {
      const effect = catchEffect(evaluator, body);
      const where = step(
        node,
        effect.silent ? 'caught here, and only written to the log' : 'caught here',
      );
      if (effect.tells429) return (end(state, { end: 'told-apart', at: where }), true);
      if (effect.forwards) {
        const handler = errorHandler(evaluator, evaluator.siteOf(node).file);
        return (
          end(state, {
            end: handler?.tells429 ? 'told-apart' : 'caught',
            at: handler?.at ?? where,
          }),
          true
        );
      }
      const settled =
        effect.rethrows === 'never' ? undefined : evaluator.concluded(body, rejectedPromise);
      if (settled) return (climb(settled, { ...state, pending: true }), true);
      if (effect.rethrows === 'never')
        return (
          end(state, { end: 'caught', at: where, ...(effect.silent ? { silent: true } : {}) }),
          true
        );
      // The thrown error of a rejected promise executor goes on like any other.
      state = {
        ...state,
        ...(effect.rethrows === 'sometimes' || !state.passed
          ? { passed: { ...where, label: 'caught here and thrown on' } }
          : {}),
      };
      return false;
    }
  };

  /** One step of a failure that is still in a promise. */
  const settle = (
    at: ts.Expression,
    parent: ts.Node,
    state: State,
  ):
    | {
        pending?: boolean;
        catcher?: { body: ts.Node; node: ts.Node };
        jump?: ts.Node[];
        leaves?: boolean;
      }
    | 'stop'
    | undefined => {
    if (ts.isAwaitExpression(parent)) return { pending: false };
    if (ts.isYieldExpression(parent) || (ts.isForOfStatement(parent) && parent.expression === at))
      return { pending: false };
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
      return { leaves: true };
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) {
      end(state, { end: 'uncaught', at: step(at, 'nobody waits for this promise') });
      return 'stop';
    }
    if (ts.isVariableDeclaration(parent) && parent.initializer === at) {
      if (!ts.isIdentifier(parent.name)) return { pending: false };
      const listener = errorListener(parent, parent.name.text);
      const heard = listener && handlerBody(evaluator, listener);
      return heard
        ? { catcher: { body: heard, node: listener } }
        : awaited(parent, parent.name.text);
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const call = parent.parent;
      if (!ts.isCallExpression(call) || call.expression !== parent)
        return { pending: state.pending };
      const [first, second] = call.arguments;
      const handler =
        parent.name.text === 'catch' ? first : parent.name.text === 'then' ? second : undefined;
      const catcher = handler && handlerBody(evaluator, handler);
      if (catcher) return { catcher: { body: catcher, node: handler } };
      if (handler) {
        // `.catch(next)`, `.catch(console.error)`: a function from elsewhere.
        const forwards = /^(next|done|reject)$/.test(handler.getText());
        const own = forwards ? errorHandler(evaluator, evaluator.siteOf(at).file) : undefined;
        end(state, {
          end: own?.tells429 ? 'told-apart' : 'caught',
          at: own?.at ?? step(handler, 'caught here'),
        });
        return 'stop';
      }
    }
    return undefined;
  };

  /** Where the promise that a variable holds is waited for. */
  const awaited = (
    declaration: ts.VariableDeclaration,
    name: string,
  ): { jump?: ts.Node[]; pending?: boolean } => {
    const references = referencesTo(declaration, name);
    const waiting = references.filter(
      ({ parent }) =>
        ts.isAwaitExpression(parent) ||
        ts.isReturnStatement(parent) ||
        (ts.isForOfStatement(parent) && parent.awaitModifier) ||
        (ts.isPropertyAccessExpression(parent) &&
          /^(then|catch|finally)$/.test(parent.name.text)) ||
        (ts.isCallExpression(parent) &&
          /^(Promise\.\w+|from|pipe|pipeline)$/.test(parent.expression.getText())) ||
        ts.isArrayLiteralExpression(parent),
    );
    return waiting.length > 0 ? { jump: waiting.slice(0, 2) } : { pending: false };
  };

  /** Leaves a function: to the calls that reach it, or to whoever runs it. */
  const cross = (fn: ts.FunctionLikeDeclaration, state: State): void => {
    const site = evaluator.siteOf(fn);
    const back = state.returns[state.returns.length - 1];
    if (back && back.fn === fn)
      return climb(back.call, { ...state, pending: true, returns: state.returns.slice(0, -1) });
    const key = `${site.file}:${site.start}:${state.returns.length}:${state.retry ? 'r' : ''}`;
    if (seen.has(key) || state.depth > MAX_DEPTH) return;
    seen.add(key);
    const inner = { ...state, depth: state.depth + 1 };
    const decorated = methodEntry(evaluator, fn);
    if (decorated) return leave(fn, inner, decorated);
    const uses = usesOf(evaluator, fn);
    const reaching = uses.filter(
      (use) => use.kind !== 'exported' || !uses.some((other) => other.kind === 'call'),
    );
    const [handled] = uses.flatMap((use) =>
      use.kind === 'exported'
        ? (evaluator.program.handlerOf(site.file, exportedName(use)) ?? [])
        : [],
    );
    if (handled) return leave(fn, inner, { kind: handled.entry, what: handled.what });
    if (reaching.length === 0) return nobody(fn, inner);
    // `forEach` and effects: the wrapper's own use says more than that of what it returns.
    for (const use of reaching) follow(fn, use, inner);
  };

  const follow = (fn: ts.FunctionLikeDeclaration, use: Use, state: State): void => {
    switch (use.kind) {
      case 'call': {
        const called = { ...state, trail: [...state.trail, step(use.node, 'called here')] };
        return climb(use.node, { ...called, pending: isAsync(fn) || state.pending });
      }
      case 'argument':
        return handOver(fn, use, state);
      case 'attribute':
        return end(state, {
          end: 'uncaught',
          at: step(use.node, 'runs as an event handler, and nothing catches it'),
          entry: { kind: 'ui', what: `the handler \`${use.node.name.getText()}\`` },
        });
      case 'assigned':
        return end(state, {
          end: 'uncaught',
          at: step(use.node.left, `runs as \`${use.name}\`, and nothing catches it`),
          entry: {
            kind: /^on[a-z]/.test(use.name) ? 'socket' : 'detached',
            what: `\`${use.name}\``,
          },
        });
      case 'element':
        return end(state, {
          end: 'uncaught',
          at: step(use.node, 'runs while the component renders, and nothing catches it'),
          entry: { kind: 'ui', what: 'the component' },
        });
      case 'exported':
        return exportedTo(fn, use, state);
      case 'returned':
      case 'named':
        return;
    }
  };

  /** The function is given to another one: into that one's body when it is in the workspace, else by what is known of it. */
  const handOver = (
    fn: ts.FunctionLikeDeclaration,
    use: Use & { kind: 'argument' },
    state: State,
  ): void => {
    const { call, index, property } = use;
    const retry = retryingCall(evaluator, call);
    const trail = [
      ...state.trail,
      step(call.expression, `handed to \`${nameOf(call.expression)}\` here`),
    ];
    if (retry) return climb(call, { ...state, trail, pending: true, retry });
    if (ts.isNewExpression(call) && call.expression.getText() === 'Promise')
      return climb(call, { ...state, pending: true });
    for (const option of optionsOf(evaluator.evaluate(call.expression), 4)) {
      const target = option.kind === 'function' ? option.node : undefined;
      const parameter = target?.parameters[index];
      if (!target?.body || !parameter || state.returns.length > 3) continue;
      const inside = invocationsOf(evaluator, target, parameter, property);
      if (inside.length === 0) continue;
      for (const invocation of inside.slice(0, 2))
        climb(invocation, {
          ...state,
          trail,
          pending: true,
          returns: [...state.returns, { fn: target, call }],
        });
      return;
    }
    const registered = registeredBy(evaluator, use);
    if (registered) return leave(fn, { ...state, trail }, registered.entry, registered.wrapped);
    const registration = registrationOf(evaluator, call, index, property);
    if (registration.kind === 'detached')
      return end(
        { ...state, trail },
        {
          end: 'uncaught',
          at: step(call.expression, `runs in ${registration.what}, where nothing catches it`),
          entry: { kind: 'detached', what: registration.what },
        },
      );
    const outer = useAt({ node: call });
    // The wrapper's result is the function again: the uses of its name are among the others.
    if (
      outer &&
      (outer.kind === 'named' || outer.kind === 'exported') &&
      usesOf(evaluator, fn).some((other) => other !== use)
    )
      return;
    climb(call, {
      ...state,
      trail,
      pending: true,
      ...(referencesOf(evaluator, call.expression).some(({ root }) => root === 'package')
        ? { foreign: true }
        : {}),
    });
  };

  const exportedTo = (
    fn: ts.FunctionLikeDeclaration,
    use: Use & { kind: 'exported' },
    state: State,
  ): void => {
    const file = evaluator.siteOf(fn).file;
    const found = evaluator.program.handlerOf(file, exportedName(use));
    if (found) return leave(fn, state, { kind: found.entry, what: found.what });
    nobody(fn, state);
  };

  /** A framework or library calls the function: what it does with a failure decides. */
  const leave = (
    fn: ts.FunctionLikeDeclaration,
    state: State,
    entry: Entry,
    wrapped = false,
  ): void => {
    if (entry.retries)
      return end(
        {
          ...state,
          retry: {
            by: 'job',
            at: step(fn, `${entry.what} tries it again`),
            delay: 'growing',
            bounded: true,
            selective: true,
          },
        },
        { end: 'retried', at: step(fn, `${entry.what} tries it again`), entry },
      );
    if (entry.catches)
      return end(state, { end: 'caught', at: step(fn, `${entry.what} keeps the failure`), entry });
    const handler =
      entry.kind === 'http' ||
      entry.kind === 'page' ||
      entry.kind === 'rpc' ||
      entry.kind === 'action' ||
      entry.kind === 'chat'
        ? errorHandler(
            evaluator,
            evaluator.siteOf(fn).file,
            entry.kind === 'chat' ? 'bot' : 'routes',
          )
        : undefined;
    // A wrapper such as express-async-handler hands to `next` what Express 4 itself would miss.
    if (handler && !(handler.synchronous && isAsync(fn) && !wrapped))
      return end(state, { end: handler.tells429 ? 'told-apart' : 'caught', at: handler.at, entry });
    end(state, { end: 'uncaught', at: step(fn, `${entry.what} lets it through`), entry });
  };

  /** Nobody in sight calls it: a library leaves failures to its users, in an application that is where they get lost. */
  const nobody = (fn: ts.FunctionLikeDeclaration, state: State): void => {
    const file = evaluator.siteOf(fn).file;
    if (evaluator.program.isLibrary(file)) return end(state, { end: 'unknown' });
    end(state, {
      end: 'uncaught',
      at: step(fn, 'nothing in sight catches what this function throws'),
    });
  };

  climb(request, { pending: pendingAtFirst, trail: [], returns: [], depth: 0 });
  return paths;
}

function exportedName(use: Use & { kind: 'exported' }): string {
  return use.property === undefined ? use.name : `${use.name}.${use.property}`;
}

function isAsync(fn: ts.FunctionLikeDeclaration): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The listener of `stream.on('error', …)`: what a stream that is read by events does with its failure. */
function errorListener(
  declaration: ts.VariableDeclaration,
  name: string,
): ts.Expression | undefined {
  for (const id of referencesTo(declaration, name)) {
    const call =
      ts.isPropertyAccessExpression(id.parent) && /^(on|once)$/.test(id.parent.name.text)
        ? id.parent.parent
        : undefined;
    const [event, listener] = call && ts.isCallExpression(call) ? call.arguments : [];
    if (event && listener && ts.isStringLiteralLike(event) && event.text === 'error')
      return listener;
  }
  return undefined;
}

/** The promise whose `reject` a catch calls: `new Promise((resolve, reject) => …)` somewhere around it. */
function rejectedPromise(body: ts.Node, evaluator: Evaluator): ts.NewExpression | undefined {
  let found: ts.NewExpression | undefined;
  evaluator.walk(body, (node) => {
    if (found || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const declaration = lookup(node.expression);
    const executor = declaration && ts.isParameter(declaration) ? declaration.parent : undefined;
    if (
      executor &&
      ts.isNewExpression(executor.parent) &&
      executor.parent.expression.getText() === 'Promise' &&
      executor.parameters[1] === declaration
    )
      found = executor.parent;
  });
  return found;
}

/** The body of the function given to `.catch`, in place or by name. */
function handlerBody(evaluator: Evaluator, handler: ts.Expression): ts.Node | undefined {
  const node = unwrap(handler);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node.body;
  for (const option of optionsOf(evaluator.evaluate(node), 2))
    if (option.kind === 'function') return option.node.body;
  return undefined;
}

/** Where a function calls what it was given: `fn()`, `options.run()`, `fn.apply(…)`. */
function invocationsOf(
  evaluator: Evaluator,
  target: ts.FunctionLikeDeclaration,
  parameter: ts.ParameterDeclaration,
  property: string | undefined,
): ts.Expression[] {
  const names = new Set<string>();
  if (ts.isIdentifier(parameter.name)) names.add(parameter.name.text);
  else
    for (const element of parameter.name.elements)
      if (
        ts.isBindingElement(element) &&
        ts.isIdentifier(element.name) &&
        (property === undefined || (element.propertyName ?? element.name).getText() === property)
      )
        names.add(element.name.text);
  const found: ts.Expression[] = [];
  if (!target.body) return found;
  evaluator.walk(target.body, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = unwrap(node.expression);
    if (ts.isIdentifier(callee) && names.has(callee.text)) found.push(node);
    else if (
      ts.isPropertyAccessExpression(callee) &&
      ts.isIdentifier(callee.expression) &&
      names.has(callee.expression.text) &&
      (property === undefined
        ? /^(call|apply)$/.test(callee.name.text)
        : accessedName(callee) === property)
    )
      found.push(node);
    else if (
      node.arguments.some((argument) => ts.isIdentifier(argument) && names.has(argument.text))
    )
      found.push(node);
  });
  return found;
}
