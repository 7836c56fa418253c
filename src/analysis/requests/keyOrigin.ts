import { httpClients } from '../../models/libraries/httpClients';
import {
  settingsReaders,
  stateHolders,
  storeEndings,
  storePackages,
  stores,
} from '../../models/libraries/stores';
import { accepts } from '../../models/match';
import type { Service } from '../../models/sdk';
import type { Site, Step } from '../source/host';
import type { Evaluator } from '../values/engine';
import { literalsOf, joined } from '../values/strings';
import { memberPath, optionsOf, prependTrail, type EnvAccess, type Value } from '../values/value';
import type { Provider } from './endpoint';
import { hasKeyShape, isDummy, isOtherVendorsKey, isPlaceholder, keyPrefix } from './keyShape';

/** Where a key comes from. Holds no character of a key beyond its family's prefix. */
export type KeyOrigin = { readonly site: Site; readonly trail: readonly Step[] } & (
  | {
      readonly kind: 'literal';
      readonly length: number;
      readonly prefix?: string;
      readonly shaped: boolean;
      readonly dummy: boolean;
      readonly otherVendor: boolean;
      /** The literals it is made of, unless it is a placeholder: what must not be shown. */
      readonly literals: readonly Site[];
    }
  | { readonly kind: 'env'; readonly name: string; readonly via: EnvAccess }
  /** The end user's own key, typed in or stored at run time. */
  | { readonly kind: 'user'; readonly how: string }
  /** Handed out by a server of the application's own. */
  | { readonly kind: 'fetched' }
  | { readonly kind: 'unknown' }
);

/** A key is put where a key goes: an option, a header, an assignment. */
export interface KeyUseFact extends Site {
  /** What takes the key, for messages: `` `apiKey` of `new OpenAI` ``. */
  readonly sink: string;
  readonly provider: Provider;
  /**
   * The client is given a transport of its own: with a word for a key, nothing ever leaves the
   * program.
   */
  readonly stubbed?: boolean;
  readonly origins: readonly KeyOrigin[];
}

const MAX_DEPTH = 6;
/** Text methods hand on what they are called on; conversions what they are given. */
const TEXT_METHODS =
  '{trim,toString,replace,replaceAll,split,slice,substring,at,pop,shift,concat,join,valueOf}';
const CONVERSIONS = '{String,encodeURIComponent,atob,decodeURIComponent}';

/** The origins of a value that is used as a key of a service, `Bearer ` and the like taken off. */
export function keyOrigins(evaluator: Evaluator, value: Value, service: Service): KeyOrigin[] {
  const search: Search = { evaluator, service };
  return optionsOf(value, 24).flatMap((option) => originsOf(search, option, 0));
}

/** What one search for origins knows all along. */
interface Search {
  readonly evaluator: Evaluator;
  /** Whose key is wanted. */
  readonly service: Service;
}

/** Where a value stands and what was followed to it: what every origin has. */
type Base = Pick<KeyOrigin, 'site' | 'trail'>;

function originsOf(search: Search, value: Value, depth: number): KeyOrigin[] {
  const base: Base = { site: value.site, trail: value.trail ?? [] };
  if (depth > MAX_DEPTH) return [{ kind: 'unknown', ...base }];
  switch (value.kind) {
    case 'text':
      return [ofText(search, value, base)];
    case 'template':
      return ofTemplate(search, value, depth, base);
    case 'env':
      return [{ kind: 'env', name: value.name, via: value.via, ...base }];
    case 'constant':
    case 'boolean':
      return [];
    case 'function': {
      // `apiKey: async () => key`
      const result = search.evaluator.returned(value, [], value.site);
      return result
        ? optionsOf(result, 8).flatMap((item) => originsOf(search, item, depth + 1))
        : [{ kind: 'unknown', ...base }];
    }
    case 'call':
    case 'member':
      return ofPath(search, value, depth, base);
    default:
      return [{ kind: 'unknown', ...base }];
  }
}

function ofText({ service }: Search, value: Value & { kind: 'text' }, base: Base): KeyOrigin {
  const text = value.text.replace(/^Bearer\s+/i, '').trim();
  const prefix = keyPrefix(text);
  return {
    kind: 'literal',
    length: text.length,
    shaped: hasKeyShape(text),
    dummy: isDummy(text),
    otherVendor: isOtherVendorsKey(text, service),
    literals: isPlaceholder(text) ? [] : literalsOf(value),
    ...base,
    ...(prefix ? { prefix } : {}),
  };
}

