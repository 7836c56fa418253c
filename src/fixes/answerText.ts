import ts from 'typescript';
import { lookup } from '../analysis/source/scope';
import { placeName, propertyName, unwrap } from '../analysis/source/syntax';
import type { Method } from '../routes/methods';

const TEXTS: Partial<Record<Method, string>> = {
  'responses.create': 'output_text',
  generateText: 'text',
};

/**
 * `answer.choices[0].message.content`, `answer.output_text`, `answer.text` of the AI SDK, with or
 * without `?.`, `!` and a fallback for nothing.
 */
export function isTextOf(
  expression: ts.Expression,
  answer: ts.VariableDeclaration,
  method: Method,
): boolean {
  let node = unwrap(expression);
  if (ts.isBinaryExpression(node) && isFallback(node) && isNothing(node.right))
    node = unwrap(node.left);
  const name = answer.name.getText();
  return placeName(node) === `${name}.${TEXTS[method] ?? 'choices[0].message.content'}`;
}

/** `const { text } = await generateText(…)`: the name that holds the text. */
export function textAlone(
  { name }: ts.VariableDeclaration,
  method: Method,
): (ts.Identifier & { readonly parent: ts.BindingElement }) | undefined {
  if (method !== 'generateText' || !ts.isObjectBindingPattern(name) || name.elements.length !== 1)
    return undefined;
  const [element] = name.elements;
  const plain =
    !element.dotDotDotToken &&
    !element.initializer &&
    (propertyName(element.propertyName) ?? element.name.getText()) === 'text';
  return plain && ts.isIdentifier(element.name)
    ? (element.name as ts.Identifier & { readonly parent: ts.BindingElement })
    : undefined;
}

/** `const answer = await CALL;`: the statement in which a whole answer is waited for. */
export interface AwaitedAnswer {
  readonly declaration: ts.VariableDeclaration;
  readonly statement: ts.VariableStatement;
  readonly block: ts.Block | ts.SourceFile;
  /** The name of the text, where the answer is taken apart at once. */
  readonly alone: ReturnType<typeof textAlone>;
}

/**
 * The statement of a call's answer; `undefined` when it declares more, has a type of its own, or is
 * no statement of a block.
 */
export function awaitedAnswer(call: ts.CallExpression, method: Method): AwaitedAnswer | undefined {
  const declaration = ts.isAwaitExpression(call.parent) ? call.parent.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || declaration.type) return undefined;
  const alone = textAlone(declaration, method);
  if (!ts.isIdentifier(declaration.name) && !alone) return undefined;
  const statement = declaration.parent.parent;
  if (
    !ts.isVariableStatement(statement) ||
    statement.declarationList.declarations.length !== 1 ||
    !(ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent))
  )
    return undefined;
  return { declaration, statement, block: statement.parent, alone };
}

/** `const text = TEXT;`: the constant in which a statement keeps the text. */
export function keptText(
  statement: ts.Statement | undefined,
  isText: (node: ts.Expression) => boolean,
): { readonly declaration: ts.VariableDeclaration; readonly name: string } | undefined {
  if (!statement || !ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  return others.length === 0 &&
    ts.isIdentifier(declaration.name) &&
    !declaration.type &&
    declaration.initializer &&
    isText(declaration.initializer)
    ? { declaration, name: declaration.name.text }
    : undefined;
}

/** Whether an expression is a name that the given node declares. */
export function isNameOf(expression: ts.Expression, declaration: ts.Node): boolean {
  const node = unwrap(expression);
  return ts.isIdentifier(node) && lookup(node) === declaration;
}

/** `a ?? b`, `a || b`. */
export function isFallback({ operatorToken }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
    operatorToken.kind === ts.SyntaxKind.BarBarToken
  );
}

/** An empty text. */
export function isEmptyText(node: ts.Expression): boolean {
  return ts.isStringLiteral(node) && node.text === '';
}

/** An empty text, `null`, `undefined`. */
function isNothing(node: ts.Expression): boolean {
  return (
    isEmptyText(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}
