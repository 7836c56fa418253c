import ts from 'typescript';
import type { Site } from '../source/host';
import { unwrap } from '../source/syntax';
import type { Engine } from './engine';
import { optionsOf, type Frame, type Value } from './value';

type Text = Value & { readonly kind: 'text' };

/**
 * What a computed text may be long: keys and addresses are short, and a program that builds more is
 * not followed.
 */
const MAX_LENGTH = 4_000;

/**
 * The result of an operation on texts that are known: `['a', 'b'].join('')`, `'a'.concat('b')`,
 * `atob('…')`, `Buffer.from('…', 'base64').toString()`, `'…'.split('').reverse().join('')`,
 * `String.fromCharCode(…)`. The new text stands where the call stands and knows the literals it is
 * made of.
 */
export function computedText(
  engine: Engine,
  callee: Value,
  node: ts.CallExpression,
  site: Site,
  frame?: Frame,
): Value | undefined {
  const argument = (index: number): Value | undefined => {
    const given = node.arguments[index];
    return given && engine.evaluate(given, frame);
  };
  if (callee.kind === 'global' && callee.name === 'atob')
    return decoded(textOf(argument(0)), 'base64', site);
  if (callee.kind !== 'member') return undefined;
  const { object, name } = callee;
  if (object.kind === 'global')
    return object.name === 'String' && name === 'fromCharCode'
      ? fromCodes(engine, node, site, frame)
      : undefined;
  if (object.kind === 'array') return ofArray(object, name, () => argument(0), site);
  if (object.kind === 'call') return ofBuffer(engine, object, name, () => argument(0), site);
  const text = textOf(object);
  return text && ofText(text, name, node, () => node.arguments.map((_, at) => argument(at)), site);
}

/** A value that is one text: a literal, or a template whose parts all are. */
export function textOf(value: Value | undefined): Text | undefined {
  const [only, ...others] = value ? optionsOf(value, 2) : [];
  if (!only || others.length > 0) return undefined;
  if (only.kind === 'text') return only;
  return only.kind === 'template' ? joined(only.parts, '', only.site) : undefined;
}

/** The literals that a text is made of: what must not be shown when it is a key. */
export function literalsOf(text: Text): readonly Site[] {
  return text.literals ?? [text.site];
}

/** Texts in a row as one; `undefined` when one of them is not known. */
export function joined(values: readonly Value[], separator: string, site: Site): Text | undefined {
  const texts = values.map(textOf);
  if (!texts.every((text) => text !== undefined)) return undefined;
  const text = texts.map((item) => item.text).join(separator);
  if (text.length > MAX_LENGTH) return undefined;
  return { kind: 'text', text, site, literals: distinct(texts.flatMap(literalsOf)) };
}

function ofArray(
  array: Value & { readonly kind: 'array' },
  name: string,
  separator: () => Value | undefined,
  site: Site,
): Value | undefined {
  if (name === 'reverse' || name === 'toReversed')
    return { kind: 'array', elements: [...array.elements].reverse(), site };
  if (name !== 'join') return undefined;
  const given = separator();
  const between = given ? textOf(given)?.text : ',';
  return between === undefined ? undefined : joined(array.elements, between, site);
}

function ofText(
  text: Text,
  name: string,
  node: ts.CallExpression,
  argumentsOf: () => readonly (Value | undefined)[],
  site: Site,
): Value | undefined {
  const made = (result: string): Text | undefined =>
    result.length > MAX_LENGTH
      ? undefined
      : { kind: 'text', text: result, site, literals: literalsOf(text) };
  switch (name) {
    case 'concat':
      return joined([text, ...argumentsOf().map((item) => item ?? unknown(site))], '', site);
    case 'split': {
      const separator = textOf(argumentsOf()[0]);
      if (!separator || text.text.length > MAX_LENGTH) return undefined;
      const elements = text.text
        .split(separator.text)
        .map((part): Text => ({ kind: 'text', text: part, site, literals: literalsOf(text) }));
      return { kind: 'array', elements, site };
    }
    case 'slice':
    case 'substring': {
      const [start, end] = node.arguments.map(numberOf);
      if (start === undefined || (node.arguments.length > 1 && end === undefined)) return undefined;
      return made(text.text[name](start, end));
    }
    case 'replace':
    case 'replaceAll': {
      const result = replaced(text.text, name, node, argumentsOf);
      return result === undefined ? undefined : made(result);
    }
    default: {
      const tidy = TIDYING.get(name);
      return tidy && node.arguments.length === 0 ? made(tidy(text.text)) : undefined;
    }
  }
}

/** Methods without arguments that leave a text as it is, but for its ends or its case. */
const TIDYING: ReadonlyMap<string, (text: string) => string> = new Map([
  ['trim', (text) => text.trim()],
  ['trimStart', (text) => text.trimStart()],
  ['trimEnd', (text) => text.trimEnd()],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toString', (text) => text],
  ['valueOf', (text) => text],
]);

