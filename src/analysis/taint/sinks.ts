import ts from 'typescript';
import type { RequestFact } from '../facts';
import { initializerOf, type Payload } from '../requests/payload';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import type { Role } from './flow';
import { flowsInto } from './trace';

/** A part of a request that the model reads. */
export interface PromptPart {
  readonly expression: ts.Expression;
  /** For messages: `messages`, `instructions`. */
  readonly name: string;
  readonly role: Role;
  /** The API lets instructions and user text be told apart by role. */
  readonly hasRoles: boolean;
  /** The request has instructions of their own: then a few words around the user's text are its frame, not rules. */
  readonly separate: boolean;
  /** Text of the developer stands around it in a template that is filled elsewhere. */
  readonly mixed: boolean;
}

/** Prompt-bearing parameters by name, with the role of what they take. Source: the API reference of each endpoint. */
const PARAMETERS: Readonly<Record<string, { readonly role: Role; readonly roles?: boolean }>> = {
  messages: { role: 'user', roles: true },
  input: { role: 'user', roles: true },
  prompt: { role: 'user', roles: true },
  instructions: { role: 'instructions', roles: true },
  system: { role: 'instructions', roles: true },
  additional_instructions: { role: 'instructions', roles: true },
  additional_messages: { role: 'user', roles: true },
  content: { role: 'user', roles: true },
  text: { role: 'user' },
  value: { role: 'user' },
  values: { role: 'user' },
  thread: { role: 'user', roles: true },
  file: { role: 'user' },
  image: { role: 'user' },
  handoffDescription: { role: 'instructions', roles: true },
  audio: { role: 'user' },
};
/** Endpoints whose prompt is one text: nothing could be moved to another role. */
const ONE_TEXT =
  /^(completions\.create|createCompletion|images\.|createImage|embeddings|createEmbedding|moderations|createModeration|audio\.|createTranscription|createTranslation|videos\.|embed|generateImage|generateSpeech|transcribe)|images\/|audio\/|embeddings|moderations|(^| )completions$/;
/** Requests that carry no prompt: they manage things. */
const NO_PROMPT =
  /(retrieve|list|delete|del|cancel|content|download)\w*$|^(files|containers|models|batches|fineTuning|vectorStores|beta\.vectorStores|realtime)\b|fetch (files|containers|models)|submitToolOutputs$/;

/** The parts of a request that hold prompt text, wherever they are written. */
export function promptParts(
  evaluator: Evaluator,
  request: Pick<RequestFact, 'sdk' | 'api'>,
  payload: Payload,
  callee: Value,
): PromptPart[] {
  const { api } = request;
  if (NO_PROMPT.test(api)) return [];
  const one = ONE_TEXT.test(api);
  const parts: PromptPart[] = [];
  const added = new Set<ts.Expression>();
  const separate = payload.bodies.some(
    (body) =>
      ['system', 'instructions'].some((name) => initializerOf(body.node, name) !== undefined) ||
      speaksForItself(evaluator, evaluator.member(body, 'messages', body.site)) ||
      speaksForItself(evaluator, evaluator.member(body, 'input', body.site)),
  );
  const add = (
    expression: ts.Expression | undefined,
    name: string,
    more: Partial<PromptPart> = {},
  ) => {
    const known = PARAMETERS[name] ?? { role: 'user' };
    if (!expression || added.has(expression)) return;
    added.add(expression);
    parts.push({
      expression,
      name,
      role: one && name !== 'instructions' ? 'user' : known.role,
      hasRoles: !one && known.roles === true,
      separate,
      mixed: false,
      ...more,
    });
  };
  const names = /moderation/i.test(api) ? ['input'] : Object.keys(PARAMETERS);
  const spread = (object: ts.ObjectLiteralExpression) =>
    object.properties.filter(ts.isSpreadAssignment);
  if (request.sdk !== 'langchain' && request.sdk !== 'agents' && request.sdk !== 'chatgpt') {
    for (const body of payload.bodies) {
      for (const name of names)
        if (
          !(name === 'content' && !/messages\.create$/.test(api)) &&
          !(name === 'file' && !/audio|transcri|translat|edit|variation/i.test(api))
        )
          add(initializerOf(body.node, name), name);
      // The caller's object as a whole: `create({ ...req.body })`.
      for (const item of spread(body.node)) add(item.expression, 'messages');
    }
    for (const input of payload.inputs) add(input, request.sdk === 'http' ? 'body' : 'messages');
    return parts;
  }
  const templates = request.sdk === 'langchain' ? templatesOf(evaluator, callee) : [];
  for (const input of payload.inputs) {
    const object = unwrap(input);
    if (templates.length === 0 || !ts.isObjectLiteralExpression(object)) {
      add(input, 'input', {
        mixed: templates.some((template) => template.role !== 'instructions' && template.instructs),
      });
      continue;
    }
    for (const property of object.properties) {
      const name = propertyName(property.name);
      const value = name === undefined ? undefined : initializerOf(object, name);
      if (name === undefined || !value) continue;
      const placed = templates.filter((template) => template.text.includes(`{${name}}`));
      const worst =
        placed.find((template) => template.role === 'instructions') ??
        placed.find((template) => template.instructs) ??
        placed[0];
      add(value, name, {
        role: worst?.role ?? 'user',
        hasRoles: true,
        mixed: worst !== undefined && worst.role !== 'instructions' && worst.instructs,
      });
    }
  }
  if (request.sdk === 'agents')
    for (const expression of agentInstructions(evaluator, callee)) add(expression, 'instructions');
  return parts;
}

