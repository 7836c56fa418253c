import ts from 'typescript';
import { FILE_PROPERTY } from '../../../routes/upload';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { choiceLists } from '../../choices';
import { constantCode } from './constantCode';
import { declaredTexts } from './declaredTypes';
import { fieldName } from './fieldName';
import { givenChoices } from './givenChoices';
import { textOf } from './splitMessages';
import type { Taking } from './taking';

/** Parameters that may be sent as a number and checked as one. */
export const NUMBERS: ReadonlySet<string> = new Set([
  'temperature',
  'topP',
  'maxOutputTokens',
  'maxTokens',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'speed',
  'n',
]);

/** What the server reads a property from: a field of its own, or a text with such fields in it. */
export function sentValue(name: string, value: ts.Expression, taking: Taking): string | undefined {
  if (name === 'input' || name === 'prompt') return textOf(value, taking);
  if (FILE_PROPERTY.test(name))
    return isFile(value) ? taking.field(name, 'file', value) : undefined;
  const literal = literalChoices(value);
  if (literal) return taking.field(name, 'choice', value, { options: literal });
  const flagged = flagOf(value, taking);
  if (flagged !== undefined) return flagged;
  if (NUMBERS.has(name))
    return taking.field(name, 'number', value, mayBeNull(value) ? { isNullable: true } : {});
  if (name === 'stop') return taking.field(name, 'words', value);
  const options = givenChoices(value, taking.sight);
  if (options) return taking.field(name, 'choice', value, { options, isText: true });
  const declared = declaredTexts(value, taking.sight);
  if (declared) return taking.field(name, 'choice', value, { options: declared });
  const named = namedChoices(value);
  return named && taking.field(name, 'choice', value, { options: named, isText: true });
}

/** `json ? { type: 'json_object' } : undefined`: the page sends the condition, the server has both. */
function flagOf(value: ts.Expression, taking: Taking): string | undefined {
  const node = unwrap(value);
  if (!ts.isConditionalExpression(node)) return undefined;
  const [first, second] = [node.whenTrue, node.whenFalse].map((item) => constantCode(item, taking));
  if (first === undefined || second === undefined) return undefined;
  const { condition } = node;
  const name = taking.field(fieldName(condition, 'flag'), 'flag', {
    of: condition,
    code: `Boolean(${condition.getText()})`,
  });
  return `${name} ? ${first} : ${second}`;
}

/**
 * Whether a value may be appended to a form as it is; a list, or what `fetch` has answered, may
 * not.
 */
function isFile(value: ts.Expression): boolean {
  const node = unwrap(value);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : node;
  return !ts.isArrayLiteralExpression(made) && !isAnswer(made);
}

/** Functions whose answer is no file yet. */
const ASKING: ReadonlySet<string> = new Set(['fetch', 'axios', 'ky']);

/** `fetch(…)`, `axios.get(…)`, `fetch(…).then(…)` */
function isAnswer(expression: ts.Expression): boolean {
  let node = unwrap(expression);
  if (!ts.isCallExpression(node)) return false;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))
    node = unwrap(node.expression);
  return ts.isIdentifier(node) && ASKING.has(node.text);
}

/** Whether a value is `null` in sight: itself, or what its name is made as, also as a state. */
function mayBeNull(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (node.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isConditionalExpression(node))
    return mayBeNull(node.whenTrue) || mayBeNull(node.whenFalse);
  if (ts.isBinaryExpression(node)) return mayBeNull(node.right);
  let home: ts.Node | undefined = ts.isIdentifier(node) ? lookup(node) : undefined;
  while (home && (ts.isBindingElement(home) || ts.isArrayBindingPattern(home))) home = home.parent;
  const made =
    home && (ts.isVariableDeclaration(home) || ts.isParameter(home)) && home.initializer
      ? unwrap(home.initializer)
      : undefined;
  if (!made) return false;
  return ts.isCallExpression(made)
    ? made.arguments[0]?.kind === ts.SyntaxKind.NullKeyword
    : made.kind === ts.SyntaxKind.NullKeyword;
}

/**
 * The one list that the file names for what a variable holds, as the models of a `<select>`, with
 * what a state begins with.
 */
function namedChoices(expression: ts.Expression): string[] | undefined {
  const node = unwrap(expression);
  const lists = ts.isIdentifier(node) ? choiceLists(node.getSourceFile(), node.text) : [];
  const isOne = new Set(lists.map((list) => [...list].sort().join('\n'))).size === 1;
  const begins = ts.isIdentifier(node) ? beginsWith(node) : undefined;
  return isOne ? [...new Set([...lists[0], ...(begins === undefined ? [] : [begins])])] : undefined;
}

/** The text that a state is made with: `useState('alloy')`, `ref('alloy')`. */
function beginsWith(name: ts.Identifier): string | undefined {
  let home: ts.Node | undefined = lookup(name);
  while (home && (ts.isBindingElement(home) || ts.isArrayBindingPattern(home))) home = home.parent;
  const made = home && ts.isVariableDeclaration(home) && home.initializer;
  const call = made ? unwrap(made) : undefined;
  const [first] = call && ts.isCallExpression(call) ? call.arguments : [];
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** `isPro ? 'gpt-5' : 'gpt-5-mini'`: the values a choice has. */
function literalChoices(expression: ts.Expression): string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isConditionalExpression(node)) return undefined;
  const [first, second] = [literalChoices(node.whenTrue), literalChoices(node.whenFalse)];
  return first && second ? [...first, ...second] : undefined;
}
