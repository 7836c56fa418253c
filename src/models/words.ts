import { httpClients, verbs } from './libraries/httpClients';
import { namesOf } from './match';
import { lastNames, patternsOf } from './pattern';
import { models } from './registry';
import type { Request, Sdk } from './sdk';
import { sdks } from './sdks/registry';
import { services } from './vendors';

/*
 * Words without which a file has nothing to do with any vendor, all derived from the rows. A file
 * is searched for them before anything of it is parsed; one expression for each question costs less
 * than a search for each word.
 */

/**
 * A vendor that is reached through SDKs of many vendors is found by its name, however it is
 * spelled, or by the import of such an SDK. Any other by what is its own alone, since its name is
 * in many texts.
 */
export const vendorWords: RegExp = anyOf(
  sdks.flatMap((sdk) => {
    const { vendor } = sdk.service;
    const isShared = sdks.some(({ shared, service }) => shared && service.vendor === vendor);
    return isShared
      ? [spelled(vendor), ...titleOf(sdk), ...(sdk.shared ? importsOf(sdk) : [])]
      : ownWords(sdk);
  }),
  'i',
);

/** Hosts and telling paths of addresses: what may be handed to a helper that sends it. */
export const addressWords: RegExp = anyOf(
  services.flatMap(({ hosts, endpoints }) => [
    escaped(hosts[0].replace(/^\*\.?/, '')),
    // A word alone is in every program: `responses`.
    ...endpoints.flatMap(({ path, telling }) =>
      telling ? escaped(path.includes('/') ? path.replace(/\/\{.*/, '/') : `/v1/${path}`) : [],
    ),
  ]),
);

/** What keys begin with. */
export const keyWords: RegExp = anyOf(
  services.flatMap(({ key: { start } }) => (start === undefined ? [] : escaped(start))),
);

/** A call that may send something through a client or a sender of another file. */
export const callWords: RegExp = anyOf([
  ...sdks.flatMap(({ requests }) => requests.filter(isDistinct).flatMap(callsOf)),
  ...httpClients.flatMap(({ names = [], throws }) =>
    names.map((name) => (throws ? escaped(name) : `${escaped(name)}\\(`)),
  ),
  '\\.(?:post|request)\\(',
]);

/**
 * Names of what is called to make a client or to send something; with a `*` for the rest of a name.
 */
export const calledNames: readonly string[] = [
  ...new Set([
    ...sdks.flatMap(({ clients, requests }) => [...clients, ...requests].flatMap(lastNames)),
    ...verbs.slice(1, -1).split(','),
    ...httpClients.flatMap(({ names = [] }) => names),
  ]),
];

/** The name of an SDK with one package of another name than its vendor's. */
function titleOf({ packages = [], shared, service, title }: Sdk): string[] {
  const isNamed = new RegExp(spelled(service.vendor), 'i').test(packages[0]);
  return shared || isNamed ? [] : [spelled(title)];
}

/** The packages of an SDK as they are imported: a name like `ai` is in every text. */
function importsOf({ packages = [] }: Sdk): string[] {
  return packages.map(
    (name) => `["']${escaped(name).replace('\\*', '')}${name.endsWith('*') ? '' : '["\'/]'}`,
  );
}

/** Packages, hosts, new clients, names of keys, and requests of a client that is made elsewhere. */
function ownWords({ packages = [], clients, requests, service, unseen }: Sdk): string[] {
  const { hosts, key } = service;
  const begun = requests
    .filter(isDistinct)
    .flatMap((request) => patternsOf(request.call).map(([first]) => first));
  return [
    ...packages.map(escaped),
    ...hosts.map((host) => escaped(host.replace(/^\*\.?/, ''))),
    ...clients.flatMap(lastNames).map((name) => `new\\s+${escaped(name)}\\b`),
    `(?:${key.names.source})\\w*(?:KEY|TOKEN|SECRET)`,
    ...(unseen ? [`(?:${unseen.named.source})\\w*\\.(?:${[...new Set(begun)].join('|')})\\b`] : []),
  ];
}

function isDistinct({ common, kind }: Request): boolean {
  return !common && kind !== 'management';
}

function callsOf(request: Request): string[] {
  return lastNames(request).map((name) => {
    const called = escaped(name).replace('\\*', '\\w*');
    return request.on === 'package' ? `${called}\\(` : `\\.${called}\\(`;
  });
}

/** `OpenAI` as `open_?AI`: the parts of a name may be joined in any way. */
function spelled(name: string): string {
  return name
    .split(/(?<=[a-z])(?=[A-Z])/)
    .map(escaped)
    .join('_?');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function anyOf(expressions: readonly string[], flags?: string): RegExp {
  return new RegExp([...new Set(expressions)].join('|'), flags);
}

/**
 * Words of which one stands wherever something is set up for a whole application: an error handler,
 * a limit, a check.
 */
export const setupWords: readonly string[] = [
  ...new Set([
    ...namesOf('errorHandlers'),
    ...namesOf('enforcers'),
    ...models.flatMap(({ compressors, packages = [] }) => (compressors ? packages : [])),
    ...models.flatMap(({ limits = [], exportedLimits = [], errorExports = [] }) => [
      ...limits.map(({ option }) => lastOf(option)),
      ...exportedLimits.map(({ option }) => lastOf(option)),
      ...errorExports.map(({ name }) => name),
    ]),
  ]),
].filter((word) => !word.includes('*'));

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