/** A list of messages with one of role `system` or `developer`. */
function speaksForItself(evaluator: Evaluator, messages: Value): boolean {
  return optionsOf(messages, 4).some((option) => {
    if (option.kind !== 'array') return false;
    // Lists that are filled by `push` start empty: what is pushed stands around them.
    if (option.elements.length === 0) {
      const syntax = evaluator.program.syntax(option.site.file);
      return syntax !== undefined && evaluator.concluded(syntax.sourceFile, pushesInstructions);
    }
    return option.elements.some((element) =>
      optionsOf(element, 2).some(
        (item) =>
          item.kind === 'object' &&
          /role['"]?\s*:\s*['"](system|developer)/.test(item.node.getText()),
      ),
    );
  });
}

function pushesInstructions(file: ts.SourceFile, { program }: Evaluator): boolean {
  const text = program.text(program.pathOf(file)) ?? '';
  return /push\(\s*\{\s*role:\s*['"](system|developer)/.test(text);
}

interface Template {
  readonly text: string;
  readonly role: Role;
  /** It holds the developer's own instructions beside the places to fill. */
  readonly instructs: boolean;
}

/** The texts of `PromptTemplate.fromTemplate('…{input}')` and `ChatPromptTemplate.fromMessages([['system', '…']])` in the chain a call runs on. */
function templatesOf(evaluator: Evaluator, callee: Value): Template[] {
  const found: Template[] = [];
  const seen = new Set<Value>();
  const visit = (value: Value, depth: number): void => {
    if (depth > 6 || seen.has(value)) return;
    seen.add(value);
    for (const option of optionsOf(value, 8)) {
      if (option.kind === 'member') visit(memberPath(option).root, depth + 1);
      else if (option.kind === 'array')
        option.elements.forEach((element) => visit(element, depth + 1));
      else if (option.kind === 'call') {
        const name = accessedName(unwrap(option.node.expression)) ?? '';
        const [first] = option.node.arguments;
        if (name === 'fromTemplate' && first) add(evaluator.evaluate(first, option.frame), 'user');
        else if (name === 'fromMessages' && first) messages(first);
        else {
          visit(option.callee, depth + 1);
          option.node.arguments.forEach((argument) =>
            visit(evaluator.evaluate(argument, option.frame), depth + 1),
          );
        }
      }
    }
  };
  const add = (value: Value, role: Role) => {
    for (const option of optionsOf(value, 2)) {
      const text =
        option.kind === 'text'
          ? option.text
          : option.kind === 'template'
            ? option.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(' ')
            : '';
      if (text !== '')
        found.push({
          text,
          role,
          instructs: (text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? []).length >= 5,
        });
    }
  };
  const messages = (list: ts.Expression) => {
    evaluator.walk(list, (node) => {
      if (
        ts.isArrayLiteralExpression(node) &&
        node.elements.length === 2 &&
        ts.isStringLiteralLike(node.elements[0])
      )
        add(
          evaluator.evaluate(node.elements[1]),
          /system|developer/.test(node.elements[0].text) ? 'instructions' : 'user',
        );
      else if (
        ts.isCallExpression(node) &&
        /fromTemplate$/.test(node.expression.getText()) &&
        node.arguments[0]
      )
        add(
          evaluator.evaluate(node.arguments[0]),
          /System/.test(node.expression.getText()) ? 'instructions' : 'user',
        );
    });
  };
  visit(callee, 0);
  return found;
}

/** The instructions of the agents a runner may be given: `new Agent({ instructions })` in the same module, those that text from outside reaches. */
function agentInstructions(evaluator: Evaluator, callee: Value): readonly ts.Expression[] {
  const syntax = evaluator.program.syntax(callee.site.file);
  return syntax ? evaluator.concluded(syntax.sourceFile, reachedInstructions) : [];
}

function reachedInstructions(file: ts.SourceFile, evaluator: Evaluator): readonly ts.Expression[] {
  const out: ts.Expression[] = [];
  evaluator.walk(file, (node) => {
    if (
      !ts.isNewExpression(node) ||
      !/^(Agent|RealtimeAgent)$/.test(node.expression.getText()) ||
      !node.arguments?.[0]
    )
      return;
    const options = unwrap(node.arguments[0]);
    const value = ts.isObjectLiteralExpression(options)
      ? initializerOf(options, 'instructions')
      : undefined;
    if (value && flowsInto(evaluator, value, { role: 'instructions', mixed: false }).length > 0)
      out.push(value);
  });
  return out;
}
