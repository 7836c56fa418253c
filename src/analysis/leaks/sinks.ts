import ts from 'typescript';
import type { LeakFact, LeakKind } from './leak';
import type { Value } from '../values/value';
import type { Evaluator } from '../values/engine';
import { dottedName, enclosingFunction, unwrap } from '../source/syntax';
import { secretsIn } from './secrets';

const LOG =
  /^(console\.(log|info|warn|error|debug|trace|dir|table)|(\w+\.)*(logger|log|winston|pino|Logger|consola)\.(log|info|warn|error|debug|trace|verbose|fatal|silly)|debug|print)$/;
const RESPONSE_METHODS = /^(json|send|end|write|render|jsonp|text|html|body)$/;
const RESPONSE_RECEIVER = /^(res|response|reply|resp|c|ctx|context|rep)$/;
const RESPONSE_CALLS =
  /^(NextResponse\.json|Response\.json|json|data|defer|event\.respondWith|socket\.emit|io\.emit|ws\.send|socket\.send|webview\.postMessage|panel\.webview\.postMessage)$/;
const LOADERS = new Set([
  'load',
  'loader',
  'clientLoader',
  'action',
  'getServerSideProps',
  'getStaticProps',
  'getInitialProps',
  'GET',
  'POST',
]);

/**
 * The leaks at one node: a call that logs, answers, throws or builds an address, an assignment to
 * a body, what a loader returns, a prop.
 */
export function leakAt(node: ts.Node, callee: Value | undefined, evaluator: Evaluator): LeakFact[] {
  const sink = ts.isJsxAttribute(node)
    ? propSink(node, evaluator)
    : sinkOf(node, callee, evaluator);
  if (!sink) return [];
  const leaks: LeakFact[] = [];
  for (const expression of sink.values) {
    for (const secret of secretsIn(evaluator, evaluator.evaluate(expression))) {
      // A log line that shows the first characters is how people check which key is loaded; a reply that does is not.
      if (secret.part && sink.kind === 'log') continue;
      leaks.push({
        ...evaluator.siteOf(expression),
        kind: sink.kind,
        sink: sink.name,
        secret: secret.part ? `part of ${secret.name}` : secret.name,
        vendor: secret.vendor,
        trail: secret.trail,
      });
      break;
    }
  }
  return leaks;
}

interface Sink {
  readonly kind: LeakKind;
  readonly name: string;
  readonly values: readonly ts.Expression[];
}

function sinkOf(node: ts.Node, callee: Value | undefined, evaluator: Evaluator): Sink | undefined {
  if (ts.isCallExpression(node)) return callSink(node, callee, evaluator);
  if (ts.isNewExpression(node)) return newSink(node);
  if (ts.isTemplateExpression(node))
    return /^https?:\/\//.test(node.head.text)
      ? { kind: 'url', name: 'an address', values: [node] }
      : undefined;
  if (ts.isBinaryExpression(node)) {
    const target = dottedName(node.left)?.join('.') ?? '';
    return /^(ctx|context|res|response)\.body$|\.innerHTML$/.test(target)
      ? { kind: 'response', name: `\`${target}\``, values: [node.right] }
      : undefined;
  }
  if (ts.isReturnStatement(node)) {
    const name = loaderName(enclosingFunction(node));
    return node.expression && name
      ? { kind: 'response', name: `what \`${name}\` returns`, values: [node.expression] }
      : undefined;
  }
  if (ts.isArrowFunction(node)) {
    const name = ts.isBlock(node.body) ? undefined : loaderName(node);
    return name
      ? { kind: 'response', name: `what \`${name}\` returns`, values: [node.body as ts.Expression] }
      : undefined;
  }
  return undefined;
}

