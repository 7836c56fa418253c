import ts from 'typescript';
import type { Nature, Sdk } from '../../models/sdk';
import type { Passing } from '../../models/sink';
import { sdks } from '../../models/sdks/registry';
import type { Step } from '../source/host';
import { stepAt } from '../steps';
import { catchEffect } from '../errors/catches';
import { failurePaths } from '../errors/climb';
import type { Payload } from '../requests/payload';
import { initializerOf, optionIn } from '../requests/payloadOptions';
import type { Evaluator } from '../values/engine';
import { hasBegun } from './begun';
import type { Destination } from './search';
import { failurePiece } from './failurePiece';
import { leavesByItself, signsIn, type Signs } from './signs';

/** How a streamed answer is read and passed on. */
export interface StreamUse {
  /**
   * What a failure in the middle leads to. `hidden`: the answer ends as if it were complete;
   * `uncaught`: the handler breaks off; `late`: a first answer is made, of which the reader hears
   * nothing because one has begun.
   */
  readonly failure: 'signalled' | 'hidden' | 'uncaught' | 'unknown' | 'late';
  /** Whether the request stops when the reader has gone. */
  readonly aborts: boolean;
  /** Whether the text is looked at for being cut off (`finish_reason`). */
  readonly looksAtEnd: boolean;
  /** Whether the whole text is stored in the end; `perhaps` where only names suggest it. */
  readonly keeps: 'yes' | 'perhaps' | 'no';
  /** Where the failure is lost, or where the stream is read. */
  readonly at: Step;
}

/** Reads how a stream is used from where it goes. `undefined` when nothing in sight reads it. */
export function streamUse(
  evaluator: Evaluator,
  request: ts.Expression,
  given: Given,
  destinations: readonly Destination[],
): StreamUse | undefined {
  const readers = destinations.filter(({ kind }) => kind === 'loop' || kind === 'call');
  const signs = signsIn(evaluator, [request, ...readers.map(({ node }) => node)]);
  const asking = { evaluator, ...given, signs };
  const read =
    passedOn(asking, readers, 'told') ??
    passedOn(asking, readers, 'lost') ??
    readInLoop(asking, readers, destinations) ??
    passedOn(asking, readers, 'heard') ??
    passedOn(asking, readers, 'thrown') ??
    passedOn(asking, readers, 'carried');
  if (!read) return undefined;
  const stored = destinations.filter(({ kind }) => kind === 'stored');
  return {
    ...read,
    aborts: read.aborts || signs.stops || (hasStop(asking) && !signs.isDeaf),
    looksAtEnd: signs.looksAtEnd,
    keeps: stored.length === 0 ? 'no' : stored.some(({ certain }) => certain) ? 'yes' : 'perhaps',
  };
}

/** What the request of a stream is given, and where its failures go when they are not thrown. */
interface Given {
  readonly payload: Payload;
  readonly nature: Nature;
  readonly sdk: Sdk;
}

/** A stream that somebody reads. */
interface Asking extends Given {
  readonly evaluator: Evaluator;
  readonly signs: Signs;
  /** The answer of the handler has begun before the last piece is read. */
  readonly begun?: boolean;
}

type Read = Pick<StreamUse, 'failure' | 'aborts' | 'at'>;

/** An option of the request can stop it. */
function hasStop({ evaluator, payload: { bodies, settings } }: Asking): boolean {
  return STOPPING.some((name) => optionIn([...settings, ...bodies], name, evaluator) !== undefined);
}

const STOPPING = [...new Set(sdks.map(({ options }) => options.signal))];

const LABELS: Readonly<Record<Passing['failures'], string>> = {
  told: 'passed on here',
  lost: 'passed on as bare text here',
  heard: 'read by events here',
  thrown: 'read here',
  carried: 'passed on here',
};

/**
 * The first call that passes the stream on in that way; of those that tell of failures, one that
 * stops by itself.
 */
