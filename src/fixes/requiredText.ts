import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import type { Site } from '../analysis/source/host';
import { lookup } from '../analysis/source/scope';
import { placeName, unwrap, walk } from '../analysis/source/syntax';
import type { InputPlace } from './inputPlace';

/** Methods that texts have and lists, numbers and objects have not. */
export const TEXT_METHODS: ReadonlySet<string> = new Set([
  'trim',
  'trimStart',
  'trimEnd',
  'toLowerCase',
  'toUpperCase',
  'startsWith',
  'endsWith',
  'replace',
  'replaceAll',
  'split',
  'substring',
  'normalize',
  'charAt',
  'match',
  'padStart',
  'padEnd',
]);

/**
 * Whether a handler uses a value as a text that must be there, and as nothing else. A value that is
 * turned into JSON, handed to another function, read member by member, looked at for being there,
 * or given a substitute may be an object, a number or missing, and was served all the same.
 */
export function isRequiredText(place: InputPlace, requests: readonly Site[]): boolean {
  const { node } = place;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (declaration && !isPlainDeclaration(declaration)) return false;
  const uses = usesOf(place);
  return (
    (uses.some(showsText) || (declaration !== undefined && isDeclaredText(declaration))) &&
    uses.every((use) => isTextUse(use, requests))
  );
}

/** Every place in its handler at which a value is read, and in the function that it is handed to. */
export function usesOf({ node, name, handler, further = [] }: InputPlace): ts.Node[] {
  const isWhole = node.getText() === name;
  const declaration = ts.isIdentifier(node) && isWhole ? lookup(node) : undefined;
  const uses: ts.Node[] = [...further];
  walk(handler.body, (item) => {
    if (declaration ? isUseOf(item, declaration) : isSameAccess(item, name)) uses.push(item);
  });
  return uses;
}

/** `question.trim()`: no list, no number and no object has that. */
function showsText({ parent }: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    TEXT_METHODS.has(parent.name.text) &&
    ts.isCallExpression(parent.parent)
  );
}

/**
 * `const { question }: { question: string } = …`, `as { question: string }`, `question: string`.
 */
export function isDeclaredText(declaration: ts.Node): boolean {
  if (ts.isParameter(declaration)) return declaration.type?.kind === ts.SyntaxKind.StringKeyword;
  if (!ts.isBindingElement(declaration)) return false;
  const holder = declaration.parent.parent;
  if (!ts.isVariableDeclaration(holder) && !ts.isParameter(holder)) return false;
  const value = holder.initializer;
  const type = holder.type ?? (value && ts.isAsExpression(value) ? value.type : undefined);
  const name = (declaration.propertyName ?? declaration.name).getText();
  return (
    type !== undefined &&
    ts.isTypeLiteralNode(type) &&
    type.members.some(
      (member) =>
        ts.isPropertySignature(member) &&
        member.name.getText() === name &&
        !member.questionToken &&
        member.type?.kind === ts.SyntaxKind.StringKeyword,
    )
  );
}

/** Neither a default (`{ question = '' }`, `?? ''`) nor a type that lets it be missing. */
function isPlainDeclaration(declaration: ts.Node): boolean {
  if (ts.isBindingElement(declaration)) return !declaration.initializer;
  if (ts.isParameter(declaration)) return !declaration.initializer && !declaration.questionToken;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return true;
  const value = unwrap(declaration.initializer);
  return !ts.isBinaryExpression(value) && !ts.isConditionalExpression(value);
}

function isUseOf(item: ts.Node, declaration: ts.Node | undefined): boolean {
  return (
    ts.isIdentifier(item) &&
    item.parent !== declaration &&
    lookup(item) === declaration &&
    !(ts.isPropertyAccessExpression(item.parent) && item.parent.name === item) &&
    !(ts.isPropertyAssignment(item.parent) && item.parent.name === item)
  );
}

function isSameAccess(item: ts.Node, name: string): boolean {
  return ts.isPropertyAccessExpression(item) && placeName(item) === name.replaceAll('?.', '.');
}

function isTextUse(use: ts.Node, requests: readonly Site[]): boolean {
  const { parent } = use;
  if (ts.isTemplateSpan(parent) || ts.isTypeOfExpression(parent)) return true;
  // `content: question`, `{ input }`: a part of the request itself.
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return isPartOfRequest(parent, requests);
  if (ts.isPropertyAccessExpression(parent))
    return (
      !parent.questionDotToken &&
      (parent.name.text === 'length' ||
        (TEXT_METHODS.has(parent.name.text) && ts.isCallExpression(parent.parent)))
    );
  if (ts.isBinaryExpression(parent)) return isTextOperation(parent);
  // `if (!question) return …`: it must be there.
  return ts.isPrefixUnaryExpression(parent) && leavesWithout(parent);
}

/**
 * `'Question: ' + question`, `question === ''`; a comparison with `undefined` asks whether it is
 * there.
 */
function isTextOperation({ operatorToken: { kind }, left, right }: ts.BinaryExpression): boolean {
  if (kind === ts.SyntaxKind.PlusToken) return true;
  const isComparison =
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  return isComparison && (ts.isStringLiteralLike(left) || ts.isStringLiteralLike(right));
}

/**
 * Whether an object stands among the arguments of a request as it is, not made into a text on its
 * way.
 */
function isPartOfRequest(
  property: ts.ObjectLiteralElementLike,
  requests: readonly Site[],
): boolean {
  let at: ts.Node = property;
  while (
    ts.isObjectLiteralElementLike(at) ||
    ts.isObjectLiteralExpression(at) ||
    ts.isArrayLiteralExpression(at)
  )
    at = at.parent;
  const [start, end] = [at.getStart(), at.getEnd()];
  return requests.some((request) => request.start === start && request.end === end);
}

export function leavesWithout(negation: ts.PrefixUnaryExpression): boolean {
  let at: ts.Node = negation;
  while (ts.isBinaryExpression(at.parent) || ts.isParenthesizedExpression(at.parent))
    at = at.parent;
  if (!ts.isIfStatement(at.parent) || at.parent.expression !== at) return false;
  const { thenStatement } = at.parent;
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last)) &&
    enclosing(last) === enclosing(negation)
  );
}
