import ts from 'typescript';
import { isFunction, returnsOf } from '../calls/positions';
import { lookup } from '../source/scope';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { changesOf } from './changes';
import { amongWords, atLeast, prepend, type Context } from './flow';
import { READS } from './sources';
import { constantText, wordsOf } from './texts';
import type { Tracer } from './tracer';

/** A call of a method: its name, and what it is called on. */
export interface MethodCall {
  readonly node: ts.CallExpression;
  readonly name: string;
  readonly receiver: ts.Expression;
}

/** What a method of a name gives; false when the name says nothing here. */
type Step = (tracer: Tracer, call: MethodCall, context: Context) => boolean;

/**
 * Names that promise to cut a text: whether a function of the project's own does, its body says.
 */
export const BOUNDING =
  /^(slice|substring|substr|truncate\w*|limit\w*|clamp\w*|shorten\w*|cut\w*|trimTo\w*|ellipsis|take)$/;

/** Methods of texts and lists, which the language defines. */
const CUTS = words('slice substring substr');
/** What they answer is no text of the caller's. */
const ANSWERS = words(
  `includes startsWith endsWith test indexOf lastIndexOf some every has findIndex toFixed
   getTime localeCompare search count charCodeAt isArray keys toISOString toLocaleDateString`,
);
/** They give the text, a part of it, or something made of it. */
const KEEPS = words(
  `trim trimStart trimEnd toLowerCase toUpperCase normalize toString valueOf split replace
   replaceAll padStart padEnd filter sort reverse flat reduce toSorted toReversed match
   matchAll exec then catch finally value concat values entries clone repeat getReader stream`,
);
/** They give one element of a list. */
const PICKS = words('find findLast at pop shift');
const MAPS = words('map flatMap');
/** What they are given names no field: a part of the request, an encoding. */
const WITHOUT_FIELD = words('valid toString');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Follows a method of a text, a list, a form or a request to what it is called on. */
export function methodCall(tracer: Tracer, call: MethodCall, context: Context): boolean {
  const { name } = call;
  if (ANSWERS.has(name)) return true;
  if (CUTS.has(name)) return cutting(tracer, call, context);
  if (READS.has(name)) return reading(tracer, call, context);
  if (MAPS.has(name)) return mapping(tracer, call, context);
  if (name === 'join') return joining(tracer, call, context);
  if (PICKS.has(name)) return onReceiver(tracer, call, prepend(context, '*'));
  if (KEEPS.has(name)) return keeping(tracer, call, context);
  return false;
}

const onReceiver: Step = (tracer, { receiver }, context) => {
  tracer.trace(receiver, context);
  return true;
};

const cutting: Step = (tracer, call, context) => {
  const { arguments: args } = call.node;
  const [from] = args;
  // `enhanced.substring(message.length)` takes the user's own text off again;
  // `text.slice(prefix.length)` a constant one.
  const off =
    args.length === 1 &&
    from &&
    ts.isPropertyAccessExpression(from) &&
    from.name.text === 'length' &&
    tracer.isTainted(from.expression);
  if (off) return true;
  // A list cut to three messages still holds messages of any length.
  const isBounded =
    context.path[0] !== '*' &&
    (args.length > 1 || (from !== undefined && ts.isPrefixUnaryExpression(from)));
  const check = { ...tracer.evaluator.siteOf(call.node), label: 'cut to a length here' };
  return onReceiver(tracer, call, isBounded ? atLeast(context, 'full', check) : context);
};

/** `form.get('question')`: the field that it names. */
const reading: Step = (tracer, call, context) => {
  const [key] = call.node.arguments;
  const names = key && ts.isStringLiteralLike(key) && !WITHOUT_FIELD.has(call.name);
  const field = names ? [key.text] : [];
  // A member of what a framework hands over: `interaction.options.getString('question')`.
  return onReceiver(tracer, call, prepend(context, `${call.name}()`, ...field));
};

