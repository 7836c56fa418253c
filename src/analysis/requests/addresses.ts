import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { textsOf } from './endpoint';

/**
 * Addresses in an argument: the text itself, a `URL`, or the options `url`, `hostname` + `path`.
 */
export function addressesIn(argument: Value, evaluator: Evaluator): string[] {
  return optionsOf(argument, 24).flatMap((option) => {
    if (option.kind === 'instance') return addressesOfObject(option, evaluator);
    if (option.kind === 'object') return addressesOfOptions(option, evaluator);
    if (option.kind === 'member' && (option.name === 'href' || option.name === 'toString'))
      return addressesIn(option.object, evaluator);
    return textsOf(option);
  });
}

/** `new URL(path, base)`, `new Request(url)`. */
function addressesOfObject(object: Value & { kind: 'instance' }, evaluator: Evaluator): string[] {
  const { of, node, frame } = object;
  if (of.kind !== 'global' || (of.name !== 'URL' && of.name !== 'Request')) return textsOf(object);
  const [paths = [], bases] = (node?.arguments ?? []).map((item) =>
    textsOf(evaluator.evaluate(item, frame)),
  );
  return bases ? bases.flatMap((base) => paths.map((path) => joinedUrl(base, path))) : paths;
}

/** `{ url, baseURL }`, `{ hostname, path }`. */
function addressesOfOptions(options: Value & { kind: 'object' }, evaluator: Evaluator): string[] {
  const read = (name: string) => textsOf(evaluator.member(options, name, options.site));
  const [path = ''] = read('path');
  const urls = read('url');
  return [
    ...urls,
    ...read('uri'),
    ...read('baseURL').flatMap((base) => urls.map((url) => `${base}${url}`)),
    ...[...read('hostname'), ...read('host')].map(
      (host) => `https://${host.replace(/^https?:\/\//, '')}${path}`,
    ),
  ];
}

export function joinedUrl(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}
