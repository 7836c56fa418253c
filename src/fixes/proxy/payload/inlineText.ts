import ts from 'typescript';
import { constantCode } from './constantCode';
import { fieldName, type Sent } from './fieldName';
import { heldText, isPrompt } from './heldText';
import { isText } from './isText';
import { escaped } from './template';
import type { Taking } from './taking';

/**
 * A prompt of the developer's words around the visitor's: the words move to the server, only what
 * is inserted is sent, so that the route answers no other prompt. `undefined` for any other text,
 * and where a part could have another value at the call than in the text above it.
 */
export function inlineText(expression: ts.Expression, taking: Taking): string | undefined {
  const held = heldText(expression, taking);
  // A text without words is no prompt: what is inserted is all of it.
  if (!held || !isPrompt(held.parts)) return undefined;
  const { parts, declaration, trims } = held;
  const code = parts.map((part) => {
    if (typeof part === 'string') return escaped(part);
    const name = constantCode(part, taking) ?? partField(part, part, taking);
    // A plain word needs no braces around it.
    return /^'[^'`$\\]*'$/.test(name) ? name.slice(1, -1) : `\${${name}}`;
  });
  if (declaration) taking.inlined.add(declaration);
  return `\`${code.join('')}\`${trims ? '.trim()' : ''}`;
}

/** The field of a value in a prompt, as the text that it is there. */
export function partField(part: ts.Expression, sent: Sent, taking: Taking): string {
  const { of, code } = 'code' in sent ? sent : { of: sent, code: sent.getText() };
  const isPlain = of.getText() === code ? isText(of) : ts.isCallExpression(part) && isText(part);
  return taking.field(fieldName(part, 'part'), 'part', {
    of,
    code: isPlain ? code : `String(${code})`,
  });
}
