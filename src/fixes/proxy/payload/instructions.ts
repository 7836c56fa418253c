import type ts from 'typescript';
import { promptTable } from '../../../routes/fields';
import { unwrap } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { fieldName } from './fieldName';
import { givenChoices } from './givenChoices';
import { textParts } from './inlineText';
import { listedPrompts } from './listedPrompts';
import { namedPrompts } from './namedPrompts';
import type { Taking } from './taking';
import { escaped } from './template';

/**
 * Instructions as the server writes them: words of the application's own with choices in them, of
 * which the page sends which. `undefined`, with the reason noted, where a visitor's text is among
 * them.
 */
export function instructionText(expression: ts.Expression, taking: Taking): string | undefined {
  const constant = constantCode(expression, taking);
  if (constant !== undefined) return constant;
  const parts = textParts(unwrap(expression));
  if (!parts) return chosenText(expression, taking);
  let code = '`';
  for (const part of parts) {
    if (typeof part === 'string') {
      code += escaped(part);
      continue;
    }
    const fixed = constantCode(part, taking);
    const options = fixed === undefined ? givenChoices(part, taking.sight) : undefined;
    if (fixed === undefined && !options) return refused(part, taking);
    const name =
      fixed ??
      taking.field(fieldName(part, 'choice'), 'choice', part, {
        options: options ?? [],
        isText: true,
      });
    code += `\${${name}}`;
  }
  return `${code}\``;
}

/** A text that is chosen among some of the application's own: the page sends its name. */
function chosenText(expression: ts.Expression, taking: Taking): string | undefined {
  const options = givenChoices(expression, taking.sight);
  if (options?.length === 1) return JSON.stringify(options[0]);
  const listed = listedPrompts(expression, taking);
  if (listed) {
    const { key, texts } = listed;
    const name = taking.field(fieldName(key, 'prompt'), 'prompt', key, { texts });
    return `${promptTable(name)}[${name}]`;
  }
  const named = namedPrompts(expression, taking.sight);
  if (!named) return refused(expression, taking);
  for (const [file, edits] of named.edits)
    taking.renamed.set(file, [...(taking.renamed.get(file) ?? []), ...edits]);
  const { texts, value } = named;
  const name = taking.field(
    fieldName(expression, 'prompt'),
    'prompt',
    { of: expression, code: value },
    { texts },
  );
  return `${promptTable(name)}[${name}]`;
}

function refused(part: ts.Expression, { reasons }: Taking): undefined {
  reasons.push(
    `\`${part.getText()}\` stands in the instructions, and a route must not take instructions ` +
      'from a page',
  );
  return undefined;
}
