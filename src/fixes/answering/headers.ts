import ts from 'typescript';
import { propertyName, unwrap } from '../../analysis/source/syntax';

/** What an error is answered with, as code. */
export function jsonOf(message: string): string {
  return `{ error: '${message}' }`;
}

/** A status written as a number. */
export function statusOf(node: ts.Expression): number | undefined {
  const value = unwrap(node);
  return ts.isNumericLiteral(value) ? Number(value.text) : undefined;
}

/** What each answer says for itself. */
const OWN: readonly string[] = ['content-type', 'retry-after'];

/**
 * Code for the headers of an answer: those of another one, less its own type of content, with a
 * number of seconds to wait. Under `json` the type says JSON. `undefined` where there are none.
 */
export function headersWith(
  of: ts.Expression | undefined,
  retryAfter?: string,
  { json = false }: { readonly json?: boolean } = {},
): string | undefined {
  const node = of && unwrap(of);
  const more = retryAfter ? [`'Retry-After': ${asText(retryAfter)}`] : [];
  if (node && !ts.isObjectLiteralExpression(node) && more.length === 0) return node.getText();
  const kept = !node
    ? []
    : ts.isObjectLiteralExpression(node)
      ? node.properties
          .filter((item) => !OWN.includes(propertyName(item.name)?.toLowerCase() ?? ''))
          .map((item) => item.getText())
      : [`...${node.getText()}`];
  const type = json ? ["'Content-Type': 'application/json'"] : [];
  const all = [...kept, ...type, ...more];
  return all.length > 0 ? `{ ${all.join(', ')} }` : undefined;
}

/** Code as a text: some headers of the SDKs are typed wider. */
export function asText(code: string): string {
  return code.startsWith("'") && code.indexOf("'", 1) === code.length - 1
    ? code
    : `String(${code})`;
}
