import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { constantCode, constantOf } from './constantCode';
import type { Taking } from './taking';

/** Texts that the application lists by name, and the expression that says which of them it is. */
export interface ListedPrompts {
  readonly key: ts.Expression;
  /** The code of each text, by its name. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * `PROMPTS[tone]`, of an object of texts that nothing changes: the page sends what it has in
 * `tone`. `undefined` for any other expression, and for names that need quotes.
 */
export function listedPrompts(
  expression: ts.Expression,
  { sight, inlined, imported }: Taking,
): ListedPrompts | undefined {
  const node = unwrap(expression);
  const owner = ts.isElementAccessExpression(node) ? unwrap(node.expression) : undefined;
  if (!owner || !ts.isElementAccessExpression(node) || !ts.isIdentifier(owner)) return undefined;
  const made = constantOf(owner, sight);
  const object = made && unwrap(made.value);
  if (!made || !object || !ts.isObjectLiteralExpression(object)) return undefined;
  const texts = new Map<string, string>();
  for (const property of object.properties) {
    const name = propertyName(property.name);
    const code = ts.isPropertyAssignment(property)
      ? constantCode(property.initializer, { sight })
      : undefined;
    if (name === undefined || code === undefined || !/^[A-Za-z_$][\w$]*$/.test(name))
      return undefined;
    texts.set(name, code);
  }
  if (texts.size === 0) return undefined;
  if (made.declaration.getSourceFile() === owner.getSourceFile()) inlined.add(made.declaration);
  else imported.add(owner);
  return { key: node.argumentExpression, texts };
}
