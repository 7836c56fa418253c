import type { Site, Step } from '../source/host';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, prependTrail, type EnvAccess, type Value } from '../values/value';
import { literalsOf, joined } from '../values/strings';
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

/** Calls whose result is what a person entered or stored. */
const STORES: readonly (readonly [RegExp, string])[] = [
  [/^(window\.)?(localStorage|sessionStorage)(\.|$)/, 'browser storage'],
  [/^(chrome|browser)\.storage\./, 'extension storage'],
  [/^(window\.)?prompt$/, 'a prompt'],
  [/^(document|window\.document)\./, 'a form field'],
  [/^process\.argv/, 'the command line'],
  [/^vscode\.workspace\.getConfiguration/, 'the user settings'],
];
const STORE_PACKAGES =
  /async-storage|secure-store|mmkv|keytar|conf$|electron-store|localforage|idb|dexie|js-cookie|inquirer|prompts|readline|commander|yargs|meow|cleye|@clack|zustand|jotai|recoil|pinia|redux|svelte\/store|svelte-local|usehooks|vueuse|keychain|vscode|obsidian|clack/;

/** The origins of a value that is used as a key, `Bearer ` and the like taken off. */
export function keyOrigins(evaluator: Evaluator, value: Value): KeyOrigin[] {
  return optionsOf(value, 24).flatMap((option) => originsOf(evaluator, option, 0));
}

function originsOf(evaluator: Evaluator, value: Value, depth: number): KeyOrigin[] {
  const base = { site: value.site, trail: value.trail ?? [] };
  if (depth > 6) return [{ kind: 'unknown', ...base }];
  switch (value.kind) {
    case 'text': {
      const text = value.text.replace(/^Bearer\s+/i, '').trim();
      const prefix = keyPrefix(text);
      return [
        {
          kind: 'literal',
          length: text.length,
          shaped: hasKeyShape(text),
          dummy: isDummy(text),
          otherVendor: isOtherVendorsKey(text),
          literals: isPlaceholder(text) ? [] : literalsOf(value),
          ...base,
          ...(prefix ? { prefix } : {}),
        },
      ];
    }
    case 'template': {
      // `Bearer ${key}`: the prefix is not a key, what follows is.
      const parts = value.parts.filter(
        (part) => !(part.kind === 'text' && /^\s*Bearer\s*$/i.test(part.text)),
      );
      if (parts.length === 1 && parts[0].kind === 'text')
        return originsOf(evaluator, prependTrail(parts[0], base.trail), depth + 1);
      const text = joined(parts, '', value.site);
      if (text)
        return originsOf(
          evaluator,
          { ...text, ...(value.trail ? { trail: value.trail } : {}) },
          depth + 1,
        );
      return parts
        .filter((part) => part.kind !== 'text')
        .flatMap((part) => optionsOf(part, 8))
        .flatMap((part) => originsOf(evaluator, prependTrail(part, base.trail), depth + 1));
    }
    case 'env':
      return [{ kind: 'env', name: value.name, via: value.via, ...base }];
    case 'constant':
    case 'boolean':
      return [];
    case 'function': {
      // `apiKey: async () => key`
      const result = evaluator.returned(value, [], value.site);
      return result
        ? optionsOf(result, 8).flatMap((item) => originsOf(evaluator, item, depth + 1))
        : [{ kind: 'unknown', ...base }];
    }
    case 'call':
    case 'member':
      return compound(evaluator, value, depth, base);
    default:
      return [{ kind: 'unknown', ...base }];
  }
}

function compound(
  evaluator: Evaluator,
  value: Value & { kind: 'call' | 'member' },
  depth: number,
  base: { site: Site; trail: readonly Step[] },
): KeyOrigin[] {
  const { root, path } = memberPath(value);
  const inner = (item: Value) =>
    optionsOf(item, 8).flatMap((option) =>
      originsOf(evaluator, prependTrail(option, base.trail), depth + 1),
    );
  if (root.kind === 'call') {
    const callee = memberPath(root.callee);
    const last = callee.path[callee.path.length - 1];
    const args = () =>
      root.node.arguments.map((argument) => evaluator.evaluate(argument, root.frame));
    // Text methods and conversions hand on what they were given.
    if (
      last &&
      /^(trim|toString|replace|replaceAll|split|slice|substring|at|pop|shift|concat|join|valueOf)$/.test(
        last,
      )
    )
      return inner(dropLast(root.callee));
    const name = calleeName(root.callee);
    if (/^(String|encodeURIComponent|atob|decodeURIComponent)$/.test(name))
      return inner(args()[0] ?? { kind: 'unknown', site: base.site });
    // A seed value in a React or Vue state is a key in the code; what the state becomes later is the user's.
    if (
      /(^|\.)(useState|useRef|ref|shallowRef|writable|signal|createSignal|useLocalStorage|useStorage|usePersistedState|\$state|persisted|atom)$/.test(
        name,
      )
    ) {
      const seeds = args()
        .flatMap((argument) => inner(argument))
        .filter(
          (origin) =>
            origin.kind === 'env' ||
            (origin.kind === 'literal' && (origin.shaped || origin.prefix !== undefined)),
        );
      return [...seeds, { kind: 'user', how: 'state that a form can set', ...base }];
    }
    if (
      /(^|\.)(fetch|axios|ky|got|\$fetch|useFetch|json|text)$/.test(name) &&
      !STORE_PACKAGES.test(name)
    )
      return [{ kind: 'fetched', ...base }];
    const store = storeOf(name, root.callee);
    if (store) return [{ kind: 'user', how: store, ...base }];
    if (
      /(getAuthKey|getApiKey|getKey|apiKey|getConfig|loadConfig|useSettings|useStore|useConfig)/i.test(
        name,
      )
    )
      return [{ kind: 'user', how: 'settings', ...base }];
  }
  const dotted = [root.kind === 'global' ? root.name : '', ...path].filter(Boolean).join('.');
  const store = storeOf(dotted, root);
  if (store) return [{ kind: 'user', how: store, ...base }];
  if (/(^|\.)(target|currentTarget)\.value$|\.value$/.test(dotted))
    return [{ kind: 'user', how: 'a form field', ...base }];
  if (root.kind === 'call')
    return originsOf(evaluator, root, depth + 1).filter((origin) => origin.kind !== 'literal');
  return [{ kind: 'unknown', ...base }];
}

function storeOf(name: string, value: Value): string | undefined {
  const known = STORES.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  // `create(…)` of a store library makes the hook that is called here.
  let { root } = memberPath(value);
  while (root.kind === 'call') root = memberPath(root.callee).root;
  return root.kind === 'external' && STORE_PACKAGES.test(root.name)
    ? `\`${root.name}\``
    : undefined;
}

/** The value without its last member: the receiver of a method call. */
function dropLast(callee: Value): Value {
  return callee.kind === 'member' ? callee.object : callee;
}

function calleeName(callee: Value): string {
  const { root, path } = memberPath(callee);
  const first =
    root.kind === 'global'
      ? [root.name]
      : root.kind === 'external'
        ? [root.name, ...root.path]
        : [];
  return [...first, ...path].join('.');
}
