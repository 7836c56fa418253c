import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { enclosing, returnsOf } from '../../analysis/calls/positions';
import { lookup } from '../../analysis/source/scope';
import { nameOf, unwrap, walk, type Syntax } from '../../analysis/source/syntax';
import { streamables } from '../../models/answerWays';
import { vendorOf } from '../../models/vendors';
import { isFallback } from '../answerText';
import type { Plan } from '../fix';
import { streamableIn } from '../partial/telling';
import { insideTry, tryAround } from '../partial/tryAround';
import { wordOf } from '../partial/writtenResponse';

/**
 * Catches a failure in a function that goes on after its handler has answered, and tells the reader
 * in the way that it is given its pieces: by the value that it fills, or by a last one.
 */
export function saidInPieces(
  call: ts.Node,
  request: RequestFact,
  syntax: Syntax,
): Plan | undefined {
  const fn = enclosing(call);
  if (!fn?.body || !ts.isBlock(fn.body) || tryAround(call)) return undefined;
  const caught = byValue(fn, fn.body) ?? byLastPiece(fn, request);
  const edits = caught === undefined ? undefined : insideTry(fn.body.statements, caught, syntax);
  return (
    edits && {
      title: 'Catch the failure, and tell the reader of the stream',
      safe: false,
      changes: () => [{ kind: 'edit', file: syntax.path, edits }],
    }
  );
}

/** `stream.error(error)` of a streamable value that a function without a result fills. */
function byValue(fn: ts.FunctionLikeDeclaration, body: ts.Block): string | undefined {
  const value = streamableIn(body);
  const declared = value && lookup(value);
  const isInner = declared !== undefined && enclosing(declared) !== fn;
  return value && isInner && returnsOf(fn).length === 0
    ? `${value.text}.${streamables.fails}(error);`
    : undefined;
}

/** A last piece of a generator of texts. */
function byLastPiece(fn: ts.FunctionLikeDeclaration, request: RequestFact): string | undefined {
  if (ts.isArrowFunction(fn) || !('asteriskToken' in fn) || !fn.asteriskToken) return undefined;
  if (!isBareBody(fn)) return undefined;
  const given = yieldsOf(fn);
  const kinds = given.map(kindOf);
  if (!kinds.includes('text') || kinds.includes('other')) return undefined;
  const failed = `The request to ${vendorOf(request)} failed:`;
  return [
    `console.error('${failed}', error instanceof Error ? error.message : error);`,
    `yield ${wordOf(fn.body ?? fn)};`,
  ].join('\n');
}

/**
 * `Readable.from(story())`: the pieces go into a bare body, which has no other place for a failure.
 * Who reads them in a loop, or as a subscription, gets the failure itself.
 */
function isBareBody(fn: ts.FunctionLikeDeclaration): boolean {
  const name = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  let bare = 0;
  let all = 0;
  if (name && ts.isIdentifier(name))
    walk(fn.getSourceFile(), (node) => {
      if (!ts.isCallExpression(node) || nameOf(node.expression) !== name.text) return;
      all++;
      const into = node.parent;
      if (ts.isCallExpression(into) && BODIES.includes(nameOf(into.expression))) bare++;
    });
  return all > 0 && bare === all;
}

/** What makes a stream of bytes of a generator. */
const BODIES: readonly string[] = ['Readable.from', 'ReadableStream.from'];

function yieldsOf(fn: ts.FunctionLikeDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isYieldExpression(node) && !node.asteriskToken && node.expression)
      found.push(node.expression);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  if (fn.body) ts.forEachChild(fn.body, look);
  return found;
}

/** Whether a piece is a text, something else, or may be either. */
function kindOf(piece: ts.Expression): 'text' | 'other' | 'unknown' {
  const node = unwrap(piece);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'text';
  if (ts.isBinaryExpression(node) && isFallback(node)) return kindOf(node.right);
  if (ts.isPropertyAccessExpression(node)) return 'unknown';
  if (!ts.isIdentifier(node)) return 'other';
  const declaration = lookup(node);
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? kindOf(declaration.initializer)
    : 'unknown';
}
