import ts from 'typescript';
import { promptTable } from '../../../routes/fields';
import { unwrap } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { fieldName, type Sent } from './fieldName';
import { givenChoices } from './givenChoices';
import { grownText } from './grownText';
import { heldText, isPrompt } from './heldText';
import { partField } from './inlineText';
import { listedPrompts } from './listedPrompts';
import { namedPrompts } from './namedPrompts';
import { givenFor, ownFunction } from './ownFunction';
import type { Taking } from './taking';
import { escaped } from './template';
import { textParts } from './textParts';

/** What the page sends for a part; nothing where it has no such value. */
type Given = (part: ts.Expression) => Sent | undefined;

/**
 * Instructions as the server writes them: words of the application's own with choices and values in
 * them, of which the page sends which. `undefined`, with the reason noted, where a visitor's text is
 * all that they are, or where what stands in them cannot be read at the request.
 */
export function instructionText(expression: ts.Expression, taking: Taking): string | undefined {
  const constant = constantCode(expression, taking);
  if (constant !== undefined) return constant;
  const node = unwrap(expression);
  const held = heldText(node, taking);
  if (held?.declaration) taking.inlined.add(held.declaration);
  if (held) {
    const text = templateOf(wordsOf(held.parts, taking, (part) => part));
    return text === undefined || !held.trims ? text : `${text}.trim()`;
  }
  return grownText(node, taking.sight)
    ? templateOf(grownWords(node, taking))
    : (builtText(node, taking) ?? chosenText(expression, taking));
}

function templateOf(words: string | undefined): string | undefined {
  return words === undefined ? undefined : `\`${words}\``;
}

/** The inside of a template: words, constants, and choices of the page's. */
function wordsOf(
  parts: readonly (string | ts.Expression)[],
  taking: Taking,
  given: Given,
): string | undefined {
  const isFrame = isPrompt(parts);
  let words = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      words += escaped(part);
      continue;
    }
    const fixed = constantCode(part, taking);
    const options = givenChoices(part, taking.sight);
    const value = given(part);
    if (options?.length === 1) words += escaped(options[0]);
    else if (fixed !== undefined) words += `\${${fixed}}`;
    else if (options && value) {
      const choice = { options, isText: true };
      words += `\${${taking.field(fieldName(part, 'choice'), 'choice', value, choice)}}`;
    } else if (isFrame && value) words += `\${${partField(part, value, taking)}}`;
    else return refused(part, taking);
  }
  return words;
}

/** `let system = '…'; if (more) system += '…'`: the page sends whether, the server has the words. */
function grownWords(node: ts.Expression, taking: Taking): string | undefined {
  const grown = grownText(node, taking.sight);
  let words = grown && insideOf(grown.begins, taking);
  if (!grown || words === undefined) return undefined;
  for (const { text, condition } of grown.additions) {
    const added = condition ? underCondition(text, taking) : insideOf(text, taking);
    if (added === undefined) return undefined;
    if (!condition) words += added;
    else {
      const flag = taking.field(fieldName(condition, 'flag'), 'flag', {
        of: condition,
        code: `Boolean(${condition.getText()})`,
      });
      words += `\${${flag} ? ${added} : ''}`;
    }
  }
  taking.inlined.add(grown.declaration);
  grown.additions.forEach(({ statement }) => taking.filling.add(statement));
  return words;
}

/** A text that is only put together at times: what it reads of an object may not be there else. */
function underCondition(text: ts.Expression, taking: Taking): string | undefined {
  const parts = textParts(unwrap(text));
  return parts
    ? templateOf(
        wordsOf(parts, taking, (part) => (ts.isIdentifier(unwrap(part)) ? part : undefined)),
      )
    : instructionText(text, taking);
}

/** A text as the inside of a template. */
function insideOf(expression: ts.Expression, taking: Taking): string | undefined {
  const node = unwrap(expression);
  return wordsOf(textParts(node) ?? [node], taking, (part) => part);
}

/** A text that a function of the page's own puts together out of what it is given. */
function builtText(node: ts.Expression, taking: Taking): string | undefined {
  const built = ownFunction(node, taking.sight);
  const parts = built && textParts(unwrap(built.returned));
  if (!built || !parts) return undefined;
  const isHere = built.returned.getSourceFile() === node.getSourceFile();
  // What another module has stays there: others may read it.
  const within = isHere
    ? taking
    : { ...taking, inlined: new Set<never>(), imported: new Set<never>() };
  const words = wordsOf(parts, within, (part) => givenFor(part, built, isHere));
  if (words === undefined) return undefined;
  if (!isHere) taking.imported.add(built.name);
  else if (built.statement) taking.filling.add(built.statement);
  return templateOf(words);
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

function refused(part: ts.Expression, { reasons, apart }: Taking): undefined {
  apart.push(part);
  reasons.push(
    `\`${part.getText()}\` stands in the instructions, and a route must not take instructions ` +
      'from a page',
  );
  return undefined;
}
