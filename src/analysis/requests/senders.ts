import ts from 'typescript';
import {
  baseOptions,
  httpClients,
  verbs,
  type HttpClient,
} from '../../models/libraries/httpClients';
import { accepts, modelsOf } from '../../models/match';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { textsOf } from './endpoint';

/** What sends a request. */
export interface Sender {
  readonly name: string;
  readonly throws: boolean;
  /** Addresses that those of the instance begin with. */
  readonly base?: readonly string[];
  /** What the instance was made with. */
  readonly options?: Value;
}

/** What sends a request by a call, whatever its address is. */
export function senderOf(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): Sender | undefined {
  for (const option of optionsOf(callee, 8)) {
    const { root, path } = memberPath(option);
    const sender =
      globalSender(root, path) ??
      packageSender(root) ??
      namesakeSender(root, path) ??
      objectSender(root, path) ??
      instanceSender(root, evaluator);
    if (sender) return sender;
    // Frameworks and tests hand `fetch` over as an argument.
    if (isNamedFetch(node, root, path)) return { name: 'fetch', throws: false };
  }
  return undefined;
}

/** `fetch(…)`, `axios.post(…)` where nobody declares it, `window.fetch(…)`. */
function globalSender(root: Value, path: readonly string[]): Sender | undefined {
  if (root.kind !== 'global') return undefined;
  const names = OF_WINDOW.has(root.name) ? path : [root.name, ...path];
  const [name, ...methods] = names;
  const client = httpClients.find(({ names: own = [] }) => own.includes(name ?? ''));
  const sends = methods.length === 0 || (methods.length === 1 && accepts(verbs, methods[0]));
  return client && sends ? { name, throws: client.throws === true } : undefined;
}

const OF_WINDOW = new Set(['window', 'globalThis', 'self', 'global']);

/**
 * `axios.post(…)`, `got(…)`, `https.request(…)`: whatever the package exports, but for what only
 * makes an instance.
 */
function packageSender(root: Value): Sender | undefined {
  const client = root.kind === 'external' ? clientOf(root.name) : undefined;
  if (!client || root.kind !== 'external') return undefined;
  const last = root.path.at(-1) ?? '';
  return client.makes !== undefined && accepts(client.makes, last)
    ? undefined
    : { name: root.name.replace(/^node:/, ''), throws: client.throws === true };
}

/**
 * What a package that nothing is known of exports under the name of what the platform sends with,
 * `EventSource` or `fetch`, stands for that.
 */
function namesakeSender(root: Value, path: readonly string[]): Sender | undefined {
  if (root.kind !== 'external' || path.length > 0 || modelsOf(root.name).length > 0)
    return undefined;
  const name = root.path.at(-1) ?? '';
  const client = httpClients.find(
    ({ packages, names = [] }) => packages === undefined && names.includes(name),
  );
  return client && { name, throws: client.throws === true };
}

/** A service that a framework hands over (`HttpClient` of Angular), `new XMLHttpRequest()`. */
function objectSender(root: Value, path: readonly string[]): Sender | undefined {
  if (root.kind !== 'instance' || !accepts(verbs, path.at(-1) ?? '')) return undefined;
  const { of } = root;
  if (of.kind === 'external') {
    const client = clientOf(of.name);
    return client && { name: of.path.at(-1) ?? of.name, throws: client.throws === true };
  }
  const client =
    of.kind === 'global'
      ? httpClients.find((item) => !item.packages && item.classes === of.name)
      : undefined;
  return client && of.kind === 'global'
    ? { name: of.name, throws: client.throws === true }
    : undefined;
}

/** `axios.create({ baseURL, headers })`, `ky.create({ prefixUrl })`. */
function instanceSender(root: Value, evaluator: Evaluator): Sender | undefined {
  if (root.kind !== 'call' || root.callee.kind !== 'external') return undefined;
  const client = clientOf(root.callee.name);
  const [given] = root.node.arguments;
  if (!client || !given) return undefined;
  const options = evaluator.evaluate(given, root.frame);
  const base = baseOptions.flatMap((name) =>
    textsOf(evaluator.member(options, name, options.site)),
  );
  return { name: root.callee.name, throws: client.throws === true, base, options };
}

function clientOf(name: string): HttpClient | undefined {
  const known = modelsOf(name);
  return httpClients.find((client) => known.includes(client));
}

/** The members of what a request of that name throws that hold its headers; none where none do. */
export function wholeErrorsOf(api: string): string | undefined {
  return httpClients.find(
    ({ id, errorHoldsRequest }) => errorHoldsRequest !== undefined && api.startsWith(`${id} `),
  )?.errorHoldsRequest;
}

/** How what a request of that name throws tells its status; `undefined` where that is not known. */
export function failuresOf(api: string): HttpClient['failures'] {
  return httpClients.find(
    ({ id, names = [], failures }) =>
      failures !== undefined && [id, ...names].some((name) => api.startsWith(`${name} `)),
  )?.failures;
}

/**
 * The method by which a sender's headers are set later than its address, for a request of that
 * name.
 */
export function headerSetterOf(api: string): string | undefined {
  return httpClients.find(
    ({ classes, setsHeader }) => setsHeader !== undefined && api.startsWith(`${classes} `),
  )?.setsHeader;
}

function isNamedFetch(
  node: ts.CallExpression | ts.NewExpression,
  root: Value,
  path: readonly string[],
): boolean {
  if (root.kind !== 'parameter' && root.kind !== 'unknown') return false;
  const last =
    path[path.length - 1] ?? (ts.isIdentifier(node.expression) ? node.expression.text : '');
  return /^(\w*[fF]etch|fetchImpl)$/.test(last);
}
