import ts from 'typescript';
import type { Sdk } from '../../models/sdk';
import { outsideCallers } from '../calls/outside';
import { enclosing } from '../calls/positions';
import { callSink } from '../calls/sinks';
import type { Step } from '../source/host';
import { stepAt } from '../steps';
import type { Evaluator } from '../values/engine';
import { compressorBefore } from './compressors';
import { answerSigns } from './headers';
import { proxyBefore } from './proxies';
import type { Destination } from './search';
import { handlersOf, type Handler } from './twin';
import { sentWhole } from './whole';
import { proxyConfigs } from '../../models/libraries/compression';

/** Why the pieces of a stream reach nobody as they come. */
export interface HeldBack {
  /** The code waits for the whole; middleware compresses; a proxy holds it back. */
  readonly by: 'code' | 'compression' | 'proxy';
  /** Who does it, for messages. */
  readonly name: string;
  readonly at: Step;
}

/** What holds the pieces of a streamed answer back on their way to the reader, if anything does. */
export function heldBack(
  evaluator: Evaluator,
  request: ts.Expression,
  sdk: Sdk,
  destinations: readonly Destination[],
): HeldBack | undefined {
  const handlers = handlersOf(evaluator, request).filter(({ fn }) =>
    outsideCallers(evaluator, fn).some(({ entry }) => entry.kind === 'http' && !entry.guessed),
  );
  if (handlers.length === 0) return undefined;
  const whole = sentWhole(evaluator, request, sdk, destinations);
  if (whole) {
    const label = 'the whole text is sent here';
    return { by: 'code', name: '', at: stepAt(whole.sent, evaluator, label) };
  }
  const pieces = piecesOf(evaluator, destinations);
  if (pieces.length === 0) return undefined;
  const signs = answerSigns(evaluator, scopes(pieces, handlers));
  const isWritten = pieces.some((piece) => isCompressible(evaluator, piece, signs.isText));
  return (
    (isWritten && !signs.flushes ? compressed(evaluator, handlers) : undefined) ??
    (signs.unheld || signs.unseen ? undefined : proxied(evaluator, handlers))
  );
}

/** Where a piece, or the stream as it is, goes into an answer. */
function piecesOf(
  evaluator: Evaluator,
  destinations: readonly Destination[],
): readonly Destination[] {
  const loops = destinations.flatMap(({ kind, node }) => (kind === 'loop' ? [node] : []));
  return destinations.filter(({ kind, node, certain, passing }) => {
    if (passing) return certain && passing.failures !== 'heard' && !passing.unheld;
    return (
      kind === 'response' &&
      certain &&
      (isPiece(evaluator, node) || loops.some((loop) => isWithin(node, loop)))
    );
  });
}

function isPiece(evaluator: Evaluator, node: ts.Node): boolean {
  return ts.isCallExpression(node) && callSink(evaluator, node.expression)?.makes === 'piece';
}

/** Only what is written to a response of Node's own goes through middleware. */
function isCompressible(
  evaluator: Evaluator,
  { node, passing }: Destination,
  isText: boolean,
): boolean {
  return passing ? passing.writes === true : isText && isPiece(evaluator, node);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end
  );
}

/** The outermost functions in which an answer is made. */
function scopes(pieces: readonly Destination[], handlers: readonly Handler[]): ts.Node[] {
  const outermost = (node: ts.Node): ts.Node => {
    let outer = node;
    for (let fn = enclosing(node); fn; fn = enclosing(fn)) outer = fn;
    return outer;
  };
  return [
    ...new Set([...pieces.map(({ node }) => outermost(node)), ...handlers.map(({ fn }) => fn)]),
  ];
}

function compressed(evaluator: Evaluator, handlers: readonly Handler[]): HeldBack | undefined {
  for (const { fn } of handlers)
    for (const caller of outsideCallers(evaluator, fn)) {
      const found = compressorBefore(evaluator, caller, fn);
      if (found)
        return {
          by: 'compression',
          name: found.title,
          at: stepAt(found.node, evaluator, 'it is put before the handler here'),
        };
    }
  return undefined;
}

function proxied(evaluator: Evaluator, handlers: readonly Handler[]): HeldBack | undefined {
  for (const { fn } of handlers) {
    const found = proxyBefore(evaluator, evaluator.program.pathOf(fn));
    if (found) {
      const { file, start, end } = found;
      return {
        by: 'proxy',
        name: proxyConfigs.title,
        at: { file, start, end, label: 'it passes requests on here, and holds answers back' },
      };
    }
  }
  return undefined;
}
