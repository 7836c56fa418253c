import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { propertyName, unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { natureOf, sdkOf } from '../models/vendors';
import { inStyle } from '../routes/inStyle';
import type { Finding } from '../rules/rule';
import type { Fix, TextEdit } from './fix';
import { indentationAt, indentedText } from './handler';
import { nodeAt, nodeSpanning } from './nodeAt';
import { addProperty } from './objectEdits';
import { styleOf } from './style';

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
    if (
      !request?.detail?.stream ||
      !syntax ||
      !call ||
      !ts.isCallExpression(call) ||
      request.detail.stream.at.file !== finding.file
    )
      return undefined;
    const { stopsStream: stop, payload, options } = sdkOf(request);
    const { cutOff } = natureOf(request);
    // Where the call has no settings of its own, the signal that stops it goes among the others.
    const isOption = payload.settings === payload.body;
    const edits = isOption
      ? abortSignalEdits(call, options.signal, finding)
      : stop !== undefined
        ? loopEdits(call, { stop, cutOff }, request.detail.stream.at.start, finding, syntax)
        : undefined;
    return (
      edits && {
        title: title(finding),
        // What a reader takes for the last word depends on what it reads: a person decides what it is told.
        safe: !/hidden|uncaught/.test(finding.variant ?? '') && (isOption || cutOff !== undefined),
        changes: () => [{ kind: 'edit', file: finding.file, edits }],
      }
    );
  },
};

function title({ variant }: Finding): string {
  const stops = variant?.includes('no-abort') ?? false;
  const tells = /hidden|uncaught/.test(variant ?? '');
  if (variant === 'cut-off') return 'Say in the log when an answer was cut off';
  return stops && tells
    ? 'Tell the reader when the stream breaks off, and stop when the reader leaves'
    : stops
      ? 'Stop the request when the reader leaves'
      : 'Tell the reader when the stream breaks off';
}

/** `abortSignal: request.signal` among the options of the AI SDK, in a handler that gets the request. */
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
    name !== undefined &&
    /^(req|request|_req|_request)$/.test(name) &&
    /\.(json|formData|text)\(\)/.test(fn?.getText() ?? '');
  if (!isRequest || options.properties.length === 0) return undefined;
  return [addProperty(options, `${option}: ${name}.signal`)];
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
  const stream = declaration.name.text;
  const stops = variant?.includes('no-abort') ?? false;
  const tells = /hidden|uncaught/.test(variant ?? '');
  const end = variant?.includes('cut-off') ? lookAtEnd(loop, cutOff, syntax) : [];
  if (!end || (!stops && !tells)) return end;
  const source = underlyingSource(loop);
  const edits = source
    ? streamEdits(source, loop, stream + stop, stops, tells, syntax)
    : responseEdits(declaration, loop, stream + stop, stops, tells, syntax);
  return edits && [...edits, ...end];
}

/** A line at the end of the loop that says when the limit of tokens has cut the answer off: what is stored goes on being stored. */
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

/** The object given to `new ReadableStream` whose `start` holds the loop. */
function underlyingSource(
  loop: ts.Node,
):
  | { object: ts.ObjectLiteralExpression; start: ts.MethodDeclaration; controller: string }
  | undefined {
  const start = enclosing(loop);
  if (
    !start ||
    !ts.isMethodDeclaration(start) ||
    !ts.isObjectLiteralExpression(start.parent) ||
    propertyName(start.name) !== 'start'
  )
    return undefined;
  const controller = start.parameters[0]?.name.getText();
  return controller ? { object: start.parent, start, controller } : undefined;
}

