import ts from 'typescript';
import type { RequestFact } from '../facts';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { findWithin } from './contains';
import { isLangChainModel } from './langchain';

/** What a request is given: the payload with prompt and limits, and the options that steer the call. */
export interface Payload {
  /** The object literals that the payload may be, wherever they are written. */
  readonly bodies: readonly (Value & { readonly kind: 'object' })[];
  /** The options of the call itself (`maxRetries`, `signal`) and of the client it goes through. */
  readonly settings: readonly (Value & { readonly kind: 'object' })[];
  /** Positional prompts: the argument of `.invoke(…)`, of `run(agent, …)`. */
  readonly inputs: readonly ts.Expression[];
  /** Where a part of the payload is not known: a spread, a parameter nobody in sight fills. Then nothing is said to be missing. */
  readonly open: boolean;
}

/** Reads what a request is given off its arguments, for every SDK and for raw HTTP. */
export function payloadOf(
  node: ts.CallExpression | ts.NewExpression,
  request: Pick<RequestFact, 'sdk' | 'api'>,
  callee: Value,
  evaluator: Evaluator,
): Payload {
  const args = node.arguments ?? [];
  const bodies: (Value & { kind: 'object' })[] = [];
  const settings: (Value & { kind: 'object' })[] = [];
  let open = false;
  const collect = (value: Value, into: (Value & { kind: 'object' })[]) => {
    for (const option of optionsOf(value, 8)) {
      if (option.kind === 'object') {
        into.push(option);
        if (
          option.node.properties.some(
            (property) =>
              ts.isSpreadAssignment(property) &&
              optionsOf(evaluator.evaluate(property.expression, option.frame), 4).some(
                (spread) => spread.kind !== 'object',
              ),
          )
        )
          open = true;
      } else if (option.kind !== 'constant') open = true;
    }
  };
  const at = (index: number, into: (Value & { kind: 'object' })[]) => {
    if (args[index]) collect(evaluator.evaluate(args[index]), into);
  };
  const client =
    request.sdk === 'langchain'
      ? chainOptions(callee, evaluator)
      : clientOptions(callee, evaluator);
  if (client) collect(client, settings);
  switch (request.sdk) {
    case 'ai-sdk':
      at(0, bodies);
      at(0, settings);
      return { bodies, settings, inputs: [], open };
    case 'langchain':
    case 'agents':
    case 'chatgpt': {
      const first =
        request.api === 'agents run' || request.api === 'Runner.run'
          ? args.slice(1, 2)
          : args.slice(0, 1);
      if (client) collect(client, bodies);
      if (request.sdk === 'agents') {
        for (const options of agentOptions(
          [args[0] && evaluator.evaluate(args[0]), client],
          evaluator,
        )) {
          if (!options) open = true;
          const model = options && optionIn([options], 'modelSettings', evaluator);
          if (model) collect(model, settings);
        }
      }
      at(request.sdk === 'agents' ? 2 : 1, settings);
      return { bodies, settings, inputs: [...first], open };
    }
    case 'http':
      for (const argument of args.slice(0, 3))
        for (const body of httpBodies(evaluator.evaluate(argument), evaluator))
          collect(body, bodies);
      // A body that is no object of the code's own is handed on from somewhere: what it holds is anybody's guess, and anybody's text.
      return {
        bodies,
        settings: [...settings, ...bodies],
        inputs:
          bodies.length === 0
            ? args.slice(0, 3).flatMap((argument) => handedOn(argument, evaluator))
            : [],
        open: open || bodies.length === 0,
      };
    default: {
      // `openai.beta.threads.messages.create(threadId, { … })`: the payload is the first object.
      const index = args.findIndex((argument) =>
        optionsOf(evaluator.evaluate(argument), 8).some((option) => option.kind === 'object'),
      );
      if (index >= 0) {
        at(index, bodies);
        at(index + 1, settings);
      } else if (args.length > 0) open = true;
      // Azure's older client: `getChatCompletions(deployment, messages, options)`.
      return {
        bodies,
        settings,
        inputs: /^(get|stream)(Chat)?Completions|^listChatCompletions/.test(request.api)
          ? args.slice(1, 2)
          : [],
        open,
      };
    }
  }
}

/** The options of the client a request goes through, when its construction is in sight. */
function clientOptions(callee: Value, evaluator: Evaluator): Value | undefined {
  for (const option of optionsOf(callee, 8)) {
    const { root } = memberPath(option);
    const made = root.kind === 'instance' || root.kind === 'call' ? root.node : undefined;
    const [first] = made?.arguments ?? [];
    if (made && first && (root.kind === 'instance' || root.kind === 'call'))
      return evaluator.evaluate(first, root.frame);
  }
  return undefined;
}

