import ts from 'typescript';
import { lookupName } from '../../analysis/source/scope';
import { propertyName, unwrap } from '../../analysis/source/syntax';
import { addProperty } from '../../edits/addProperty';
import type { TextEdit } from '../../edits/edit';
import { indentationAt, indenting } from '../../edits/indentation';
import { beginsLine } from '../../analysis/source/text';
import { styleOf } from '../../edits/style';
import { sdkOf } from '../../models/vendors';
import { requestName } from '../../rules/requests';
import type { Refusal } from '../fix';
import { isFetched } from '../httpStatus';
import { signalsSince } from '../sdkVersion';
import { readerSignal } from './leaving';
import { cancelMethod, streamSource } from './readableStream';
import {
  blockStatement,
  heldStream,
  inFile,
  statementOf,
  type FileEdit,
  type Reading,
} from './reading';
import { responseAt, stopAtClose } from './writtenResponse';

/**
 * The edits that stop a request when its reader leaves: by the stream's own means where it is read,
 * else by a signal that is given to the request.
 */
export function stoppingEdits(reading: Reading): readonly FileEdit[] | Refusal {
  const { request, workspace, syntax } = reading;
  const name = requestName(request);
  if (request.detail?.stream?.keeps !== 'no')
    return {
      reason:
        `what ${name} streams is stored when it ends: an answer that stops with its reader would ` +
        'be stored as a whole; stop it where the reader leaves, and mark what is stored as unfinished',
    };
  const edits = byStream(reading) ?? bySignal(reading);
  if (edits) return edits;
  const since = signalsSince(workspace.packages.of(syntax.path), sdkOf(request), workspace);
  return {
    reason:
      since ??
      `nothing around ${name} says when its reader leaves: give the function an abort signal that ` +
        'does, and hand it to the request',
  };
}

/** The stream is stopped where it is read: in `cancel()` of its source, or when a response closes. */
function byStream(reading: Reading): readonly FileEdit[] | undefined {
  const { loop, readIn, request } = reading;
  const { stopsStream } = sdkOf(request);
  const held = heldStream(reading);
  if (!loop || !held || stopsStream === undefined) return undefined;
  const stopping = held.name.text + stopsStream;
  const source = streamSource(loop);
  if (source) return inFile(readIn, [cancelMethod(source, stopping, readIn)]);
  const statement = statementOf(held);
  const response = responseAt(loop);
  return response !== undefined && statement && isKnown(response, statement)
    ? inFile(readIn, [stopAtClose(statement, response, stopping, readIn)])
    : undefined;
}

/** The request is given a signal: its reader's, or one that `cancel()` or a closed response fires. */
function bySignal(reading: Reading): readonly FileEdit[] | undefined {
  const { call, request, syntax, workspace, loop, readIn } = reading;
  if (signalsSince(workspace.packages.of(syntax.path), sdkOf(request), workspace) !== undefined)
    return undefined;
  const signal = readerSignal(call);
  const given = signal === undefined ? undefined : signalEdit(reading, signal);
  if (given) return inFile(syntax, given);
  const statement = blockStatement(call);
  if (!loop || !statement || readIn !== syntax || signal !== undefined) return undefined;
  const name = ['aborted', 'gone'].find((item) => !lookupName(item, call));
  const own = name === undefined ? undefined : signalEdit(reading, `${name}.signal`);
  if (name === undefined || !own) return undefined;
  const source = streamSource(loop);
  const stops = source
    ? isDeclaredBefore(source.object, statement) && cancelMethod(source, `${name}.abort()`, syntax)
    : undefined;
  const response = source ? undefined : responseAt(loop);
  const closes = response !== undefined && isKnown(response, statement);
  if (!stops && !closes) return undefined;
  return inFile(syntax, [
    ahead(statement, [
      `const ${name} = new AbortController()`,
      ...(closes ? [`${response}.on('close', () => ${name}.abort())`] : []),
    ]),
    ...own,
    ...(stops ? [stops] : []),
  ]);
}

/** The request stands in a block around the source, or in one that both share. */
function isDeclaredBefore(source: ts.Node, statement: ts.Statement): boolean {
  return (
    source.getStart() >= statement.parent.getStart() && source.getEnd() <= statement.parent.getEnd()
  );
}

/** Whether a response means at a statement what it means where it is written to. */
function isKnown(response: string, statement: ts.Statement): boolean {
  const declaration = lookupName(response, statement);
  return declaration !== undefined && ts.isParameter(declaration);
}

/** Lines ahead of a statement, in the style of its file. */
function ahead(statement: ts.Statement, lines: readonly string[]): TextEdit {
  const file = statement.getSourceFile();
  const { semicolons, lineBreak, quote } = styleOf(file);
  const start = statement.getStart();
  const margin = indentationAt(file.text, start);
  const text = lines
    .map((line) => `${line.replaceAll("'", quote)}${semicolons ? ';' : ''}${lineBreak}${margin}`)
    .join('');
  return { start, end: start, text };
}

/** A signal among the settings of a request: those of its body, or the argument that has them. */
function signalEdit({ call, request }: Reading, signal: string): readonly TextEdit[] | undefined {
  const { payload, options } = sdkOf(request);
  const property = `${options.signal}: ${signal}`;
  if (payload.settings === payload.body) return asList(inObject(call.arguments[0], property));
  if (payload.body === 'http')
    return isFetched(request) ? asList(inObject(call.arguments[1], property)) : undefined;
  const at =
    typeof payload.settings === 'number'
      ? payload.settings
      : payload.settings === 'behind-body'
        ? bodyAt(call) + 1
        : 0;
  if (at === 0 || call.arguments.some(ts.isSpreadElement)) return undefined;
  const settings = call.arguments.at(at);
  if (settings) return asList(inObject(settings, property));
  return call.arguments.length === at ? addedArgument(call, `{ ${property} }`) : undefined;
}

function asList(edit: TextEdit | undefined): readonly TextEdit[] | undefined {
  return edit && [edit];
}

/** One argument more; where the others take several lines, each gets lines of its own. */
function addedArgument({ arguments: given }: ts.CallExpression, code: string): readonly TextEdit[] {
  const file = given[0].getSourceFile();
  const [start, end] = [given[0].getStart(), given[given.length - 1].getEnd()];
  const isLong = file.text.slice(start, end).includes('\n');
  const isBroken = beginsLine(file.text, start);
  const { lineBreak, indent } = styleOf(file);
  const margin = lineBreak + indentationAt(file.text, start);
  if (isBroken) return [{ start: end, end, text: `,${margin}${code}` }];
  if (!isLong) return [{ start: end, end, text: `, ${code}` }];
  return [
    { start, end: start, text: `${margin}${indent}` },
    ...indenting(given[0].parent, start, end, indent),
    { start: end, end: given.end, text: `,${margin}${indent}${code},${margin}` },
  ];
}

/** The position of the body: the first object that is written there, else the only argument. */
function bodyAt({ arguments: given }: ts.CallExpression): number {
  const written = given.findIndex((item) => ts.isObjectLiteralExpression(unwrap(item)));
  return written >= 0 ? written : given.length === 1 ? 0 : -1;
}

function inObject(value: ts.Expression | undefined, property: string): TextEdit | undefined {
  const object = value && unwrap(value);
  if (!object || !ts.isObjectLiteralExpression(object) || object.properties.length === 0)
    return undefined;
  const [name] = property.split(':');
  return object.properties.some((item) => propertyName(item.name) === name)
    ? undefined
    : addProperty(object, property);
}
