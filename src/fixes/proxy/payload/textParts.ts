import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { isText } from './isText';

/**
 * The words of a text and what is inserted between them, in order: of a template, of texts joined by
 * `+`, of a list joined by a text. `undefined` for any other expression. A list
 * shows what is missing as nothing, so that each member of it must be `certain` to be a text.
 */
export function textParts(
  node: ts.Expression,
  certain: (node: ts.Expression) => boolean = isText,
): (string | ts.Expression)[] | undefined {
  if (ts.isTemplateExpression(node))
    return [
      node.head.text,
      ...node.templateSpans.flatMap((span) => [span.expression, span.literal.text]),
    ];
  if (isSum(node)) return isWorded(node) ? summands(node) : undefined;
  return ts.isCallExpression(node) ? joinedParts(node, certain) : undefined;
}

/** What is trimmed in `text.trim()`. */
export function trimmedText(expression: ts.Expression): ts.Expression | undefined {
  const node = unwrap(expression);
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  return callee &&
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'trim' &&
    ts.isCallExpression(node) &&
    node.arguments.length === 0
    ? unwrap(callee.expression)
    : undefined;
}

function isSum(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** Whether a sum is one of texts: one of what is added is written out as a text. */
function isWorded(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (isSum(node)) return isWorded(node.left) || isWorded(node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** What is added up to a text; numbers that are added to each other before stay one part. */
function summands(expression: ts.Expression): (string | ts.Expression)[] {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return textParts(node) ?? [node];
  return isSum(node) && isWorded(node) ? [...summands(node.left), ...summands(node.right)] : [node];
}

/** `['Summarise:', text].join('\n')` of texts alone. */
function joinedParts(
  call: ts.CallExpression,
  certain: (node: ts.Expression) => boolean,
): (string | ts.Expression)[] | undefined {
  const callee = unwrap(call.expression);
  const list =
    ts.isPropertyAccessExpression(callee) && callee.name.text === 'join'
      ? unwrap(callee.expression)
      : undefined;
  const [separator] = call.arguments;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  if (!separator || !ts.isStringLiteralLike(separator) || !list.elements.every(certain))
    return undefined;
  return list.elements.flatMap((element, index) => [
    ...(index > 0 ? [separator.text] : []),
    ...(textParts(unwrap(element)) ?? [ts.isStringLiteralLike(element) ? element.text : element]),
  ]);
}
