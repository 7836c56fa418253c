import ts from 'typescript';
import { accepts } from '../../models/match';
import { sdkOf, vendorOf } from '../../models/vendors';
import { wholeErrorsOf } from '../requests/senders';
import type { Sent } from '../requests/requests';
import { lookup } from '../source/scope';
import { dottedName, unwrap, walk, type Syntax } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { LeakFact } from './leak';
import { exitAt } from './sinks';

/**
 * The failures of requests that are handed on whole: such an error holds the request that failed,
 * and its headers the key. What a `catch` around the request or behind its promise logs, or sends
 * to whoever asked.
 */
export function failureLeaks(
  syntax: Syntax,
  requests: readonly Sent[],
  evaluator: Evaluator,
): LeakFact[] {
  const found = new Map<number, LeakFact>();
  for (const request of requests) {
    const whole = wholeErrors(request);
    if (whole === undefined) continue;
    for (const { error, body } of catchersOf(nodeOf(request, syntax), syntax))
      walk(body, (node) => {
        const exit = exitAt(node, evaluator);
        const value = exit?.values.find((item) => wholeIn(item, error, whole).length > 0);
        if (!exit || !value || found.has(value.getStart())) return;
        found.set(value.getStart(), {
          ...evaluator.siteOf(value),
          kind: exit.kind,
          sink: exit.name,
          secret: 'the key in the headers of a failed request',
          vendor: vendorOf(request),
          trail: [
            {
              file: syntax.path,
              start: request.start,
              end: request.end,
              label: 'what this request throws holds its headers',
            },
          ],
          parts: wholeIn(value, error, whole).map((node) => ({
            start: node.getStart(),
            end: node.getEnd(),
            what: 'failure',
          })),
          ...(exit.guessed ? { guessed: true } : {}),
        });
      });
  }
  return [...found.values()];
}

/** Members of a request's error that hold its key, as the error does; `undefined` where it has none. */
function wholeErrors(request: Sent): string | undefined {
  if (!request.certain) return undefined;
  if (request.sdk === 'http')
    return request.keys.length > 0 ? wholeErrorsOf(request.api) : undefined;
  const { failures } = sdkOf(request);
  return failures?.by === 'response' ? failures.holds : undefined;
}

/** A place that gets an error: its name, and what is done with it. */
interface Catcher {
  readonly error: ts.Identifier;
  readonly body: ts.Node;
}

function nodeOf({ start, end }: Sent, { sourceFile }: Syntax): ts.Node | undefined {
  let found: ts.Node | undefined;
  walk(sourceFile, (node) => {
    if (!found && node.getStart() === start && node.getEnd() === end) found = node;
  });
  return found;
}

/** The `catch` around a node in its own function, and those behind its promise. */
function catchersOf(node: ts.Node | undefined, { sourceFile }: Syntax): Catcher[] {
  const found: Catcher[] = [];
  for (let at = node; at && at !== sourceFile && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) {
      const { variableDeclaration: variable, block } = parent.catchClause;
      if (variable && ts.isIdentifier(variable.name))
        found.push({ error: variable.name, body: block });
      break;
    }
    const handler = ts.isPropertyAccessExpression(parent) ? handlerOf(parent) : undefined;
    const [first] = handler?.parameters ?? [];
    if (handler && first && ts.isIdentifier(first.name))
      found.push({ error: first.name, body: handler.body });
  }
  return found;
}

/** The function that `promise.catch(…)` is given. */
function handlerOf(access: ts.PropertyAccessExpression) {
  const call = access.parent;
  const [handler] =
    access.name.text === 'catch' && ts.isCallExpression(call) && call.expression === access
      ? call.arguments
      : [];
  return handler && (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))
    ? handler
    : undefined;
}

/** The places of a value that are the error as a whole: in an object, a text or a fallback too. */
function wholeIn(value: ts.Expression, error: ts.Identifier, whole: string): ts.Expression[] {
  const node = unwrap(value);
  const inside = (item: ts.Expression) => wholeIn(item, error, whole);
  if (ts.isIdentifier(node))
    return node.text === error.text && lookup(node)?.name === error ? [node] : [];
  if (ts.isBinaryExpression(node)) return [...inside(node.left), ...inside(node.right)];
  if (ts.isPropertyAccessExpression(node))
    return accepts(whole, node.name.text) && inside(node.expression).length > 0 ? [node] : [];
  if (ts.isCallExpression(node))
    return [
      ...(inside(node.expression).length > 0 ? [node] : []),
      ...(isStringify(node) ? node.arguments.flatMap(inside) : []),
    ];
  return ts.isObjectLiteralExpression(node)
    ? node.properties.flatMap((property) => {
        if (ts.isPropertyAssignment(property)) return inside(property.initializer);
        if (ts.isShorthandPropertyAssignment(property)) return inside(property.name);
        return ts.isSpreadAssignment(property) ? inside(property.expression) : [];
      })
    : [];
}

function isStringify({ expression }: ts.CallExpression): boolean {
  return dottedName(expression)?.join('.') === 'JSON.stringify';
}
