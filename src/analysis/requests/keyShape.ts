import { otherKeys } from '../../models/libraries/otherKeys';
import { dummies, placeholderWords } from '../../models/libraries/placeholders';
import type { Service } from '../../models/sdk';
import { services } from '../../models/vendors';
import { keyWords } from '../../models/words';

const SHAPES = [...new Set(services.flatMap(({ key }) => key.shapes))];
const MARKS = services.flatMap(({ key }) => key.mark ?? []);

export interface ShapedKey {
  readonly start: number;
  readonly end: number;
}

/**
 * Every text with a real key's shape, fillers such as `sk-xxxx…` left out. Returns offsets only:
 * a key never leaves this function.
 */
export function findShapedKeys(text: string): ShapedKey[] {
  if (!keyWords.test(text)) return [];
  return SHAPES.flatMap((shape) => [...text.matchAll(shape)])
    .filter((match) => !isFiller(match[0]))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .sort((a, b) => a.start - b.start);
}

export function hasKeyShape(text: string): boolean {
  return findShapedKeys(text).length > 0;
}

/**
 * One character over and over, few different ones, words, or the alphabet: what people type to
 * show where a key goes.
 */
function isFiller(key: string): boolean {
  const rest = withoutFamily(key);
  const body = MARKS.reduce((text, mark) => text.replace(mark, ''), rest).toLowerCase();
  if (new Set(body).size < 8) return true;
  const rising = [...body].filter(
    (char, index) => index > 0 && char.charCodeAt(0) === body.charCodeAt(index - 1) + 1,
  );
  return rising.length * 2 > body.length || isWords(rest);
}

/**
 * Words with hyphens between them, as in the class names of style sheets and in
 * `sk-put-your-key-here`.
 */
function isWords(text: string): boolean {
  return /^[a-z]+([-_][a-z]+)+$|^[A-Z]+([-_][A-Z]+)+$/.test(text);
}

/**
 * Whether a text that stands where a key goes only marks the spot: `sk-proj-...`, `your-api-key`,
 * `made-up-1`. It may be shown; everything else that stands there is taken for a secret, whatever
 * it looks like.
 */
export function isPlaceholder(text: string): boolean {
  const body = withoutFamily(text);
  const runs = body.match(/[A-Za-z0-9]+/g) ?? [];
  if (runs.every((run) => /^(.)\1*$/.test(run))) return true;
  if (body !== text) return runs.every(isPlaceholderWord);
  return runs.every((run) => /^([A-Z]?[a-z]{1,16}|[A-Z]{1,16}|\d{1,6}|[a-z]{1,3}\d)$/.test(run));
}

/** `your`, `KEY`, `xxxx`, `1234`, a vendor's name. */
function isPlaceholderWord(run: string): boolean {
  const word = run.toLowerCase();
  return (
    placeholderWords.has(word) ||
    /^(x+|\d{1,4})$/.test(word) ||
    services.some(({ vendor }) => vendor.toLowerCase() === word)
  );
}

/**
 * Literals that people write beside a local server or to satisfy a type: never worth a finding
 * there.
 */
export function isDummy(text: string): boolean {
  return dummies.test(text.trim());
}

/** The family of a key for messages: at most `sk-proj-`, never more of it. */
export function keyPrefix(text: string): string | undefined {
  return familyOf(text)?.prefix;
}

/** The service whose key a text begins like, by the longest beginning that is known. */
export function ownerOfKey(text: string): Service | undefined {
  return familyOf(text)?.service;
}

function familyOf(
  text: string,
): { readonly service: Service; readonly prefix: string } | undefined {
  return services
    .flatMap((service) => {
      const prefix = service.key.family?.exec(text)?.[0];
      return prefix === undefined ? [] : [{ service, prefix }];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

function withoutFamily(text: string): string {
  return text.slice((keyPrefix(text) ?? '').length);
}

/** Whether a text has the shape of a key that another vendor than the wanted one gives out. */
export function isOtherVendorsKey(text: string, wanted: Service): boolean {
  return otherKeys.some((start) => text.startsWith(start) && !wanted.key.start?.startsWith(start));
}

const NAMES = new RegExp(services.map(({ key }) => key.names.source).join('|'));
const HINTS = new RegExp(services.map(({ key }) => key.hint.source).join('|'), 'i');

/** Switches about a key: `USE_SSR_OPENAI_API_KEY`, `hasOpenAIKey`. */
const SWITCHES = new RegExp(
  `(^|_|\\.)(${[
    'USES?|HAS|HAVE|IS|ENABLED?|DISABLE|ALLOW|SHOW|HIDE',
    'REQUIRES?|NEEDS?|MISSING|SET|VALIDATE',
  ].join('|')})_`,
);

/** Whether a variable's name says that it holds the key of a vendor whose SDK is known. */
export function isKeyName(name: string): boolean {
  // Asked for every property of a file: the cheap test comes first.
  if (!HINTS.test(name)) return false;
  const plain = upperCased(name);
  if (!NAMES.test(plain)) return false;
  if (SWITCHES.test(plain)) return false;
  return (
    (/(KEY|TOKEN|SECRET)S?(_|$)|APIKEY|_SK$/.test(plain) || isBareApi(plain)) &&
    !/PUBLISHABLE|KEY_(ID|NAME|LENGTH|COUNT)|TOKENS|TOKEN_(LIMIT|COUNT|BUDGET)|MAX_TOKEN|EPHEMERAL|CLIENT_SECRET/.test(
      plain,
    )
  );
}

/** `OPENAI_API`. */
function isBareApi(plain: string): boolean {
  return services.some(({ vendor }) => plain.endsWith(`${vendor.toUpperCase()}_API`));
}

/** The service that a variable's name speaks of. */
export function serviceOfName(name: string): Service | undefined {
  const plain = upperCased(name);
  return services.find(({ key }) => key.names.test(plain));
}

function upperCased(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}