/** What an agent and its runner are made with; `undefined` for an agent that is made out of sight. Source: openai.github.io/openai-agents-js, "Agents: modelSettings". */
function agentOptions(
  [agent, runner]: readonly (Value | undefined)[],
  evaluator: Evaluator,
): ((Value & { kind: 'object' }) | undefined)[] {
  const objects = (value: Value | undefined) =>
    value
      ? optionsOf(value, 4).flatMap((option) => (option.kind === 'object' ? [option] : []))
      : [];
  const made = agent
    ? optionsOf(agent, 4).flatMap((option): ((Value & { kind: 'object' }) | undefined)[] => {
        const first =
          option.kind === 'instance' || option.kind === 'call'
            ? option.node?.arguments?.[0]
            : undefined;
        const found =
          first && (option.kind === 'instance' || option.kind === 'call')
            ? objects(evaluator.evaluate(first, option.frame))
            : [];
        return found.length > 0 ? found : [undefined];
      })
    : [undefined];
  return [...made, ...objects(runner)];
}

/** The options of the model that a chain runs on: `prompt.pipe(new ChatOpenAI({ maxTokens: 100 }))`. */
function chainOptions(callee: Value, evaluator: Evaluator): Value | undefined {
  const model = findWithin(evaluator, callee, isLangChainModel);
  const first = model?.kind === 'instance' ? model.node?.arguments?.[0] : undefined;
  return first && model?.kind === 'instance' ? evaluator.evaluate(first, model.frame) : undefined;
}

/** `{ body: JSON.stringify({…}) }`, `{ json: {…} }`, `{ data: {…} }`, or the payload itself (`axios.post(url, {…})`). */
function httpBodies(argument: Value, evaluator: Evaluator): Value[] {
  return optionsOf(argument, 8).flatMap((option): Value[] => {
    if (option.kind === 'call') return stringified(option, evaluator);
    if (option.kind !== 'object') return [];
    const holder = ['body', 'json', 'data']
      .map((name) =>
        option.node.properties.find((property) => propertyName(property.name) === name),
      )
      .find(Boolean);
    if (!holder)
      return option.node.properties.some((property) =>
        /^(messages|input|prompt|model)$/.test(propertyName(property.name) ?? ''),
      )
        ? [option]
        : [];
    const value = evaluator.member(option, propertyName(holder.name) ?? '', option.site);
    return optionsOf(value, 4).flatMap((item) =>
      item.kind === 'call' ? stringified(item, evaluator) : [item],
    );
  });
}

/** The expression given as `body`, `json` or `data`. */
function handedOn(argument: ts.Expression, evaluator: Evaluator): ts.Expression[] {
  return optionsOf(evaluator.evaluate(argument), 4).flatMap((option) =>
    option.kind === 'object'
      ? ['body', 'json', 'data'].flatMap((name) => initializerOf(option.node, name) ?? [])
      : [],
  );
}

function stringified(call: Value & { kind: 'call' }, evaluator: Evaluator): Value[] {
  const { root, path } = memberPath(call.callee);
  const isStringify =
    root.kind === 'global' && root.name === 'JSON' && path.join('.') === 'stringify';
  return isStringify && call.node.arguments[0]
    ? [evaluator.evaluate(call.node.arguments[0], call.frame)]
    : [];
}

/** A property of any of the objects, spreads followed; `undefined` when none has it. */
export function optionIn(
  objects: Payload['bodies'],
  name: string,
  evaluator: Evaluator,
): Value | undefined {
  for (const object of objects) {
    const value = evaluator.member(object, name, object.site);
    if (
      optionsOf(value, 8).some((option) => option.kind !== 'member' && option.kind !== 'unknown') ||
      (value.kind === 'member' && value.object !== object)
    )
      return value;
  }
  return undefined;
}

/** The number a value certainly is. */
export function numberOf(value: Value | undefined, evaluator: Evaluator): number | undefined {
  if (!value || value.kind !== 'constant') return undefined;
  const text = evaluator.program
    .text(value.site.file)
    ?.slice(value.site.start, value.site.end)
    .replace(/_/g, '');
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The expression a property is set to in an object literal; a shorthand is its own name. */
export function initializerOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of object.properties) {
    if (propertyName(property.name) !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}