const mapping: Step = (tracer, call, context) => {
  const [argument] = call.node.arguments;
  if (!argument) return false;
  const [head, ...rest] = context.path;
  const isElement = head === '*' || /^\d+$/.test(head ?? '');
  const callback = unwrap(argument);
  const fn = isFunction(callback)
    ? callback
    : optionsOf(tracer.evaluator.evaluate(callback), 2).flatMap((option) =>
        option.kind === 'function' ? [option.node] : [],
      )[0];
  if (!fn) return onReceiver(tracer, call, context);
  tracer.frames.push({ fn, call: call.node });
  returnsOf(fn).forEach((value) =>
    tracer.trace(value, isElement ? { ...context, path: rest } : context),
  );
  tracer.frames.pop();
  return true;
};

const joining: Step = (tracer, call, context) => {
  const split = splitAt(call.receiver);
  // `RULES.split('{{CITY}}').join(city)` fills the place, too.
  if (split) {
    const [, given] = [split, call.node.arguments[0]];
    if (given)
      tracer.trace(given, {
        ...amongWords(context, wordsOf(tracer.evaluator, split)),
        path: [],
      });
  }
  const written = partsOf(tracer, call.receiver).map((part) => constantText(part));
  return onReceiver(tracer, call, { ...amongWords(context, written.join(' ')), path: ['*'] });
};

/** What a text is split that is joined again by something else. */
function splitAt(receiver: ts.Expression): ts.Expression | undefined {
  return ts.isCallExpression(receiver) && accessedName(receiver.expression) === 'split'
    ? (receiver.expression as ts.PropertyAccessExpression).expression
    : undefined;
}

/** The parts of a list, as it is written and as they are pushed into it. */
function partsOf({ evaluator }: Tracer, list: ts.Expression): readonly ts.Expression[] {
  if (ts.isArrayLiteralExpression(list)) return list.elements;
  const declaration = ts.isIdentifier(list) ? lookup(list) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return [];
  if (!ts.isIdentifier(declaration.name)) return [];
  const first = declaration.initializer && unwrap(declaration.initializer);
  const changes = evaluator.concluded(declaration, changesOf).touching(undefined);
  return [
    ...(first && ts.isArrayLiteralExpression(first) ? first.elements : []),
    ...changes.flatMap(({ values }) => values),
  ];
}

const keeping: Step = (tracer, call, context) => {
  const { arguments: args } = call.node;
  if (call.name === 'concat') return appending(tracer, call, context);
  if (call.name === 'replace' || call.name === 'replaceAll') return filling(tracer, call, context);
  onReceiver(tracer, call, context);
  const callback = args[0] && unwrap(args[0]);
  if ((call.name === 'reduce' || call.name === 'then') && callback && isFunction(callback))
    returnsOf(callback).forEach((value) => tracer.trace(value, context));
  return true;
};

/** `rules.concat(text)`: what is appended stands beside the words it is appended to. */
const appending: Step = (tracer, call, context) => {
  const parts = [call.receiver, ...call.node.arguments];
  const written = parts.map((part) => constantText(part)).join(' ');
  const inner = amongWords(context, written);
  parts.forEach((part) => tracer.trace(part, inner));
  return true;
};

/** `RULES.replace('{{CITY}}', city)`: what fills the place stands among the words around it. */
const filling: Step = (tracer, call, context) => {
  onReceiver(tracer, call, context);
  const [, given] = call.node.arguments;
  const value = given && unwrap(given);
  if (!value || ts.isStringLiteralLike(value)) return true;
  const inner = {
    ...amongWords(context, wordsOf(tracer.evaluator, call.receiver)),
    path: [],
  };
  (isFunction(value) ? returnsOf(value) : [value]).forEach((item) => tracer.trace(item, inner));
  return true;
};

/** Whether a function cuts a text somewhere. */
export function cutsText(fn: ts.FunctionLikeDeclaration, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(fn, (node) => {
    if (ts.isPropertyAccessExpression(node) && CUTS.has(node.name.text)) found = true;
  });
  return found;
}
