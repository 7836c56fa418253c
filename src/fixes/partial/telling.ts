import ts from 'typescript';
import { enclosing, returnsOf } from '../../analysis/calls/positions';
import { lookup } from '../../analysis/source/scope';
import { unwrap, walk } from '../../analysis/source/syntax';
import { streamables } from '../../models/answerWays';
import { natureOf } from '../../models/vendors';
import { requestName } from '../../rules/requests';
import { importOf } from '../answering/declaration';
import type { Refusal } from '../fix';
import { failingStart, streamSource } from './readableStream';
import { inFile, type FileEdit, type Reading } from './reading';
import { brokenText } from './textStream';
import { insideTry, tryAround } from './tryAround';
import { lastWord, responseAt } from './writtenResponse';

/** The edits that tell the reader of a stream when it breaks off, in the way that it is handed on. */
export function tellingEdits(reading: Reading): readonly FileEdit[] | Refusal {
  const { loop, readIn, request } = reading;
  const name = requestName(request);
  if (natureOf(request).failureTo !== undefined) return brokenText(reading);
  if (!loop)
    return {
      reason:
        `what the stream of ${name} is handed on to leaves out an error that comes in the middle: ` +
        'read it in a loop of your own that fails on one, or by an SDK whose streams throw',
    };
  const edits = inSource(reading, loop) ?? inResponse(reading, loop) ?? inStreamable(loop, reading);
  return edits
    ? inFile(readIn, edits)
    : {
        reason:
          `the pieces of ${name} go to code that is not followed here: catch the failure around ` +
          'the loop, and send its reader a last piece that says so',
      };
}

function inSource({ readIn }: Reading, loop: ts.ForOfStatement) {
  const source = streamSource(loop);
  return source && failingStart(source, loop, readIn);
}

function inResponse({ readIn }: Reading, loop: ts.ForOfStatement) {
  const response = responseAt(loop);
  const edit = response === undefined ? undefined : lastWord(loop, response, readIn);
  return edit && [edit];
}

/**
 * A value that a server action fills after it has been given back: `stream.update(piece)`. Whoever
 * reads it is told by its own method.
 */
function inStreamable(loop: ts.ForOfStatement, { readIn }: Reading) {
  const value = streamableIn(loop);
  const fn = enclosing(loop);
  const declared = value && lookup(value);
  if (!value || !declared || !fn?.body || !ts.isBlock(fn.body)) return undefined;
  // In the very function that makes it, the failure reaches whoever calls that.
  const isInner = enclosing(declared) !== fn;
  if (!isInner || tryAround(loop) || returnsOf(fn).length > 0) return undefined;
  return insideTry(fn.body.statements, `${value.text}.${streamables.fails}(error);`, readIn);
}

/** The streamable value that a loop fills. */
export function streamableIn(loop: ts.Node): ts.Identifier | undefined {
  let value: ts.Identifier | undefined;
  walk(loop, (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ts.isIdentifier(node.expression.expression) &&
      isStreamable(node.expression.expression)
    )
      value = node.expression.expression;
  });
  return value;
}

function isStreamable(name: ts.Identifier): boolean {
  const declaration = lookup(name);
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!made || !ts.isCallExpression(made) || !ts.isIdentifier(made.expression)) return false;
  return (
    streamables.made.includes(made.expression.text) &&
    streamables.packages.includes(importOf(lookup(made.expression)) ?? '')
  );
}
