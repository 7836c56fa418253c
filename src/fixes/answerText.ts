import ts from 'typescript';
import { propertyName, unwrap } from '../analysis/source/syntax';
import type { Method } from '../routes/methods';

const TEXTS: Partial<Record<Method, string>> = {
  'responses.create': 'output_text',
  generateText: 'text',
};

/**
 * `answer.choices[0].message.content`, `answer.output_text`, `answer.text` of the AI SDK, with or
 * without `?.`, `!` and a fallback for nothing.
 */
export function isTextOf(
  expression: ts.Expression,
  answer: ts.VariableDeclaration,
  method: Method,
): boolean {
  let node = unwrap(expression);
  if (
    ts.isBinaryExpression(node) &&
    /^(\?\?|\|\|)$/.test(node.operatorToken.getText()) &&
    /^(''|""|null|undefined)$/.test(node.right.getText())
  )
    node = unwrap(node.left);
  const path = node
    .getText()
    .replace(/[?!\s]/g, '')
    .replace(/\.\[/g, '[');
  const name = answer.name.getText();
  return path === `${name}.${TEXTS[method] ?? 'choices[0].message.content'}`;
}

/** `const { text } = await generateText(…)`: the name that holds the text. */
export function textAlone(
  { name }: ts.VariableDeclaration,
  method: Method,
): (ts.Identifier & { readonly parent: ts.BindingElement }) | undefined {
  if (method !== 'generateText' || !ts.isObjectBindingPattern(name) || name.elements.length !== 1)
    return undefined;
  const [element] = name.elements;
  const plain =
    !element.dotDotDotToken &&
    !element.initializer &&
    (propertyName(element.propertyName) ?? element.name.getText()) === 'text';
  return plain && ts.isIdentifier(element.name)
    ? (element.name as ts.Identifier & { readonly parent: ts.BindingElement })
    : undefined;
}
