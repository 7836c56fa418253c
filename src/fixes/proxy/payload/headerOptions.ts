import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Refusal } from '../../fix';
import { constantCode } from './constantCode';
import { singleUse } from './movedStatements';
import { writtenValue } from './taking';
import type { Sight } from './uses';

/** Headers that a route sends by itself, and those of answers that some requests have by mistake. */
const OWN: ReadonlySet<string> = new Set([
  'authorization',
  'content-type',
  'accept',
  'access-control-allow-origin',
  'access-control-allow-headers',
  'access-control-allow-methods',
]);

/** Headers that the SDK's client has an option for: openai-node, `ClientOptions`. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['openai-organization', 'organization'],
  ['openai-project', 'project'],
]);

/**
 * What the server's client is made with so that it sends the headers of a request: those that
 * every visitor sends alike, by their option or as they are. A reason where one of them is made in
 * the page, unless it only says whose application asks: `credits`.
 */
export function headerOptions(
  given: readonly (ts.Node | undefined)[],
  credits: readonly string[],
  sight: Sight,
): readonly string[] | Refusal {
  const properties = given.flatMap((node) => (node && writtenHeaders(node)?.properties) ?? []);
  const lines: string[] = [];
  const further: string[] = [];
  for (const property of properties) {
    const name = propertyName(property.name)?.toLowerCase();
    if (name === undefined || OWN.has(name)) continue;
    const value = writtenValue(property);
    const option = OPTIONS.get(name);
    const code = value && constantCode(value, { sight });
    if (code === undefined && credits.includes(name)) continue;
    if (code === undefined)
      return {
        reason: `A route cannot send the header \`${name}\` of this request: it is made in the page.`,
      };
    if (option === undefined) further.push(`${property.name?.getText() ?? ''}: ${code}`);
    else lines.push(`${option}: ${code},`);
  }
  return further.length > 0 ? [...lines, `defaultHeaders: { ${further.join(', ')} },`] : lines;
}

/** The object of headers that is written here, or in a constant for this request alone. */
function writtenHeaders(given: ts.Node): ts.ObjectLiteralExpression | undefined {
  const expression = ts.isShorthandPropertyAssignment(given) ? given.name : given;
  const node = ts.isExpression(expression) ? unwrap(expression) : undefined;
  const made = node && ts.isIdentifier(node) ? singleUse(node)?.initializer : node;
  const value = made && unwrap(made);
  if (!value || !ts.isObjectLiteralExpression(value)) return undefined;
  // `{ headers: { … } }`, as axios is given them
  const inner = value.properties.find(({ name }) => propertyName(name) === 'headers');
  const headers = writtenValue(inner);
  return headers ? writtenHeaders(headers) : value;
}
