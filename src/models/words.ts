import { httpClients, verbs } from './libraries/httpClients';
import { namesOf } from './match';
import { lastNames } from './pattern';
import { models } from './registry';
import type { Request, Sdk } from './sdk';
import { sdks } from './sdks/registry';
import { services } from './vendors';

/*
 * Words without which a file has nothing to do with any vendor, all derived from the rows. A file is searched for them before
 * anything of it is parsed; one expression for each question costs less than a search for each word.
 */

/**
 * What makes a file worth parsing: the first vendor's name, however it is spelled. Of the others, whose names stand in many a
 * text that sends them nothing, a package, a host, a class that is constructed, a client that is called, or a name for their key.
 */
export const mentionWords: RegExp = anyOf(
  [
    spelled(services[0].vendor),
    ...sdks.flatMap(ownWords).map(spelled),
    ...sdks.filter(isOfOtherVendor).flatMap(tellingWords),
  ],
  'i',
);

/** The names of vendors, however they are spelled, and what of their SDKs can be told without them. */
export const vendorWords: RegExp = anyOf(
  [...services.map(({ vendor }) => vendor), ...sdks.flatMap(ownWords)].map(spelled),
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
export const keyWords: RegExp = anyOf(services.map(({ key }) => escaped(key.start)));

/** A call that may send something through a client or a sender of another file. */
export const callWords: RegExp = anyOf([
  ...sdks.flatMap(({ requests }) => requests.filter(isDistinct).flatMap(callsOf)),
  ...httpClients.flatMap(({ names = [], throws }) =>
    names.map((name) => (throws ? escaped(name) : `${escaped(name)}\\(`)),
  ),
  '\\.(?:post|request)\\(',
]);

/** Names of what is called to make a client or to send something; with a `*` for the rest of a name. */
export const calledNames: readonly string[] = [
  ...new Set([
    ...sdks.flatMap(({ clients, requests }) => [...clients, ...requests].flatMap(lastNames)),
    ...verbs.slice(1, -1).split(','),
    ...httpClients.flatMap(({ names = [] }) => names),
  ]),
];

/** Packages, hosts, classes and variables that do not hold the vendor's name; what serves many vendors says nothing. */
function ownWords({ packages = [], clients, service, shared, title }: Sdk): string[] {
  if (shared) return [];
  const vendor = new RegExp(spelled(service.vendor), 'i');
  const owned = clients.length > 0 && packages.length === 1 ? [title] : [];
  return [...owned, service.hosts[0], ...service.key.variables].filter(
    (item) => !vendor.test(item),
  );
}

function isOfOtherVendor({ service, shared }: Sdk): boolean {
  return !shared && service.vendor !== services[0].vendor;
}

function tellingWords({ packages = [], clients, requests, service }: Sdk): string[] {
  const vendor = spelled(service.vendor);
  const first = new Set(requests.flatMap(({ call }) => [call].flat()).flatMap(firstName));
  return [
    ...packages.map(escaped),
    ...service.hosts.map(escaped),
    ...clients.flatMap(lastNames).map((name) => `new\\s+${escaped(name)}`),
    `${vendor}\\w*\\.(?:${[...first].map(escaped).join('|')})\\b`,
    `${vendor}\\w*(?:key|token|secret)`,
  ];
}

/** `messages` of `<client>.messages.create`. */
function firstName(call: string): string[] {
  return call
    .split('.')
    .filter((part) => /^\w+$/.test(part))
    .slice(0, 1);
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

/** Words of which one stands wherever something is set up for a whole application: an error handler, a limit, a check. */
export const setupWords: readonly string[] = [
  ...new Set([
    ...namesOf('errorHandlers'),
    ...namesOf('enforcers'),
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
