import ts from 'typescript';
import { propertyName, unwrap, walk } from '../analysis/source/syntax';
import { namesIn } from './namesIn';

/**
 * The lists of values that a file names for a word: constants, types, and what a `<select>` offers.
 * Each has two values or more.
 */
export function choiceLists(sourceFile: ts.SourceFile, word: string): string[][] {
  const found: string[][] = [];
  const list = new RegExp(
    `^(all|available|supported|allowed)?_?${word}_?(s|es|list|options|values|choices)$`,
    'i',
  );
  const setter = new RegExp(`^(set)?${word}$`, 'i');
  const note = (values: readonly (string | undefined)[]) => {
    const known = [
      ...new Set(values.filter((value) => value !== undefined && value !== '')),
    ] as string[];
    if (known.length > 1 && values.every((value) => value !== undefined)) found.push(known);
  };
  walk(sourceFile, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer &&
      list.test(node.name.text)
    ) {
      const value = unwrap(node.initializer);
      if (ts.isArrayLiteralExpression(value))
        note(value.elements.map((element) => choiceOf(element)));
    } else if (ts.isPropertySignature(node) && propertyName(node.name) === word && node.type)
      note(unionOf(node.type));
    else if (ts.isTypeAliasDeclaration(node) && node.name.text.toLowerCase() === word.toLowerCase())
      note(unionOf(node.type));
    else if (
      ts.isJsxElement(node) &&
      node.openingElement.tagName.getText() === 'select' &&
      namesIn(node.openingElement.attributes).some((name) => setter.test(name))
    )
      note(optionsOf(node));
  });
  return found;
}

/** `'formal'`, `{ value: 'formal', label: 'Formal' }` */
function choiceOf(element: ts.Expression): string | undefined {
  const node = unwrap(element);
  if (ts.isStringLiteralLike(node)) return node.text;
  const value = ts.isObjectLiteralExpression(node)
    ? node.properties.find((property) =>
        /^(value|code|id|key)$/.test(propertyName(property.name) ?? ''),
      )
    : undefined;
  const initializer =
    value && ts.isPropertyAssignment(value) ? unwrap(value.initializer) : undefined;
  return initializer && ts.isStringLiteralLike(initializer) ? initializer.text : undefined;
}

function unionOf(type: ts.TypeNode): (string | undefined)[] {
  return ts.isUnionTypeNode(type)
    ? type.types.map((item) =>
        ts.isLiteralTypeNode(item) && ts.isStringLiteral(item.literal)
          ? item.literal.text
          : undefined,
      )
    : [];
}

/** The values of the options that stand in a `<select>` one by one. */
function optionsOf(select: ts.JsxElement): (string | undefined)[] {
  return select.children
    .filter((child) => !ts.isJsxText(child) || child.text.trim() !== '')
    .map((child) => {
      if (!ts.isJsxElement(child) || child.openingElement.tagName.getText() !== 'option')
        return undefined;
      const value = child.openingElement.attributes.properties.find(
        (item) => ts.isJsxAttribute(item) && item.name.getText() === 'value',
      );
      const given = value && ts.isJsxAttribute(value) ? value.initializer : undefined;
      if (given) return ts.isStringLiteral(given) ? given.text : undefined;
      const [text, ...more] = child.children;
      return text && ts.isJsxText(text) && more.length === 0 ? text.text.trim() : undefined;
    });
}
