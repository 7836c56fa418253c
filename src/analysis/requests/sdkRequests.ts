import ts from 'typescript';
import { leads, matchesIn } from '../../models/match';
import type { Request, Sdk, Service } from '../../models/sdk';
import { sdks } from '../../models/sdks/registry';
import { dottedName } from '../source/syntax';
import { callArguments } from '../values/callers';
import type { Evaluator } from '../values/engine';
import { referenceOf } from '../values/reference';
import { memberPath, optionsOf, type Value } from '../values/value';
import { constructedClient, partOfClient, sdkOfClient } from './clients';
import { findWithin } from './contains';
import { isAnyModel, isModelOf, isTakenFor, makerOf, serviceOfModel } from './models';

/** A call that sends something through an SDK. */
export interface SentRequest {
  readonly sdk: Sdk;
  readonly row: Request;
  readonly api: string;
  /**
   * The client the call goes through, when one is in sight: an instance or the call that made it.
   */
  readonly client?: Value;
  /** Who is asked, where more than the client says so: the model. */
  readonly service?: Service;
  /** The model is chosen out of sight: it may be any vendor's. */
  readonly ofAnyone?: true;
  /** False when the receiver only looks like a client: an untyped parameter named `openai`. */
  readonly certain: boolean;
}

/** Recognises a request from what is called, by whatever way its rows say that it is called. */
export function sdkRequest(
  node: ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): SentRequest | undefined {
  const call: Call = { node, evaluator };
  const options = optionsOf(callee, 8);
  for (const option of options) {
    const found =
      throughClient(option, call) ??
      throughPackage(option, call) ??
      throughRunner(option, call) ??
      throughChain(option, call) ??
      bySight(option, call);
    if (found) return found;
  }
  return undefined;
}

interface Call {
  readonly node: ts.CallExpression;
  readonly evaluator: Evaluator;
}

/** `openai.chat.completions.create(…)`. */
function throughClient(callee: Value, call: Call): SentRequest | undefined {
  const { evaluator } = call;
  const { root, path: called } = memberPath(callee);
  const part = called.length > 0 ? partOfClient(root, evaluator) : undefined;
  const path = [...(part?.path ?? []), ...called];
  const sdk = called.length > 0 ? (part ?? sdkOfClient(root, evaluator))?.sdk : undefined;
  const row = sdk?.requests.find(
    (item) =>
      item.on === undefined &&
      leads(item, path, sdk) &&
      isUnder(item, root) &&
      sendsCommand(item, sdk, call),
  );
  return (
    sdk &&
    row && {
      sdk,
      row,
      api: apiOf(row, path),
      client: constructedClient(root, evaluator),
      certain: true,
    }
  );
}

/** Whether what a request is called on was asked for as its row says. */
function isUnder({ under }: Request, root: Value): boolean {
  if (under === undefined) return true;
  const [first] = root.kind === 'call' ? root.node.arguments : [];
  return first !== undefined && ts.isStringLiteralLike(first) && first.text === under;
}

/** Whether a call is given the command that its row says. */
function sendsCommand({ command }: Request, sdk: Sdk, { node, evaluator }: Call): boolean {
  if (command === undefined) return true;
  const [first] = node.arguments;
  return (
    first !== undefined &&
    optionsOf(evaluator.evaluate(first), 4).some((option) => {
      const made = option.kind === 'instance' && referenceOf(evaluator, option.of);
      return made && matchesIn([sdk], () => [{ call: command }], made).length > 0;
    })
  );
}

/** `generateText({ model, … })`, `run(agent, …)`. */
function throughPackage(callee: Value, { node, evaluator }: Call): SentRequest | undefined {
  const reference = referenceOf(evaluator, callee);
  if (!reference) return undefined;
  for (const { row, model: sdk } of matchesIn(sdks, rowsOn('package'), reference)) {
    const api = apiOf(row, reference.path);
    if (row.model === undefined) return { sdk, row, api, certain: true };
    const isModel = isModelOf(sdk, evaluator);
    const places = modelPlaces(row, { node, evaluator });
    const model =
      firstOf(places, (place) => findWithin(evaluator, place, isModel)) ??
      evaluator.trace(() => firstOf(places, (place) => handedIn(place, { isModel, evaluator })));
    if (model) return { sdk, row, api, ...askedThrough(model, sdk, evaluator), certain: true };
    if (places.length > 0 && isTakenFor(sdk, places[0], node.getSourceFile()))
      return { sdk, row, api, certain: false };
    if (places.length > 0 && places.every((place) => isAnyones(place, evaluator)))
      return { sdk, row, api, ofAnyone: true, certain: false };
  }
  return undefined;
}

/** The model that callers hand in for a parameter, whatever type that is declared to have. */
function handedIn(
  place: Value,
  asking: { readonly isModel: (value: Value) => boolean; readonly evaluator: Evaluator },
  depth = 0,
): Value | undefined {
  const { isModel, evaluator } = asking;
  return firstOf(optionsOf(place, 4), (option) => {
    const { root } = memberPath(option);
    const parameter =
      root.kind === 'parameter' ? root.node : root.kind === 'instance' ? root.given : undefined;
    if (!parameter || depth > MAX_HANDED) return undefined;
    const fn = parameter.parent;
    return firstOf(callArguments(evaluator, fn, fn.parameters.indexOf(parameter)), (argument) => {
      const given = evaluator.evaluate(argument);
      return findWithin(evaluator, given, isModel) ?? handedIn(given, asking, depth + 1);
    });
  });
}

