import ts from 'typescript';
import { referencesTo } from '../../../analysis/source/scope';
import { propertyName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import type { MovableCall, ShownText } from './movableCall';
import { isRefusal, type Refusal } from '../../fix';
import { splitPayload } from './splitPayload';
import type { Sight } from './uses';

/**
 * `generateText({ model: openai('gpt-5'), … })` or `streamText(…)` of the AI SDK, when only the
 * text of its result is used: nothing else of it can be sent.
 */
export function aiSdkCall(
  syntax: Syntax,
  call: ts.CallExpression,
  method: 'generateText' | 'streamText',
  sight: Sight,
): MovableCall | Refusal | undefined {
  const object = call.arguments[0] && unwrap(call.arguments[0]);
  const shown = method === 'streamText' ? streamOnly(call) : undefined;
  if (
    !object ||
    !ts.isObjectLiteralExpression(object) ||
    call.arguments.length > 1 ||
    !(method === 'streamText' ? shown : usesOnlyText(call))
  )
    return undefined;
  const valueOf = (name: string) => {
    const property = object.properties.find((item) => propertyName(item.name) === name);
    return property && ts.isPropertyAssignment(property)
      ? property.initializer
      : property && ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
  };
  const written = valueOf('model');
  const model = written && unwrap(written);
  if (!model || !ts.isCallExpression(model) || model.arguments.length !== 1) return undefined;
  const name = constantCode(model.arguments[0], { sight });
  // `openai('gpt-5')`, `openai.chat('gpt-5')`
  const made = unwrap(model.expression);
  const receiver = ts.isPropertyAccessExpression(made) ? unwrap(made.expression) : made;
  if (name === undefined || !ts.isIdentifier(receiver)) return undefined;
  const signal = valueOf('abortSignal')?.getText();
  const split = splitPayload(object, sight, {
    given: new Map([
      [
        'model',
        `openai${ts.isPropertyAccessExpression(made) ? `.${made.name.text}` : ''}(${name})`,
      ],
      ['abortSignal', ''],
    ]),
  });
  if (isRefusal(split)) return split;
  return {
    syntax,
    call,
    receiver,
    method,
    split: { ...split, streams: method === 'streamText' },
    ...(signal === undefined ? {} : { signal }),
    ...(shown ? { shown } : {}),
  };
}

/** `const { text } = await …`, or `result.text` and nothing else of the result. */
function usesOnlyText(call: ts.CallExpression): boolean {
  const waiting = ts.isAwaitExpression(call.parent) ? call.parent : undefined;
  const at = outward(waiting?.parent);
  if (at && ts.isPropertyAccessExpression(at)) return at.name.text === 'text';
  if (!at || !ts.isVariableDeclaration(at) || at.type) return false;
  if (ts.isObjectBindingPattern(at.name))
    return at.name.elements.every(
      (element) =>
        !element.dotDotDotToken &&
        (propertyName(element.propertyName) ?? element.name.getText()) === 'text',
    );
  return (
    ts.isIdentifier(at.name) &&
    referencesTo(at, at.name.text).every(
      (id) => ts.isPropertyAccessExpression(id.parent) && id.parent.name.text === 'text',
    )
  );
}

/**
 * `streamText(…).textStream`, `const { textStream } = …`, `result.textStream`: what of it the
 * helper's stream takes the place of.
 */
function streamOnly(call: ts.CallExpression): ShownText | undefined {
  const at = outward(ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent);
  if (at && ts.isPropertyAccessExpression(at))
    return at.name.text === 'textStream'
      ? { start: at.getStart(), end: at.getEnd(), text: (stream) => stream }
      : undefined;
  if (!at || !ts.isVariableDeclaration(at) || at.type) return undefined;
  if (ts.isIdentifier(at.name)) {
    const only = referencesTo(at, at.name.text).every(
      (id) => ts.isPropertyAccessExpression(id.parent) && id.parent.name.text === 'textStream',
    );
    return only && at.initializer
      ? {
          start: at.initializer.getStart(),
          end: at.initializer.getEnd(),
          text: (stream) => `{ textStream: ${stream} }`,
        }
      : undefined;
  }
  const [element, ...more] = at.name.elements;
  if (
    !ts.isObjectBindingPattern(at.name) ||
    more.length > 0 ||
    !ts.isBindingElement(element) ||
    element.dotDotDotToken ||
    (propertyName(element.propertyName) ?? element.name.getText()) !== 'textStream'
  )
    return undefined;
  return {
    start: at.getStart(),
    end: at.getEnd(),
    text: (stream) => `${element.name.getText()} = ${stream}`,
  };
}

function outward(node: ts.Node | undefined): ts.Node | undefined {
  let at = node;
  while (at && ts.isParenthesizedExpression(at)) at = at.parent;
  return at;
}
