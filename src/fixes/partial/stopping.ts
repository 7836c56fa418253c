import ts from 'typescript';
import { lookupName } from '../../analysis/source/scope';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { styleOf } from '../../edits/style';
import { sdkOf } from '../../models/vendors';
import { requestName } from '../../rules/requests';
import type { Refusal } from '../fix';
import { settingEdits } from '../settingEdits';
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
  const option = sdkOf(request).options.signal;
  const signal = readerSignal(call);
  const given = signal === undefined ? undefined : settingEdits(call, request, option, signal);
  if (given) return inFile(syntax, given);
  const statement = blockStatement(call);
  if (!loop || !statement || readIn !== syntax || signal !== undefined) return undefined;
  const name = ['aborted', 'gone'].find((item) => !lookupName(item, call));
  const own =
    name === undefined ? undefined : settingEdits(call, request, option, `${name}.signal`);
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
