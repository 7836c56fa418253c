import ts from 'typescript';
import type { Field } from '../../../routes/route';
import { unwrap } from '../../../analysis/source/syntax';

/** What the page goes on reading in order to send it, and the code that does where it differs. */
export type Sent = ts.Expression | { readonly of: ts.Expression; readonly code: string };

/** Adds a field to what is sent, or finds the one that sends the same; gives its name. */
export type AddField = (
  wanted: string,
  kind: Field['kind'],
  sent: Sent,
  more?: Pick<Field, 'options' | 'isText' | 'isNullable' | 'pictures' | 'tools' | 'texts'>,
) => string;

/** A name for what is sent: that of the variable, when it has one. */
export function fieldName(expression: ts.Expression, fallback: string): string {
  let inner = unwrap(expression);
  while (
    ts.isPropertyAccessExpression(inner) &&
    /^(value|current|target|content|text)$/.test(inner.name.text)
  )
    inner = unwrap(inner.expression);
  const name = ts.isIdentifier(inner)
    ? inner.text
    : ts.isPropertyAccessExpression(inner)
      ? inner.name.text
      : fallback;
  return /^(openai|request|req|res|error|answer|stream|body|value|current|e|event)$/.test(name)
    ? fallback
    : name;
}