/** `Bearer ${key}`: the prefix is not a key, what follows is. */
function ofTemplate(
  search: Search,
  value: Value & { kind: 'template' },
  depth: number,
  base: Base,
): KeyOrigin[] {
  const parts = value.parts.filter(
    (part) => !(part.kind === 'text' && /^\s*Bearer\s*$/i.test(part.text)),
  );
  if (parts.length === 1 && parts[0].kind === 'text')
    return originsOf(search, prependTrail(parts[0], base.trail), depth + 1);
  const text = joined(parts, '', value.site);
  if (text)
    return originsOf(
      search,
      { ...text, ...(value.trail ? { trail: value.trail } : {}) },
      depth + 1,
    );
  return parts
    .filter((part) => part.kind !== 'text')
    .flatMap((part) => optionsOf(part, 8))
    .flatMap((part) => originsOf(search, prependTrail(part, base.trail), depth + 1));
}

/**
 * What a call gives or a member holds: what it was made of, what people entered, what a server
 * handed out.
 */
function ofPath(
  search: Search,
  value: Value & { kind: 'call' | 'member' },
  depth: number,
  base: Base,
): KeyOrigin[] {
  const { root, path } = memberPath(value);
  const called = root.kind === 'call' ? ofCall(search, root, depth, base) : undefined;
  if (called) return called;
  const names = root.kind === 'global' ? [root.name, ...path] : path;
  const store = storeOf(names, root);
  if (store !== undefined) return [{ kind: 'user', how: store, ...base }];
  if (names.length > 1 && names.at(-1) === 'value')
    return [{ kind: 'user', how: 'a form field', ...base }];
  if (root.kind === 'call')
    return originsOf(search, root, depth + 1).filter((origin) => origin.kind !== 'literal');
  return [{ kind: 'unknown', ...base }];
}

/** What a call says of the key that it gives; `undefined` when nothing. */
function ofCall(
  search: Search,
  call: Value & { kind: 'call' },
  depth: number,
  base: Base,
): KeyOrigin[] | undefined {
  const inner = (item: Value) =>
    optionsOf(item, 8).flatMap((option) =>
      originsOf(search, prependTrail(option, base.trail), depth + 1),
    );
  const given = () =>
    call.node.arguments.map((argument) => search.evaluator.evaluate(argument, call.frame));
  const { path } = memberPath(call.callee);
  if (path.length > 0 && accepts(TEXT_METHODS, path[path.length - 1]))
    return inner(call.callee.kind === 'member' ? call.callee.object : call.callee);
  const names = calleeNames(call.callee);
  const last = names.at(-1) ?? '';
  if (names.length === 1 && accepts(CONVERSIONS, last))
    return inner(given()[0] ?? { kind: 'unknown', site: base.site });
  // A seed value in a state is a key in the code; what the state becomes later is the user's.
  if (stateHolders.has(last))
    return [
      ...given().flatMap(inner).filter(isTelling),
      { kind: 'user', how: 'state that a form can set', ...base },
    ];
  if (isFetched(names)) return [{ kind: 'fetched', ...base }];
  const store = storeOf(names, call.callee);
  if (store !== undefined) return [{ kind: 'user', how: store, ...base }];
  return settingsReaders.test(names.join('.'))
    ? [{ kind: 'user', how: 'settings', ...base }]
    : undefined;
}

/** A seed that is a key, not the empty text that most states begin with. */
function isTelling(origin: KeyOrigin): boolean {
  return (
    origin.kind === 'env' ||
    (origin.kind === 'literal' && (origin.shaped || origin.prefix !== undefined))
  );
}

/** What a request to a server gave, or the body of its answer. */
function isFetched(names: readonly string[]): boolean {
  const last = names.at(-1) ?? '';
  return (
    (last === 'json' ||
      last === 'text' ||
      httpClients.some(({ names: own = [], packages = [] }) =>
        [...own, ...packages].includes(last),
      )) &&
    !isStorePackage(names.join('.'))
  );
}

/** In words, where what is named so is a place of a person's own. */
function storeOf(names: readonly string[], value: Value): string | undefined {
  const dotted = (names[0] === 'window' ? names.slice(1) : names).join('.');
  const known = stores.find(({ paths }) => paths.some((path) => accepts(path, dotted)));
  if (known) return known.what;
  // `create(…)` of a store library makes the hook that is called here.
  let { root } = memberPath(value);
  while (root.kind === 'call') root = memberPath(root.callee).root;
  return root.kind === 'external' && isStorePackage(root.name) ? `\`${root.name}\`` : undefined;
}

function isStorePackage(name: string): boolean {
  return (
    storePackages.some((part) => name.includes(part)) ||
    storeEndings.some((end) => name.endsWith(end))
  );
}

function calleeNames(callee: Value): string[] {
  const { root, path } = memberPath(callee);
  const first =
    root.kind === 'global'
      ? [root.name]
      : root.kind === 'external'
        ? [root.name, ...root.path]
        : [];
  return [...first, ...path];
}
