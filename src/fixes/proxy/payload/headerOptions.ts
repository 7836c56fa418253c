import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Refusal } from '../../fix';
import { constantCode } from './constantCode';
import { singleUse } from './movedStatements';
import { writtenValue } from './taking';
import type { Sight } from './uses';

/** Headers that a route sends by itself. */
const OWN: ReadonlySet<string> = new Set(['authorization', 'content-type', 'accept']);

/** Headers that the SDK's client has an option for: openai-node, `ClientOptions`. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['openai-organization', 'organization'],
  ['openai-project', 'project'],
]);

/**
 * What the server's client is made with so that it sends the headers of a request; a reason where
 * one of them is not known to it.
 */
export function headerOptions(
  given: ts.Node | undefined,
  sight: Sight,
): readonly string[] | Refusal {
  const object = given && writtenHeaders(given);
  const lines: string[] = [];
  for (const property of object?.properties ?? []) {
    const name = propertyName(property.name)?.toLowerCase();
    if (name === undefined || OWN.has(name)) continue;
    const value = writtenValue(property);
    const option = OPTIONS.get(name);
    const code = value && constantCode(value, { sight });
    if (option === undefined || code === undefined)
      return {
        reason: `A route does not know what the header \`${name}\` of this request is for.`,
      };
    lines.push(`${option}: ${code},`);
  }
  return lines;
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
