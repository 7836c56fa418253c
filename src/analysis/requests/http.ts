import ts from 'typescript';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { providerOfUrl, textsOf } from './endpoint';

/** A raw HTTP call to an OpenAI endpoint. */
export interface HttpRequest {
  readonly api: string;
  readonly provider: 'openai' | 'azure';
  /** False when the host is known only at run time, and the path or the body alone speaks for OpenAI. */
  readonly certain: boolean;
  /** The values that may carry the key: the Authorization and `api-key` headers. */
  readonly keys: () => readonly Value[];
}

const CLIENT_PACKAGES =
  /^(axios|got|ky|ky-universal|node-fetch|node-fetch-native|cross-fetch|isomorphic-fetch|isomorphic-unfetch|unfetch|undici|ofetch|superagent|request|request-promise|needle|wretch|phin|bent|@microsoft\/fetch-event-source|sse\.js|eventsource|ws|expo\/fetch|@nestjs\/axios|https?|node:https?|reconnecting-websocket|@tauri-apps\/(api\/http|plugin-http)|@angular\/common\/http)(\/|$)/;
const GLOBAL_CALLS = new Set([
  'fetch',
  '$fetch',
  'useFetch',
  'fetchEventSource',
  'EventSource',
  'WebSocket',
  'SSE',
  'axios',
]);
const VERBS =
  /^(get|post|put|patch|request|stream|fetch|axiosRef\.post|open|extend|raw|connect|default)$/;
const KEY_HEADERS = [
  'Authorization',
  'authorization',
  'AUTHORIZATION',
  'api-key',
  'Api-Key',
  'openai-api-key',
];

/**
 * Recognises `fetch(url, …)`, `axios.post(url, …)`, `axios({ url })`, `https.request({ hostname, path })`, `xhr.open('POST', url)`,
 * `new EventSource(url)` and the like when the address, wherever it comes from, is OpenAI's.
 */
export function httpRequest(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): HttpRequest | undefined {
  const sender = senderOf(node, callee, evaluator);
  if (!sender) return undefined;
  const evaluateAll = () => (node.arguments ?? []).map((argument) => evaluator.evaluate(argument));
  const find = () =>
    evaluateAll()
      .slice(0, 2)
      .flatMap((argument) => addressesIn(argument, evaluator))
      .flatMap((url) => withBase(url, sender.base))
      .find(isOpenAIAddress);
  // Most addresses are written where they are used; the callers are asked only when nothing here tells.
  const url = find() ?? evaluator.trace(find);
  const keys = () =>
    headerKeys([...evaluateAll(), ...(sender.options ? [sender.options] : [])], evaluator);
  if (url === undefined)
    return sendsConversation(evaluateAll(), evaluator)
      ? { api: `${sender.name} chat/completions`, provider: 'openai', certain: false, keys }
      : undefined;
  return {
    certain: !isOpenAIPathOnUnknownHost(url),
    api: `${sender.name} ${endpointName(url)}`,
    provider: providerOfUrl(url) === 'azure' ? 'azure' : 'openai',
    keys,
  };
}

/**
 * An address that comes from settings or the environment, with a body of `messages` and `model`: OpenAI's protocol, in a module that
 * names OpenAI. Listed, never reported.
 */
function sendsConversation(args: readonly Value[], evaluator: Evaluator): boolean {
  const [address, ...rest] = args;
  if (
    !address ||
    optionsOf(address).some((option) => option.kind === 'text' || option.kind === 'template')
  )
    return false;
  if (!evaluator.program.mentionsOpenAI(address.site.file)) return false;
  return rest
    .flatMap((argument) => optionsOf(argument, 4))
    .some((option) => {
      if (option.kind !== 'object') return false;
      const body = evaluator.member(option, 'body', option.site);
      const payload =
        body.kind === 'call' && body.node.arguments[0]
          ? evaluator.evaluate(body.node.arguments[0], body.frame)
          : body;
      return optionsOf(payload, 4).some(
        (item) =>
          item.kind === 'object' &&
          item.node.properties.some((property) => propertyName(property.name) === 'messages'),
      );
    });
}

function withBase(url: string, base: readonly string[] | undefined): string[] {
  if (base === undefined || /^https?:/.test(url)) return [url];
  return [url, ...base.map((prefix) => `${prefix.replace(/\/$/, '')}/${url.replace(/^\//, '')}`)];
}

function isOpenAIAddress(url: string): boolean {
  const provider = providerOfUrl(url);
  return provider === 'openai' || provider === 'azure' || isOpenAIPathOnUnknownHost(url);
}

interface Sender {
  readonly name: string;
  /** Base addresses set on the instance the call is made through. */
  readonly base?: readonly string[];
  readonly options?: Value;
}

