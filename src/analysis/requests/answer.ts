import ts from 'typescript';
import { accepts } from '../../models/match';
import type { Nature, Sdk } from '../../models/sdk';
import { accessedName, dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { findWithin } from './contains';
import { largestOf } from './optionValues';
import type { Payload } from './payload';
import { initializerOf, optionIn, type ObjectValue } from './payloadOptions';

/** What a request says of the answer it wants. */
export interface WantedAnswer {
  readonly streams: boolean;
  /** It is data of a given shape, which is read as a whole. */
  readonly structured: boolean;
  /**
   * A limit of its length is set, or cannot be ruled out; as a number of tokens where it is one.
   */
  readonly capped: boolean;
  readonly cap?: number;
  /** How long it may take, where the call itself says so and not its client; in milliseconds. */
  readonly patience?: number;
}

/** Reads off a request's options how its answer comes, in what shape and how long. */
export function wantedAnswer(
  {
    sdk,
    nature,
    payload,
    callee,
    node,
  }: {
    readonly sdk: Sdk;
    readonly nature: Nature;
    readonly payload: Payload;
    readonly callee: Value;
    readonly node: ts.Node;
  },
  evaluator: Evaluator,
): WantedAnswer {
  // Around a model or an agent, what it is made with counts as well.
  const limited =
    sdk.payload.body === 'client' ? [...payload.bodies, ...payload.settings] : payload.bodies;
  const limits = alternatives(limited).map((objects) =>
    sdk.outputLimits
      .map((name) => optionIn(objects, name, evaluator))
      .find((value) => value !== undefined),
  );
  const isLimited = limits.every((limit) => limit !== undefined);
  const caps = limits.map((limit) => largestOf(limit, evaluator));
  const cap = caps.every((item) => item !== undefined) ? Math.max(...caps) : undefined;
  const patience = patienceOf(sdk, payload, node, evaluator);
  return {
    streams: nature.streams === true || isTurnedOn(payload, sdk.options.stream, evaluator),
    structured:
      nature.structured === true ||
      isDataWanted(sdk, payload, evaluator) ||
      (sdk.structuring !== undefined &&
        findWithin(evaluator, callee, (value) => isStructuring(sdk, value)) !== undefined),
    capped: isLimited || payload.open || nature.limitRequired === true,
    ...(cap === undefined ? {} : { cap }),
    ...(patience === undefined ? {} : { patience }),
  };
}

/**
 * The objects of each request that one call may send: those that a helper's callers hand it are each
 * the payload of another one.
 */
function alternatives(objects: readonly ObjectValue[]): readonly (readonly ObjectValue[])[] {
  const handed = objects.filter(({ handedBy }) => handedBy !== undefined);
  const shared = objects.filter(({ handedBy }) => handedBy === undefined);
  return handed.length === 0 ? [objects] : handed.map((object) => [object, ...shared]);
}

/** `timeout: 60_000`, `signal: AbortSignal.timeout(60_000)` */
function patienceOf(
  { options: { timeout, signal } }: Sdk,
  { bodies, settings }: Payload,
  call: ts.Node,
  evaluator: Evaluator,
): number | undefined {
  const own = [...settings, ...bodies].filter(({ node }) => isWithin(node, call));
  const limit = timeout === undefined ? undefined : optionIn(own, timeout, evaluator);
  if (limit) return largestOf(limit, evaluator);
  const ending = optionIn(own, signal, evaluator);
  if (ending?.kind !== 'call') return undefined;
  const { expression, arguments: given } = ending.node;
  return dottedName(expression)?.join('.') === 'AbortSignal.timeout' && given.length === 1
    ? largestOf(evaluator.evaluate(given[0]), evaluator)
    : undefined;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end
  );
}

/** `stream: true`, also where it may be: `stream: wanted` asks for both. */
function isTurnedOn(payload: Payload, option: string, evaluator: Evaluator): boolean {
  const values = alternatives(payload.bodies).flatMap(
    (objects) => optionIn(objects, option, evaluator) ?? [],
  );
  if (values.length > 0)
    return values
      .flatMap((value) => optionsOf(value, 8))
      .some(
        (item) =>
          (item.kind === 'boolean' && item.value) ||
          OPEN.has(item.kind) ||
          (item.kind === 'constant' && isWorkedOut(item, evaluator)),
      );
  return payload.bodies.some(({ node }) => initializerOf(node, option) !== undefined);
}

/** A comparison, and neither a number nor nothing at all. */
function isWorkedOut({ site }: Value, evaluator: Evaluator): boolean {
  const text = evaluator.program.text(site.file)?.slice(site.start, site.end) ?? '';
  return !NOTHING.has(text) && !Number.isFinite(Number(text));
}

const NOTHING: ReadonlySet<string> = new Set(['', 'undefined', 'null']);

/** Values that may turn out to be true, or not. */
const OPEN: ReadonlySet<Value['kind']> = new Set(['member', 'call', 'parameter', 'env']);

/** JSON mode, a schema for the answer, or a tool that must be called. */
function isDataWanted({ options }: Sdk, payload: Payload, evaluator: Evaluator): boolean {
  const given = (names: readonly string[]) =>
    names.flatMap((name) => optionIn(payload.bodies, name, evaluator) ?? []);
  const formats = given(options.formats)
    .slice(0, 1)
    .flatMap((value) => optionsOf(value, 4));
  const holders = given(options.formatHolders).flatMap((value) => optionsOf(value, 4));
  const choices = given(options.choices)
    .slice(0, 1)
    .flatMap((value) => optionsOf(value, 2));
  return (
    formats.some(
      (option) => option.kind !== 'object' || asksForJson(option, options.formatMakers, evaluator),
    ) ||
    holders.some(
      (option) => option.kind === 'object' && asksForJson(option, options.formatMakers, evaluator),
    ) ||
    choices.some(
      (option) =>
        option.kind === 'object' || (option.kind === 'text' && option.text === 'required'),
    )
  );
}

/**
 * `{ type: 'json_schema', … }`, `{ format: zodTextFormat(…) }`: it says so, or a helper says it.
 */
function asksForJson({ node }: ObjectValue, makers: string, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(node, (item) => {
    if (ts.isStringLiteralLike(item)) found ||= item.text.includes('json');
    else if (ts.isPropertyAssignment(item))
      found ||= propertyName(item.name)?.includes('json') ?? false;
    else if (ts.isCallExpression(item))
      found ||= accepts(makers, accessedName(unwrap(item.expression)) ?? '');
  });
  return found;
}

/** `model.withStructuredOutput(schema)`, a JSON output parser. */
function isStructuring({ structuring }: Sdk, value: Value): boolean {
  if (!structuring) return false;
  if (value.kind === 'call')
    return accepts(structuring.methods, memberPath(value.callee).path.at(-1) ?? '');
  return (
    value.kind === 'instance' &&
    value.of.kind === 'external' &&
    structuring.classes.test(value.of.path.join('.'))
  );
}