/** A prop of a client component, given by a server component: React serialises it into the page. */
function propSink(node: ts.JsxAttribute, evaluator: Evaluator): Sink | undefined {
  const { initializer } = node;
  const { tagName } = node.parent.parent;
  if (
    !initializer ||
    !ts.isJsxExpression(initializer) ||
    !initializer.expression ||
    !ts.isIdentifier(tagName) ||
    !/^[A-Z]/.test(tagName.text)
  )
    return undefined;
  const component = evaluator.evaluate(tagName);
  const isClient = (path: string) =>
    /^\s*(['"])use client\1/.test(evaluator.program.syntax(path)?.text ?? '');
  const crosses =
    component.kind === 'function' &&
    isClient(component.site.file) &&
    !isClient(evaluator.program.pathOf(node));
  return crosses
    ? {
        kind: 'client-props',
        name: `a prop of the client component \`${tagName.text}\``,
        values: [initializer.expression],
      }
    : undefined;
}

function callSink(
  node: ts.CallExpression,
  callee: Value | undefined,
  evaluator: Evaluator,
): Sink | undefined {
  const names = dottedName(node.expression);
  const text = names?.join('.') ?? '';
  const last = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : text;
  if (LOG.test(text.replace(/^this\./, '')))
    return { kind: 'log', name: `\`${text}\``, values: node.arguments };
  if (RESPONSE_CALLS.test(text)) {
    // A bare `json(…)` or `data(…)` is a response only when a framework exports it.
    const bare = text === 'json' || text === 'data' || text === 'defer';
    const source = bare ? (callee ?? evaluator.evaluate(node.expression)) : undefined;
    const framework =
      source?.kind === 'external' && /sveltejs|remix|react-router|tanstack|solid/.test(source.name);
    return !bare || framework
      ? { kind: 'response', name: `\`${text}\``, values: node.arguments }
      : undefined;
  }
  if (
    RESPONSE_METHODS.test(last) &&
    ts.isPropertyAccessExpression(node.expression) &&
    isResponse(node.expression.expression)
  )
    return {
      kind: 'response',
      name: `\`${receiverName(node.expression.expression)}.${last}\``,
      values: node.arguments,
    };
  if (/(^|\.)(redirect|navigate)$/.test(text))
    return { kind: 'url', name: `\`${text}\``, values: node.arguments };
  return undefined;
}

/** `res`, `res.status(200)`, `reply.code(400).type(…)`. */
function isResponse(node: ts.Expression): boolean {
  return RESPONSE_RECEIVER.test(receiverName(node));
}

function receiverName(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return inner.text;
  if (ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression))
    return receiverName(inner.expression.expression);
  return '';
}

function newSink(node: ts.NewExpression): Sink | undefined {
  const name = dottedName(node.expression)?.join('.') ?? '';
  const values = [...(node.arguments ?? [])];
  if (/^(Response|NextResponse)$/.test(name))
    return { kind: 'response', name: `\`new ${name}\``, values: values.slice(0, 1) };
  return /(^|\.)\w*(Error|Exception)$/.test(name)
    ? { kind: 'error', name: `\`new ${name}\``, values: values.slice(0, 1) }
    : undefined;
}

/**
 * The name of the data function a node is, or belongs to: SvelteKit's `load`, Remix' `loader`,
 * Next's `getServerSideProps`, Nitro's handler.
 */
function loaderName(fn: ts.Node | undefined): string | undefined {
  if (!fn) return undefined;
  if (ts.isFunctionDeclaration(fn) && fn.name && LOADERS.has(fn.name.text) && isTopLevel(fn))
    return fn.name.text;
  let at: ts.Node = fn.parent;
  while (ts.isSatisfiesExpression(at) || ts.isParenthesizedExpression(at) || ts.isAsExpression(at))
    at = at.parent;
  if (
    ts.isVariableDeclaration(at) &&
    ts.isIdentifier(at.name) &&
    LOADERS.has(at.name.text) &&
    isTopLevel(at.parent.parent)
  )
    return at.name.text;
  if (
    ts.isCallExpression(at) &&
    ts.isIdentifier(at.expression) &&
    /^(defineEventHandler|eventHandler|defineCachedEventHandler|onCall)$/.test(at.expression.text)
  )
    return at.expression.text;
  // The renderer gets what a handler of the main process returns.
  if (ts.isCallExpression(at) && dottedName(at.expression)?.join('.') === 'ipcMain.handle')
    return 'ipcMain.handle';
  return undefined;
}

function isTopLevel(node: ts.Node): boolean {
  return ts.isSourceFile(node.parent);
}