function senderOf(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): Sender | undefined {
  for (const option of optionsOf(callee, 8)) {
    const { root, path } = memberPath(option);
    const method = path.join('.');
    if (
      root.kind === 'global' &&
      GLOBAL_CALLS.has(root.name) &&
      (path.length === 0 || VERBS.test(method))
    )
      return { name: root.name };
    if (
      root.kind === 'global' &&
      /^(window|globalThis|self|global)$/.test(root.name) &&
      method === 'fetch'
    )
      return { name: 'fetch' };
    if (root.kind === 'external' && CLIENT_PACKAGES.test(root.name)) {
      const last = root.path[root.path.length - 1] ?? 'default';
      if (last !== 'create' && last !== 'extend') return { name: root.name.replace(/^node:/, '') };
    }
    // A service that a framework hands over: Angular's `HttpClient`, Nest's `HttpService`.
    if (
      root.kind === 'instance' &&
      root.of.kind === 'external' &&
      CLIENT_PACKAGES.test(root.of.name) &&
      VERBS.test(path[path.length - 1] ?? '')
    )
      return { name: root.of.path[root.of.path.length - 1] ?? root.of.name };
    // An instance: `axios.create({ baseURL, headers })`, `ky.create({ prefixUrl })`, `new XMLHttpRequest()`.
    if (
      root.kind === 'call' &&
      root.callee.kind === 'external' &&
      CLIENT_PACKAGES.test(root.callee.name) &&
      root.node.arguments[0]
    ) {
      const options = evaluator.evaluate(root.node.arguments[0], root.frame);
      const base = ['baseURL', 'prefixUrl', 'baseUrl', 'prefix'].flatMap((name) =>
        textsOf(evaluator.member(options, name, options.site)),
      );
      return { name: root.callee.name, base, options };
    }
    if (
      root.kind === 'instance' &&
      root.of.kind === 'global' &&
      root.of.name === 'XMLHttpRequest' &&
      method === 'open'
    )
      return { name: 'XMLHttpRequest' };
    // SvelteKit and tests hand `fetch` over as an argument.
    if (isNamedFetch(node, root, path)) return { name: 'fetch' };
  }
  return undefined;
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

/** Addresses in an argument: the text itself, a `URL`, or the options `url`, `hostname` + `path`. */
function addressesIn(argument: Value, evaluator: Evaluator): string[] {
  return optionsOf(argument, 24).flatMap((option) => {
    if (
      option.kind === 'instance' &&
      option.of.kind === 'global' &&
      (option.of.name === 'URL' || option.of.name === 'Request')
    ) {
      const [path, base] = (option.node?.arguments ?? []).map((item) =>
        textsOf(evaluator.evaluate(item, option.frame)),
      );
      return base
        ? base.flatMap((prefix) =>
            (path ?? []).map((rest) => `${prefix.replace(/\/$/, '')}/${rest.replace(/^\//, '')}`),
          )
        : (path ?? []);
    }
    if (option.kind === 'object') {
      const read = (name: string) => textsOf(evaluator.member(option, name, option.site));
      const hosts = [...read('hostname'), ...read('host')];
      const paths = read('path');
      const joined = hosts.map(
        (host) => `https://${host.replace(/^https?:\/\//, '')}${paths[0] ?? ''}`,
      );
      const bases = read('baseURL');
      return [
        ...read('url'),
        ...read('uri'),
        ...bases.flatMap((base) => read('url').map((url) => `${base}${url}`)),
        ...joined,
      ];
    }
    if (option.kind === 'member' && (option.name === 'href' || option.name === 'toString'))
      return addressesIn(option.object, evaluator);
    return textsOf(option);
  });
}

/** `${process.env.OPENAI_BASE_URL}/v1/chat/completions`: the host is not known, the path is OpenAI's own. */
function isOpenAIPathOnUnknownHost(url: string): boolean {
  return /^\*+\/?(v1\/)?(chat\/completions|responses|embeddings|images\/generations|audio\/(speech|transcriptions)|moderations)\b/.test(
    url,
  );
}

function endpointName(url: string): string {
  const path = url
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/^\*?\/?/, '');
  const known =
    /(chat\/completions|responses|embeddings|images\/\w+|audio\/\w+|moderations|completions|realtime|threads|assistants|files|models|containers)/.exec(
      path,
    );
  return known?.[1] ?? /^[\w./-]{1,40}$/.exec(path.replace(/^v1\//, ''))?.[0] ?? 'api.openai.com';
}

function headerKeys(args: readonly Value[], evaluator: Evaluator): Value[] {
  const keys: Value[] = [];
  for (const argument of args) {
    for (const option of optionsOf(argument, 8)) {
      if (option.kind !== 'object') continue;
      const headers = evaluator.member(option, 'headers', option.site);
      for (const header of optionsOf(headers, 8)) {
        const source =
          header.kind === 'instance' && header.node?.arguments?.[0]
            ? evaluator.evaluate(header.node.arguments[0], header.frame)
            : header;
        for (const name of KEY_HEADERS) {
          const value = evaluator.member(source, name, source.site);
          if (value.kind !== 'member' && value.kind !== 'unknown') keys.push(value);
        }
      }
    }
  }
  return keys;
}