function passedOn(
  asking: Asking,
  readers: readonly Destination[],
  way: Passing['failures'],
): Read | undefined {
  const all = readers.filter(({ passing }) => passing?.failures === way);
  const reader = all.find(({ passing }) => passing?.stops) ?? all[0];
  if (!reader?.passing) return undefined;
  const stops = reader.passing.stops === true;
  const label = way === 'told' && stops ? 'passed on as a stream here' : LABELS[way];
  return {
    failure: failureThere(asking, reader.node, reader.passing),
    aborts: stops,
    at: stepAt(reader.node, asking.evaluator, label),
  };
}

function failureThere(
  asking: Asking,
  node: ts.Node,
  { failures, unless, carriesThrown }: Passing,
): StreamUse['failure'] {
  const { evaluator, payload, signs, sdk } = asking;
  switch (failures) {
    case 'told':
    case 'carried':
      return 'signalled';
    case 'lost':
      if (carriesThrown && sdk.stopsStream !== undefined) return 'signalled';
      return unless !== undefined && tells(evaluator, payload, unless) ? 'signalled' : 'hidden';
    case 'heard':
      return signs.hearsFailure ? 'signalled' : 'uncaught';
    case 'thrown':
      return whereRead(asking, node);
  }
}

/**
 * What becomes of a failure where the stream is read. Where nothing is thrown, the pieces simply
 * end, whatever catches stand around: somebody has to ask for the failure, or be told of it.
 */
function whereRead(asking: Asking, reader: ts.Node): StreamUse['failure'] {
  const { evaluator, nature, payload } = asking;
  const begun = asking.begun === true;
  if (nature.failureTo === undefined) return failureAt(evaluator, reader, begun);
  if (tells(evaluator, payload, nature.failureTo)) return 'signalled';
  if (isUnseen(evaluator, payload, nature.failureTo)) return 'unknown';
  const asked = evaluator.concluded(reader, failurePiece);
  if (asked === undefined) return 'hidden';
  return asked === 'kept' ? 'signalled' : failureAt(evaluator, asked, begun);
}

/** Whether a function that the request is given for its failures does something with them. */
function tells(evaluator: Evaluator, { bodies }: Payload, option: string): boolean {
  const told = optionIn(bodies, option, evaluator);
  return (
    told?.kind === 'function' &&
    told.node.body !== undefined &&
    !catchEffect(evaluator, told.node.body).silent
  );
}

/** Whether an option is given a function that is out of sight. */
function isUnseen(evaluator: Evaluator, { bodies }: Payload, option: string): boolean {
  return (
    optionIn(bodies, option, evaluator)?.kind !== 'function' &&
    bodies.some(({ node }) => initializerOf(node, option) !== undefined)
  );
}

/** The loop in which a failure does the most harm. */
function readInLoop(
  asking: Asking,
  readers: readonly Destination[],
  destinations: readonly Destination[],
): Read | undefined {
  const { evaluator, signs } = asking;
  const [worst] = readers
    .flatMap(({ node }) => (ts.isForOfStatement(node) ? [node] : []))
    .map((node) => ({
      node,
      failure: whereRead({ ...asking, begun: hasBegun(evaluator, node, destinations) }, node),
    }))
    .sort((a, b) => rank(b.failure) - rank(a.failure));
  return (
    worst && {
      failure: worst.failure,
      aborts: !signs.isDeaf && evaluator.concluded(worst.node, leavesByItself),
      at: stepAt(worst.node, evaluator, 'read piece by piece here'),
    }
  );
}

function rank(failure: StreamUse['failure']): number {
  return ['signalled', 'unknown', 'late', 'hidden', 'uncaught'].indexOf(failure);
}

/** What becomes of a failure while the stream is read: it is followed upwards like any other. */
function failureAt(evaluator: Evaluator, reader: ts.Node, begun: boolean): StreamUse['failure'] {
  const place = ts.isForOfStatement(reader) ? reader.expression : (reader as ts.Expression);
  const paths = failurePaths(evaluator, place, false);
  const known = paths.filter((path) => path.end !== 'uncalled');
  if (known.some((path) => path.end === 'uncaught')) return 'uncaught';
  if (known.length === 0 && paths.length > 0) return 'uncaught';
  if (paths.some((path) => path.silent)) return 'hidden';
  if (begun && paths.some((path) => path.begins)) return 'late';
  return paths.length > 0 ? 'signalled' : 'unknown';
}