const MAX_HANDED = 3;

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Where the model of a call of a package may be: an option of its first argument, or any argument.
 */
function modelPlaces({ model }: Request, { node, evaluator }: Call): Value[] {
  if (model === 'arguments') return node.arguments.map((item) => evaluator.evaluate(item));
  const options = node.arguments[0] && evaluator.evaluate(node.arguments[0]);
  return options && typeof model === 'object'
    ? [evaluator.member(options, model.option, options.site)]
    : [];
}

/** `new ToolLoopAgent({ model }).generate(…)`, `new Runner().run(…)`. */
function throughRunner(callee: Value, { evaluator }: Call): SentRequest | undefined {
  const { root, path } = memberPath(callee);
  if (root.kind !== 'instance') return undefined;
  const reference = referenceOf(evaluator, root.of);
  if (!reference) return undefined;
  for (const { model: sdk } of matchesIn(sdks, ({ runners }) => runners, reference)) {
    const row = rowsOn('runner')(sdk).find((item) => leads(item, path, sdk));
    if (!row) continue;
    const api = apiOf(row, path);
    if (row.model === undefined) return { sdk, row, api, certain: true };
    const model = findWithin(evaluator, root, isModelOf(sdk, evaluator));
    if (model) return { sdk, row, api, ...askedThrough(model, sdk, evaluator), certain: true };
    if (isAnyAgent(root, evaluator)) return { sdk, row, api, ofAnyone: true, certain: false };
  }
  return undefined;
}

/** Whether a model, or the agent that has one, may be any vendor's. */
function isAnyones(place: Value, evaluator: Evaluator): boolean {
  return place.kind === 'instance' ? isAnyAgent(place, evaluator) : isAnyModel(place, evaluator);
}

/** Whether the model of an agent may be any vendor's. */
function isAnyAgent({ node, frame }: Value & { kind: 'instance' }, evaluator: Evaluator): boolean {
  const [first] = node?.arguments ?? [];
  const options = first && evaluator.evaluate(first, frame);
  return (
    options !== undefined && isAnyModel(evaluator.member(options, 'model', options.site), evaluator)
  );
}

/** What makes a model, and whose it is. */
function askedThrough(
  model: Value,
  sdk: Sdk,
  evaluator: Evaluator,
): Pick<SentRequest, 'client' | 'service'> {
  const service = serviceOfModel(sdk, model, evaluator);
  return { client: makerOf(model, sdk), ...(service ? { service } : {}) };
}

/** `prompt.pipe(model).invoke(…)`: whatever is built around a model runs it. */
function throughChain(callee: Value, { evaluator }: Call): SentRequest | undefined {
  const { root, path } = memberPath(callee);
  const method = path.slice(-1);
  if (method.length === 0 || root.kind === 'global') return undefined;
  for (const sdk of sdks) {
    const row = rowsOn('chain')(sdk).find((item) => leads(item, method, sdk));
    const model = row && findWithin(evaluator, root, isModelOf(sdk, evaluator));
    if (row && model) {
      const api = apiOf(row, method);
      return { sdk, row, api, ...askedThrough(model, sdk, evaluator), certain: true };
    }
  }
  return undefined;
}

/**
 * A client nobody constructs in sight: `ctx.openai.chat.completions.create`, an untyped
 * parameter, a global of a pasted snippet.
 */
function bySight(callee: Value, { node }: Call): SentRequest | undefined {
  const { root, path } = memberPath(callee);
  if (path.length === 0 || !mayHoldClient(root)) return undefined;
  const names = dottedName(node.expression) ?? [...path];
  for (const sdk of sdks) {
    if (!sdk.unseen || isForeign(root, sdk.unseen.wrappedBy)) continue;
    for (let start = 1; start < names.length; start++) {
      const tail = names.slice(start);
      const row = sdk.requests.find(
        (item) => item.on === undefined && !item.common && leads(item, tail, sdk),
      );
      if (!row) continue;
      // What is called by the longest path that is known is called on this.
      if (!sdk.unseen.named.test(names[start - 1])) break;
      return { sdk, row, api: apiOf(row, tail), certain: false };
    }
  }
  return undefined;
}

function mayHoldClient(value: Value): boolean {
  if (value.kind === 'instance') return value.of.kind === 'class';
  return ['unknown', 'global', 'parameter', 'call'].includes(value.kind);
}

/**
 * What another package's function gave, unless it is known to wrap clients: `observeOpenAI(new
 * OpenAI())`.
 */
function isForeign(value: Value, wrappedBy: RegExp): boolean {
  return (
    value.kind === 'call' &&
    optionsOf(value.callee).some(
      (option) => option.kind === 'external' && !wrappedBy.test(option.name),
    )
  );
}

type Place = NonNullable<Request['on']>;

function rowsOn(place: Place): (sdk: Sdk) => readonly Request[] {
  return (sdk) => ROWS[place].get(sdk) ?? [];
}

/** Requests that are not called on a client, by what they are called on. */
const ROWS: Readonly<Record<Place, ReadonlyMap<Sdk, readonly Request[]>>> = {
  package: rowsBySdk('package'),
  runner: rowsBySdk('runner'),
  chain: rowsBySdk('chain'),
};

function rowsBySdk(place: Place): Map<Sdk, readonly Request[]> {
  return new Map(sdks.map((sdk) => [sdk, sdk.requests.filter(({ on }) => on === place)]));
}

function apiOf({ api = '{path}' }: Request, path: readonly string[]): string {
  return api.replace('{path}', path.join('.')).replace('{name}', path.at(-1) ?? '');
}