function streamEdits(
  source: NonNullable<ReturnType<typeof underlyingSource>>,
  loop: ts.ForOfStatement,
  stopping: string,
  stops: boolean,
  tells: boolean,
  syntax: Syntax,
): TextEdit[] | undefined {
  const { semicolons, lineBreak } = styleOf(syntax.sourceFile);
  const semi = semicolons ? ';' : '';
  const body = source.start.body;
  const edits: TextEdit[] = [];
  if (tells) {
    // Everything that follows the loop belongs to its success.
    const [first] = body?.statements ?? [];
    const last = body?.statements[body.statements.length - 1];
    if (!body || !first || !last || body.statements.some(ts.isTryStatement) || loop.parent !== body)
      return undefined;
    const indent = indentationAt(syntax.text, first.getStart());
    const { indent: unit } = styleOf(syntax.sourceFile);
    const inner = body.statements
      .map(
        (statement, index) =>
          (index === 0
            ? ''
            : syntax.text
                .slice(body.statements[index - 1].getEnd(), statement.getStart())
                .replace(/\n(?=[^\r\n])/g, `\n${unit}`)) + indentedText(statement, unit),
      )
      .join('');
    edits.push({
      start: first.getStart(),
      end: last.getEnd(),
      text: `try {${lineBreak}${indent}${unit}${inner}${lineBreak}${indent}} catch (error) {${lineBreak}${indent}${unit}${source.controller}.error(error)${semi}${lineBreak}${indent}}`,
    });
  }
  if (stops) {
    const indent = indentationAt(syntax.text, source.start.getStart());
    const { indent: unit } = styleOf(syntax.sourceFile);
    const method = `cancel() {${lineBreak}${indent}${unit}${stopping}${semi}${lineBreak}${indent}}`;
    const end = source.start.getEnd();
    const comma =
      source.object.properties.hasTrailingComma ||
      source.object.properties[source.object.properties.length - 1] !== source.start;
    const at = comma ? syntax.text.indexOf(',', end) + 1 : end;
    edits.push({
      start: at,
      end: at,
      text: `${comma ? '' : ','}${lineBreak}${indent}${method}${comma ? ',' : ''}`,
    });
  }
  return edits;
}

/**
 * `for await (…) res.write(…)` of Express and its like: a listener for the hang-up, and a last word
 * when it breaks off.
 */
function responseEdits(
  declaration: ts.VariableDeclaration,
  loop: ts.ForOfStatement,
  stopping: string,
  stops: boolean,
  tells: boolean,
  syntax: Syntax,
): TextEdit[] | undefined {
  const written = /\b(\w+)\.write\(/.exec(loop.statement.getText())?.[1];
  const fn = enclosing(loop);
  const isResponse = written !== undefined && fn?.parameters[1]?.name.getText() === written;
  const statement = declaration.parent.parent;
  if (
    !written ||
    !isResponse ||
    !ts.isVariableStatement(statement) ||
    (tells && insideTry(loop, fn))
  )
    return undefined;
  const { semicolons, lineBreak, quote } = styleOf(syntax.sourceFile);
  const semi = semicolons ? ';' : '';
  const edits: TextEdit[] = [];
  if (stops) {
    const indent = indentationAt(syntax.text, statement.getStart());
    edits.push({
      start: statement.getEnd(),
      end: statement.getEnd(),
      text: `${lineBreak}${indent}${written}.on(${quote}close${quote}, () => ${stopping})${semi}`,
    });
  }
  if (tells) {
    const indent = indentationAt(syntax.text, loop.getStart());
    const { indent: unit } = styleOf(syntax.sourceFile);
    const events = /`data: /.test(loop.getText());
    const word = events
      ? "`event: error\\ndata: ${JSON.stringify({ error: 'The answer broke off.' })}\\n\\n`"
      : `${quote}\\n[The answer broke off.]${quote}`;
    edits.push({
      start: loop.getStart(),
      end: loop.getEnd(),
      text: `try {${lineBreak}${indent}${unit}${indentedText(loop, unit)}${lineBreak}${indent}} catch {${lineBreak}${indent}${unit}${written}.write(${word})${semi}${lineBreak}${indent}}`,
    });
  }
  return edits;
}

/** A catch of the handler's own already sees the failure: what it says there is the person's to change. */
function insideTry(loop: ts.Node, fn: ts.Node | undefined): boolean {
  for (let at = loop; at !== fn && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent)) return true;
  let nested = false;
  walk(loop, (node) => {
    if (ts.isTryStatement(node)) nested = true;
  });
  return nested;
}
