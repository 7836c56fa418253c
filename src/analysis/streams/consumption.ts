import ts from 'typescript';
import { endSigns } from '../../models/words';
import type { Step } from '../source/host';
import { enclosing } from '../calls/positions';
import { catchEffect } from '../errors/catches';
import { failurePaths } from '../errors/climb';
import { optionIn, type Payload } from '../requests/payload';
import type { Evaluator } from '../values/engine';
import type { Destination } from './forward';

/** How a streamed answer is read and passed on. */
export interface StreamUse {
  /** What a failure in the middle leads to. `hidden`: the answer ends as if it were complete; `uncaught`: the handler breaks off. */
  readonly failure: 'signalled' | 'hidden' | 'uncaught' | 'unknown';
  /** Whether the request stops when the reader has gone. */
  readonly aborts: boolean;
  /** Whether the text is looked at for being cut off (`finish_reason`). */
  readonly looksAtEnd: boolean;
  /** Whether the whole text is stored in the end. */
  readonly keeps: boolean;
  /** Where the failure is lost, or where the stream is read. */
  readonly at: Step;
}

/** In-band errors and cancellation are built in. */
const NATIVE = /^(toReadableStream)$/;
/** Errors arrive in the stream; the request is stopped only by `abortSignal`. */
const IN_BAND =
  /^(toDataStreamResponse|toUIMessageStreamResponse|pipeDataStreamToResponse|pipeUIMessageStreamToResponse|toUIMessageStream|toDataStream|mergeIntoDataStream|createUIMessageStreamResponse|createDataStreamResponse|toAIStreamResponse)$/;
/** The bare text: an error ends it like the last word, unless `onError` says otherwise. */
const TEXT_ONLY =
  /^(toTextStreamResponse|pipeTextStreamToResponse|StreamingTextResponse|OpenAIStream|streamToResponse|toAIStream|toDataStreamResponseLegacy)$/;
const ABORTS =
  /\bcancel\s*[(:]|\.abort\(|['"](close|aborted|abort|disconnect)['"]|\babortSignal\b|\.signal\b|\bsignal\s*[:,}]|writableEnded|\.destroyed\b|onAbort|\.aborted\b|takeUntil|AbortController|isCancelled|cancelled\b/;

/** Reads how a stream is used from where it goes. `undefined` when nothing in sight reads it. */
export function streamUse(
  evaluator: Evaluator,
  request: ts.Expression,
  payload: Payload,
  destinations: readonly Destination[],
): StreamUse | undefined {
  const readers = destinations.filter((item) => item.kind === 'loop' || item.kind === 'call');
  const outer = outermost(request);
  const scopes = [outer, ...readers.map(({ node }) => outermost(node))];
  const text = [...new Set(scopes)].map((scope) => scope.getText()).join('\n');
  const aborts =
    ABORTS.test(text) ||
    optionIn(payload.settings, 'signal', evaluator) !== undefined ||
    optionIn(payload.bodies, 'abortSignal', evaluator) !== undefined;
  const step = (node: ts.Node, label: string): Step => {
    const site = evaluator.siteOf(node);
    return { ...site, end: site.start + Math.max(1, node.getText().split('\n')[0].length), label };
  };
  const keeps = destinations.some((item) => item.kind === 'stored');
  const rest = { keeps, looksAtEnd: endSigns.test(text) };
  const named = (pattern: RegExp) =>
    readers.find((item) => item.kind === 'call' && pattern.test(item.name));

  const native = named(NATIVE);
  if (native)
    return {
      ...rest,
      failure: 'signalled',
      aborts: true,
      at: step(native.node, 'passed on as a stream here'),
    };
  const onError = optionIn(payload.bodies, 'onError', evaluator);
  const inBand = named(IN_BAND);
  if (inBand)
    return { ...rest, failure: 'signalled', aborts, at: step(inBand.node, 'passed on here') };
  const textOnly = named(TEXT_ONLY);
  if (textOnly) {
    const signals =
      onError?.kind === 'function' &&
      onError.node.body !== undefined &&
      !catchEffect(evaluator, onError.node.body).silent;
    return {
      ...rest,
      failure: signals ? 'signalled' : 'hidden',
      aborts: aborts || /OpenAIStream|StreamingTextResponse/.test(textOnly.name),
      at: step(textOnly.node, 'passed on as bare text here'),
    };
  }
  const loops = readers.filter((item) => item.kind === 'loop' && ts.isForOfStatement(item.node));
  if (loops.length > 0) {
    const worst = loops
      .map(({ node }) => ({ node, failure: failureAt(evaluator, node) }))
      .sort((a, b) => rank(b.failure) - rank(a.failure))[0];
    return {
      ...rest,
      failure: worst.failure,
      aborts: aborts || evaluator.concluded(worst.node, breaks),
      at: step(worst.node, 'read piece by piece here'),
    };
  }
  const events = named(/^(on|once)$/);
  if (events)
    return {
      ...rest,
      failure:
        /\.(on|once)\(\s*['"](error|abort|end)['"]/.test(text) || /\.catch\(/.test(text)
          ? 'signalled'
          : 'uncaught',
      aborts,
      at: step(events.node, 'read by events here'),
    };
  const reader = named(/^(getReader|pipeThrough|pipeTo|pipe|pipeline)$/);
  if (reader)
    return {
      ...rest,
      failure: failureAt(evaluator, reader.node),
      aborts,
      at: step(reader.node, 'read here'),
    };
  return undefined;
}

function rank(failure: StreamUse['failure']): number {
  return ['signalled', 'unknown', 'hidden', 'uncaught'].indexOf(failure);
}

/** What becomes of a failure while the stream is read: it is followed upwards like any other. */
function failureAt(evaluator: Evaluator, reader: ts.Node): StreamUse['failure'] {
  const place = ts.isForOfStatement(reader) ? reader.expression : (reader as ts.Expression);
  const paths = failurePaths(evaluator, place, false);
  if (paths.some((path) => path.end === 'uncaught')) return 'uncaught';
  if (paths.some((path) => path.silent)) return 'hidden';
  return paths.length > 0 ? 'signalled' : 'unknown';
}

/** The loop ends by itself when nobody listens any more. */
function breaks(loop: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(loop, (node) => {
    if (
      ts.isIfStatement(node) &&
      /abort|closed|destroyed|cancel|disconnect/i.test(node.expression.getText())
    )
      found = true;
  });
  return found;
}

function outermost(node: ts.Node): ts.Node {
  let outer: ts.Node = enclosing(node) ?? node.getSourceFile();
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) outer = fn;
  return outer;
}
