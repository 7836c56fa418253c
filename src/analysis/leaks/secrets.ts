import ts from 'typescript';
import type { Step } from '../source/host';
import { hasKeyShape, isOpenAIKeyName } from '../requests/keyShape';
import { clientClass, isV3Configuration } from '../requests/openaiNode';
import { classMember } from '../values/classes';
import type { Evaluator } from '../values/engine';
import { envOfMember } from '../values/env';
import { memberPath, optionsOf, type Value } from '../values/value';

/** A secret found inside a value that is about to leave. */
export interface Secret {
  /** For messages: a variable's name in backquotes or "a key written in the code". */
  readonly name: string;
  readonly trail: readonly Step[];
  /** Only the first or last characters leave. */
  readonly part: boolean;
}

const MAX_DEPTH = 5;

/**
 * The OpenAI keys that a value carries: itself, in a template, in an object's properties, through `JSON.stringify`, `this` included.
 * A length, a comparison, a presence test and a masked copy carry nothing: any call that is not known to hand its argument on ends the search.
 */
export function secretsIn(evaluator: Evaluator, value: Value, depth = 0): Secret[] {
  if (depth > MAX_DEPTH) return [];
  const inside = (item: Value) => secretsIn(evaluator, item, depth + 1);
  return optionsOf(value, 16).flatMap((option): Secret[] => {
    const trail = option.trail ?? [];
    switch (option.kind) {
      case 'env':
        // What a public prefix gives away is the business of `public-env-api-key`.
        return isOpenAIKeyName(option.name)
          ? [{ name: `\`${option.name}\``, trail, part: false }]
          : [];
      case 'text':
        return hasKeyShape(option.text)
          ? [{ name: 'a key written in the code', trail, part: false }]
          : [];
      case 'template':
        return option.parts.flatMap(inside);
      case 'array':
        return option.elements.flatMap(inside);
      case 'object':
        return option.node.properties.flatMap((property) =>
          inside(propertyOf(evaluator, property, option)),
        );
      case 'instance':
        // Printing or serialising a client prints its `apiKey`.
        if (isClientClass(option.of))
          return [{ name: 'the client with its key', trail, part: false }];
        return option.of.kind === 'class'
          ? fieldsOf(evaluator, option.of.node, option).flatMap(inside)
          : [];
      case 'call':
        // What a schema made of the environment holds the key like the environment itself.
        if (envOfMember(option, 'OPENAI_API_KEY', option.site))
          return [{ name: 'the whole environment', trail, part: false }];
        return fromCall(evaluator, option, inside);
      case 'member': {
        const { root, path } = memberPath(option);
        if (
          option.name === 'apiKey' &&
          option.object.kind === 'instance' &&
          isClientClass(option.object.of)
        )
          return [{ name: 'the client’s `apiKey`', trail, part: false }];
        return root.kind === 'global' && root.name === 'process' && path.join('.') === 'env'
          ? [{ name: 'the whole environment', trail, part: false }]
          : [];
      }
      default:
        return [];
    }
  });
}

function isClientClass(value: Value): boolean {
  return clientClass(value) !== undefined || isV3Configuration(value);
}

function propertyOf(
  evaluator: Evaluator,
  property: ts.ObjectLiteralElementLike,
  object: Value & { kind: 'object' },
): Value {
  if (ts.isPropertyAssignment(property))
    return evaluator.evaluate(property.initializer, object.frame);
  if (ts.isShorthandPropertyAssignment(property))
    return evaluator.evaluate(property.name, object.frame);
  if (ts.isSpreadAssignment(property)) return evaluator.evaluate(property.expression, object.frame);
  return { kind: 'unknown', site: object.site };
}

function fieldsOf(evaluator: Evaluator, node: ts.ClassLikeDeclaration, self: Value): Value[] {
  return node.members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member) || !ts.isIdentifier(member.name)) return [];
    const value = classMember(evaluator, node, member.name.text, self);
    return value ? [value] : [];
  });
}

function fromCall(
  evaluator: Evaluator,
  call: Value & { kind: 'call' },
  inside: (item: Value) => Secret[],
): Secret[] {
  const { root, path } = memberPath(call.callee);
  const method = path[path.length - 1];
  const args = () =>
    call.node.arguments.map((argument) => evaluator.evaluate(argument, call.frame));
  if (root.kind === 'global') {
    const name = [root.name, ...path].join('.');
    if (
      /^(JSON\.stringify|String|encodeURIComponent|btoa|Object\.(assign|freeze|entries|values)|structuredClone)$/.test(
        name,
      )
    )
      return args().flatMap(inside);
  }
  if (call.callee.kind !== 'member' || method === undefined) return [];
  if (/^(trim|toString|valueOf|concat|replace)$/.test(method)) return inside(call.callee.object);
  if (/^(slice|substring|substr|at|charAt)$/.test(method))
    return inside(call.callee.object).map((secret) => ({ ...secret, part: true }));
  return [];
}
