import { beginsLine } from '../analysis/source/text';
import type ts from 'typescript';
import { applyEdits } from './applyEdits';
import type { TextEdit } from './edit';
import { indentationAt } from './indentation';

/**
 * Adds a property behind the last one of an object that has some, on a line of its own where the
 * last one has.
 */
export function addProperty(object: ts.ObjectLiteralExpression, property: string): TextEdit {
  const text = object.getSourceFile().text;
  const last = object.properties[object.properties.length - 1];
  const ownLine = beginsLine(text, last.getStart());
  const gap = ownLine ? `\n${indentationAt(text, last.getStart())}` : ' ';
  if (!object.properties.hasTrailingComma)
    return { start: last.getEnd(), end: last.getEnd(), text: `,${gap}${property}` };
  const end = text.indexOf(',', last.getEnd()) + 1;
  return { start: end, end, text: `${gap}${property},` };
}

/** The code of an object with one property more. */
export function withProperty(object: ts.ObjectLiteralExpression, property: string): string {
  if (object.properties.length === 0) return `{ ${property} }`;
  const start = object.getStart();
  const { text, ...edit } = addProperty(object, property);
  return applyEdits(object.getText(), [{ start: edit.start - start, end: edit.end - start, text }]);
}
