import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { natureOf, sdkOf } from '../models/vendors';
import { inStyle } from '../edits/inStyle';
import type { Finding } from '../rules/rule';
import { requestName } from '../rules/requests';
import type { Fix } from './fix';
import { nodeAt, nodeSpanning } from '../edits/nodeAt';
import { addProperty } from '../edits/addProperty';
import { readableStreamEdits, streamSource } from './partial/readableStream';
import { writtenResponseEdits } from './partial/writtenResponse';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';

/** Stops the request when the reader has gone, and tells the reader when the stream breaks off. */
export const handlePartialResponse: Fix = {
  meta: {
    id: 'handle-partial-response',
    summary:
      'Stops the request when the reader leaves, says so in the stream when it breaks off, ' +
      'and in the log when its limit has cut it off.',
    rules: ['unhandled-partial-response'],
    safe: true,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
    const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
    if (!request?.detail?.stream || !syntax || !call || !ts.isCallExpression(call))
      return undefined;
    const { file: readIn } = request.detail.stream.at;
    if (readIn !== finding.file)
      return {
        reason:
          `the stream of ${requestName(request)} is handed on in \`${readIn}\`: what its ` +
          'reader is told stands there',
      };
    const { stopsStream: stop, payload, options } = sdkOf(request);
    const { cutOff } = natureOf(request);
    // Where the call has no settings of its own, the signal that stops it goes among the others.
    const isOption = payload.settings === payload.body;
    const edits = isOption
      ? abortSignalEdits(call, options.signal, finding)
      : stop !== undefined
        ? loopEdits(call, { stop, cutOff }, request.detail.stream.at.start, finding, syntax)
        : undefined;
    if (!edits)
      return finding.surface === 'browser'
        ? undefined
        : {
            reason:
              `the stream of ${requestName(request)} is handed on in a way that is not followed ` +
              'here: tell its reader when it breaks off, and stop it when the reader leaves',
          };
    return {
      title: title(finding),
      // What a reader takes for the last word depends on what it reads: a person decides what it
      // is told.
      safe:
        !/hidden|uncaught|late/.test(finding.variant ?? '') && (isOption || cutOff !== undefined),
      changes: () => [{ kind: 'edit', file: finding.file, edits }],
    };
  },
};

function title({ variant }: Finding): string {
  const stops = variant?.includes('no-abort') ?? false;
  const tells = /hidden|uncaught|late/.test(variant ?? '');
  if (variant === 'cut-off') return 'Say in the log when an answer was cut off';
  return stops && tells
    ? 'Tell the reader when the stream breaks off, and stop when the reader leaves'
    : stops
      ? 'Stop the request when the reader leaves'
      : 'Tell the reader when the stream breaks off';
}

/**
 * `abortSignal: request.signal` among the options of the AI SDK, in a handler that gets the
 * request.
 */
function abortSignalEdits(
  call: ts.CallExpression,
  option: string,
  { variant }: Finding,
): TextEdit[] | undefined {
  const options = call.arguments[0] && unwrap(call.arguments[0]);
  const fn = enclosing(call);
  const [parameter] = fn?.parameters ?? [];
  if (variant !== 'no-abort' || !options || !ts.isObjectLiteralExpression(options) || !parameter)
    return undefined;
  // `(request)` of a route, or `({ request })` of a loader or endpoint.
  const name = ts.isIdentifier(parameter.name)
    ? parameter.name.text
    : parameter.name.elements.some(
          (element) => ts.isBindingElement(element) && element.name.getText() === 'request',
        )
      ? 'request'
      : undefined;
  const isRequest =
    fn !== undefined && name !== undefined && REQUESTS.includes(name) && isReadIn(fn, name);
  if (!isRequest || options.properties.length === 0) return undefined;
  return [addProperty(options, `${option}: ${name}.signal`)];
}

/** What people call a request whose body is read. */
const REQUESTS: readonly string[] = ['req', 'request', '_req', '_request'];

/** `await request.json()`: the request of the platform, whose reader may leave. */
function isReadIn(fn: ts.Node, name: string): boolean {
  let read = false;
  walk(fn, (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ['json', 'formData', 'text'].includes(node.expression.name.text) &&
      ts.isIdentifier(node.expression.expression) &&
      node.expression.expression.text === name
    )
      read = true;
  });
  return read;
}

/** How a stream is stopped, behind its name, and how a piece says that the limit has cut it off. */
interface StreamWays {
  readonly stop: string;
  readonly cutOff: string | undefined;
}

/** A loop over a stream of the SDK that writes to a response, or fills a `ReadableStream`. */
function loopEdits(
  call: ts.CallExpression,
  { stop, cutOff }: StreamWays,
  loopStart: number,
  { variant }: Finding,
  syntax: Syntax,
): TextEdit[] | undefined {
  let loop: ts.Node = nodeAt(syntax.sourceFile, loopStart);
  while (loop.parent && !ts.isForOfStatement(loop)) loop = loop.parent;
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (
    !ts.isForOfStatement(loop) ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    unwrap(loop.expression).getText() !== declaration.name.text
  )
    return undefined;
  const stops = variant?.includes('no-abort') ?? false;
  const tells = /hidden|uncaught|late/.test(variant ?? '');
  const end = variant?.includes('cut-off') ? lookAtEnd(loop, cutOff, syntax) : [];
  if (!end || (!stops && !tells)) return end;
  const reading = { declaration, stopping: declaration.name.text + stop, loop, stops, tells };
  const source = streamSource(loop);
  const edits = source
    ? readableStreamEdits(source, reading, syntax)
    : writtenResponseEdits(reading, syntax);
  return edits && [...edits, ...end];
}

/**
 * A line at the end of the loop that says when the limit of tokens has cut the answer off: what is
 * stored goes on being stored.
 */
function lookAtEnd(
  loop: ts.ForOfStatement,
  cutOff: string | undefined,
  syntax: Syntax,
): TextEdit[] | undefined {
  const [declaration] = ts.isVariableDeclarationList(loop.initializer)
    ? loop.initializer.declarations
    : [];
  const last = ts.isBlock(loop.statement) ? loop.statement.statements.at(-1) : undefined;
  if (!declaration || !ts.isIdentifier(declaration.name) || !last) return undefined;
  const isCut = cutOff?.replaceAll('{piece}', declaration.name.text);
  if (isCut === undefined) return undefined;
  const style = styleOf(syntax.sourceFile);
  const line = inStyle(
    `if (${isCut}) console.warn('The answer was cut off: its limit of tokens is too low.');`,
    style,
  );
  return [
    {
      start: last.getEnd(),
      end: last.getEnd(),
      text: `${style.lineBreak}${indentationAt(syntax.text, last.getStart())}${line}`,
    },
  ];
}
