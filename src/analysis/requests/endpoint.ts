import { accepts } from '../../models/match';
import type { Endpoint, Service } from '../../models/sdk';
import { serviceOf, services } from '../../models/vendors';
import { memberPath, optionsOf, type Value } from '../values/value';

/**
 * Whose service an address leads to: the id of one that is known, or `local` (such a server takes
 * any key), `other` (one of which nothing is known: its key is a secret too, but no
 * vendor's own advice applies), or `unknown`.
 */
export type Provider = string;

/**
 * Hosts of the own machine or network: by name, by address, without a dot, or under their own
 * domain.
 */
const LOCAL_HOSTS = [
  'localhost|127\\.|0\\.0\\.0\\.0|\\[::1\\]|host\\.docker\\.internal',
  '10\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.',
  '[\\w-]+(:\\d+)?(/|$)',
  '[\\w-]+\\.(local|lan|internal)(:|/|$)',
];
const LOCAL = new RegExp(`^(https?|wss?)://(${LOCAL_HOSTS.join('|')})`, 'i');

/** The longest host first: a vendor may be a guest on another's. */
const HOSTS = services
  .flatMap((service) => service.hosts.map((host) => ({ service, host })))
  .sort((a, b) => b.host.length - a.host.length)
  .map(({ service, host }) => ({ service, expression: hostExpression(host) }));

function hostExpression(host: string): RegExp {
  const anywhere = host.replace(/^\*/, '');
  const escaped = anywhere.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^?]*');
  return new RegExp(`${anywhere === host ? '(^|//|\\.)' : ''}${escaped}(/|:|$)`, 'i');
}

/** The service that an address certainly leads to. */
export function serviceOfUrl(text: string): Service | undefined {
  const url = text.trim();
  return HOSTS.find(({ expression }) => expression.test(url))?.service;
}

export function providerOfUrl(text: string): Provider {
  const service = serviceOfUrl(text);
  if (service) return service.id;
  const url = text.trim();
  // An address without a host is one of the server that the page comes from.
  if (LOCAL.test(url) || /^\/(?!\/)/.test(url)) return 'local';
  return /^(https?|wss?):\/\/[^/]/i.test(url) ? 'other' : 'unknown';
}

/**
 * `${process.env.BASE_URL}/v1/chat/completions`: the host is not known, the path is that service's
 * own.
 */
export function serviceOfPath(url: string): Service | undefined {
  const unknown = /^\*+\/?(v1\/)?(?=\w)/.exec(url);
  if (!unknown) return undefined;
  const segments = segmentsOf(url.slice(unknown[0].length));
  return services.find(({ endpoints }) =>
    endpoints.some((endpoint) => endpoint.telling && matchesAt(endpoint, segments, 0)),
  );
}

/**
 * What an address asks of a service: the first of its paths that stands in it, by its name there.
 */
export function endpointOf(
  url: string,
  { endpoints }: Service,
): { readonly endpoint: Endpoint; readonly name: string } | undefined {
  const segments = segmentsOf(pathOf(url));
  for (let at = 0; at < segments.length; at++) {
    const endpoint = endpoints.find((item) => matchesAt(item, segments, at));
    if (endpoint)
      return {
        endpoint,
        name: segments.slice(at, at + endpoint.path.split('/').length).join('/'),
      };
  }
  return undefined;
}

/** What is said of an address whose path nothing is known of. */
export function pathName(url: string, { hosts }: Service): string {
  return /^[\w./-]{1,40}$/.exec(pathOf(url).replace(/^v1\//, ''))?.[0] ?? hosts[0];
}

function pathOf(url: string): string {
  return url
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '')
    .replace(/^\*?\/?/, '');
}

function segmentsOf(path: string): string[] {
  return path.replace(/[?#].*$/, '').split('/');
}

function matchesAt({ path }: Endpoint, segments: readonly string[], at: number): boolean {
  return path
    .split('/')
    .every((part, index) => at + index < segments.length && accepts(part, segments[at + index]));
}

/** A value as a text with `*` for what is not known. */
export function textOf(value: Value): string | undefined {
  return value.kind === 'text' || value.kind === 'template' ? textsOf(value)[0] : undefined;
}

/** Every text a value may be: a part that may be several things makes several texts. */
export function textsOf(value: Value): string[] {
  return optionsOf(value, 24).flatMap((option) => {
    if (option.kind === 'text') return [option.text];
    if (option.kind !== 'template') return [];
    let texts = [''];
    for (const part of option.parts) {
      const known = part.kind === 'text' || part.kind === 'union' ? textsOf(part) : [];
      // What stands behind the page's own origin is an address without a host.
      if (isOwnOrigin(part)) continue;
      const ends = known.length > 0 ? known : ['*'];
      texts = texts.flatMap((text) => ends.map((end) => text + end)).slice(0, MAX_TEXTS);
    }
    return texts;
  });
}

/** `window.location.origin`, `location.origin`. */
function isOwnOrigin(part: Value): boolean {
  if (part.kind !== 'member') return false;
  const { root, path } = memberPath(part);
  return root.kind === 'global' && [root.name, ...path].join('.').endsWith('location.origin');
}

const MAX_TEXTS = 16;

/** The provider an endpoint option selects; no option means the SDK's own service. */
export function providerOf(endpoint: Value | undefined, own: Service): Provider {
  if (!endpoint) return own.id;
  const providers = textsOf(endpoint)
    .map(providerOfUrl)
    .filter((provider) => provider !== 'unknown');
  // A fallback to the vendor (`process.env.BASE_URL || 'https://api.openai.com/v1'`) makes it the
  // vendor's.
  const known = providers.flatMap((provider) => serviceOf(provider) ?? []);
  return (
    (known.find(({ vendor }) => vendor === own.vendor) ?? known[0])?.id ?? providers[0] ?? 'unknown'
  );
}