/** A text with a part of it replaced: `base.replace(/\/$/, '')`. */
function replaced(
  text: string,
  name: 'replace' | 'replaceAll',
  { arguments: given }: ts.CallExpression,
  argumentsOf: () => readonly (Value | undefined)[],
): string | undefined {
  const [from, to] = argumentsOf().map((item) => textOf(item)?.text);
  if (to === undefined || given.length !== 2) return undefined;
  if (ts.isRegularExpressionLiteral(given[0])) return matched(text, given[0].text, to);
  if (from === undefined) return undefined;
  return name === 'replace' ? text.replace(from, () => to) : text.split(from).join(to);
}

/** A pattern is tried only where it cannot take long. */
function matched(text: string, pattern: string, to: string): string | undefined {
  const end = pattern.lastIndexOf('/');
  const source = pattern.slice(1, end);
  if (text.length > MAX_SEARCHED || !isPlain(source)) return undefined;
  try {
    return text.replace(new RegExp(source, pattern.slice(end + 1)), () => to);
  } catch {
    return undefined; // a pattern that is being typed
  }
}

const MAX_SEARCHED = 200;

/** A pattern without groups and alternatives, in which at most two parts repeat. */
function isPlain(source: string): boolean {
  const bare = source.replace(/\\./g, '');
  return !/[(){|]/.test(bare) && (bare.match(/[*+?]/g) ?? []).length <= 2;
}

/** `Buffer.from(text, encoding).toString(…)`, here asked at the `toString`. */
function ofBuffer(
  engine: Engine,
  made: Value & { readonly kind: 'call' },
  name: string,
  into: () => Value | undefined,
  site: Site,
): Value | undefined {
  const { callee, node, frame } = made;
  if (name !== 'toString' || callee.kind !== 'member' || callee.name !== 'from') return undefined;
  const { object } = callee;
  const isBuffer =
    (object.kind === 'global' && object.name === 'Buffer') ||
    (object.kind === 'external' && /^(node:)?buffer$/.test(object.name));
  if (!isBuffer) return undefined;
  const [text, encoding] = node.arguments.map((item) => textOf(engine.evaluate(item, frame)));
  const given = into();
  const target = given ? textOf(given)?.text : 'utf8';
  if (!text || target === undefined || !/^(utf-?8|ascii|latin1|binary)$/i.test(target))
    return undefined;
  if (node.arguments.length > 1 && !encoding) return undefined;
  return decoded(text, encoding?.text ?? 'utf8', site);
}

function decoded(text: Text | undefined, encoding: string, site: Site): Text | undefined {
  if (!text || text.text.length > MAX_LENGTH) return undefined;
  const result = decode(text.text, encoding.toLowerCase());
  return result === undefined
    ? undefined
    : { kind: 'text', text: result, site, literals: literalsOf(text) };
}

function decode(text: string, encoding: string): string | undefined {
  if (/^(utf-?8|ascii|latin1|binary)$/.test(encoding)) return text;
  if (encoding === 'hex')
    return /^([0-9a-f]{2})+$/i.test(text)
      ? String.fromCharCode(...(text.match(/../g) ?? []).map((pair) => parseInt(pair, 16)))
      : undefined;
  if (!/^base64(url)?$/.test(encoding)) return undefined;
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
}

/** `String.fromCharCode(115, 107)`, also of a list that is spread. */
function fromCodes(
  engine: Engine,
  node: ts.CallExpression,
  site: Site,
  frame?: Frame,
): Text | undefined {
  const codes: (number | undefined)[] = [];
  const literals: Site[] = [];
  for (const item of node.arguments) {
    const spread = ts.isSpreadElement(item) ? engine.evaluate(item.expression, frame) : undefined;
    if (spread?.kind === 'array') {
      const list = listAt(engine, spread.site);
      codes.push(...(list?.elements.map(numberOf) ?? [undefined]));
      literals.push(spread.site);
    } else codes.push(numberOf(item));
  }
  if (codes.length > MAX_LENGTH || codes.length === 0) return undefined;
  if (!codes.every((code) => code !== undefined)) return undefined;
  return {
    kind: 'text',
    text: String.fromCharCode(...codes),
    site,
    literals: [site, ...literals],
  };
}

/** The list that an array's value was read from: values do not keep numbers. */
function listAt(engine: Engine, { file, start, end }: Site): ts.ArrayLiteralExpression | undefined {
  const visit = (node: ts.Node): ts.ArrayLiteralExpression | undefined => {
    if (node.end < end || node.pos > start) return undefined;
    if (ts.isArrayLiteralExpression(node) && node.getStart() === start && node.end === end)
      return node;
    return ts.forEachChild(node, visit);
  };
  const syntax = engine.program.syntax(file);
  return syntax && visit(syntax.sourceFile);
}

function unknown(site: Site): Value {
  return { kind: 'unknown', site };
}

function numberOf(expression: ts.Expression): number | undefined {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  return ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
    ? -Number(node.operand.text)
    : undefined;
}

function distinct(sites: readonly Site[]): readonly Site[] {
  const seen = new Set<string>();
  return sites.filter(({ file, start }) => {
    const key = `${file}:${start}`;
    return !seen.has(key) && seen.add(key);
  });
}
