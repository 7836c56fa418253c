import ts from 'typescript';
import { sdks } from '../../models/sdks/registry';
import { returnsOf } from '../calls/positions';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { propertiesOf, type Properties } from '../values/properties';
import { optionsOf } from '../values/value';
import type { Context, Role } from './flow';
import type { Tracer } from './tracer';

/**
 * Follows the properties of an object that matter; one with a role is a message, whose text speaks
 * in that role.
 */
export function traceObject(
  tracer: Tracer,
  node: ts.ObjectLiteralExpression,
  start: Context,
): void {
  const properties = tracer.evaluator.concluded(node, propertiesOf);
  const context = inMedia(properties, roleOf(properties, start, tracer.evaluator));
  const head = context.path[0];
  const isAny = head === undefined || head === '*';
  for (const property of isAny ? node.properties : properties.mayBe(head)) {
    tracer.evaluator.tick();
    if (ts.isSpreadAssignment(property)) tracer.trace(property.expression, context);
    const name = propertyName(property.name);
    if (name === undefined || (head === undefined && SAYS_NOTHING.test(name))) continue;
    const inner = head === undefined ? context : { ...context, path: context.path.slice(1) };
    if (ts.isPropertyAssignment(property)) tracer.trace(property.initializer, inner);
    else if (ts.isShorthandPropertyAssignment(property)) tracer.trace(property.name, inner);
    else if (ts.isMethodDeclaration(property))
      returnsOf(property).forEach((value) => tracer.trace(value, inner));
  }
}

/** Properties of a request, a message, a tool that hold no prompt. */
const SAYS_NOTHING =
  /^(role|type|id|tool_call_id|call_id|tool_use_id|model|name|temperature|key|cache_control|timestamp|createdAt|user)$/;

/** Types of a message's parts that hold no text. */
const MEDIA = new Set(sdks.flatMap(({ media = [] }) => media));

/** A part of a message that says it is a picture, a recording or a file is one. */
function inMedia(properties: Properties, context: Context): Context {
  const property = properties.first('type');
  const type =
    property && ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  return type && ts.isStringLiteralLike(type) && MEDIA.has(type.text)
    ? { ...context, media: true }
    : context;
}

/** What the APIs call the speakers of a conversation. */
const ROLES: Readonly<Record<string, Role>> = {
  system: 'instructions',
  developer: 'instructions',
  assistant: 'assistant',
  user: 'user',
};

/**
 * An object with a role is a message: what is below it speaks in that role. Of several that it may
 * be, the one with most say counts.
 */
function roleOf(properties: Properties, context: Context, evaluator: Evaluator): Context {
  const property = properties.first('role');
  if (!property) return context;
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  const named = value && accessedName(value);
  const texts = value
    ? optionsOf(evaluator.evaluate(value), 8).flatMap((option) =>
        option.kind === 'text' ? [option.text] : [],
      )
    : [];
  // `ChatCompletionRequestMessageRoleEnum.System` of version 3: the member says it.
  const speakers = (texts.length > 0 ? texts : [named?.toLowerCase() ?? '']).map(
    (text) => ROLES[text],
  );
  const role =
    (['instructions', 'assistant', 'user'] as const).find((item) => speakers.includes(item)) ??
    'unknown';
  return { ...context, role, inMessage: true };
}
