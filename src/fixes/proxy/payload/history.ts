import ts from 'typescript';
import { nameOf, pathOf, unwrap } from '../../../analysis/source/syntax';
import { styleOf } from '../../../edits/style';
import { beginningOf } from './beginning';
import { fieldName } from './fieldName';
import type { Taking } from './taking';

/** A conversation as it is sent: the instructions that it begins with stay on the server. */
export interface SentHistory {
  /** The name of the field that holds it. */
  readonly name: string;
  /** The instructions, as code of the server's, a message each. */
  readonly seeds: readonly string[];
  /** The field that says whether the list has them, where it may have none. */
  readonly flag?: string;
}

/**
 * Sends a list of messages that the page fills, without instructions of the application's own;
 * `undefined`, with the reason noted, where it cannot be told how the list begins.
 */
export function sentHistory(
  list: ts.Expression,
  fallback: string,
  taking: Taking,
): SentHistory | undefined {
  const beginning = beginningOf(list, taking.sight);
  const code = isSimple(list) ? list.getText() : `(${list.getText()})`;
  const shape = {
    pictures: mentions(list, PICTURES, taking),
    tools: mentions(list, TOOLS, taking),
  };
  switch (beginning.kind) {
    case 'empty':
    case 'plain':
      return {
        name: taking.field(fieldName(list, fallback), 'history', { of: list, code }, shape),
        seeds: [],
      };
    case 'instructed': {
      const { messages, isOptional } = beginning;
      const open = messages.find((item) => item.code === undefined);
      if (open)
        return refused(
          taking,
          `the instructions in ${placeOf(open.node)} are put together in the page`,
        );
      // It would be worked out twice.
      if (isOptional && !isReadable(list)) return unclear(list, messages[0].node, taking);
      // The messages stay in the page's list: what they are made of is still read there.
      const { quote } = styleOf(list.getSourceFile());
      const roles = new Set(messages.map(({ role }) => `role !== ${quote}${role}${quote}`));
      const sent = `${code}.filter(({ role }) => ${[...roles].join(' && ')})`;
      const has = [...new Set(messages.map(({ role }) => `role === ${quote}${role}${quote}`))];
      const flag = { of: list, code: `${code}.some(({ role }) => ${has.join(' || ')})` };
      return {
        name: taking.field(fieldName(list, fallback), 'history', { of: list, code: sent }, shape),
        seeds: messages.flatMap((item) => item.code ?? []),
        ...(isOptional ? { flag: taking.field('instructed', 'flag', flag) } : {}),
      };
    }
    case 'unknown':
      return unclear(list, beginning.why, taking);
  }
}

/** That it cannot be told whether a list holds instructions, and where. */
export function unclear(list: ts.Expression, why: ts.Node, taking: Taking): undefined {
  return refused(
    taking,
    `whether \`${nameOf(list)}\` holds instructions of the application’s own cannot be told ` +
      `(${placeOf(why)}), and a route takes none from a page`,
  );
}

/** Whether code reads what is there, and does nothing else. */
function isReadable(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (
    ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isReadable(node.expression))
  );
}

/** Words of the parts that messages with pictures have, and of the rounds of tools. */
export const PICTURES = ['image_url', 'input_image', 'input_file', 'input_audio', 'file_data'];
const TOOLS = ['tool_call_id', 'tool_calls'];

/** Whether any module of the page's package writes messages of such a form. */
export function mentions(
  list: ts.Expression,
  words: readonly string[],
  { sight }: Taking,
): boolean {
  return sight.packages
    .filesOf(sight.packages.of(pathOf(list)))
    .some((file) => words.some((word) => sight.text(file)?.includes(word)));
}

function refused({ reasons }: Taking, reason: string): undefined {
  reasons.push(reason);
  return undefined;
}

/** A place for people: `src/chat.js`, line 3. */
function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `\`${pathOf(node)}\`, line ${line + 1}`;
}

/** Whether a method can be called on code as it stands. */
function isSimple(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node)
  );
}
