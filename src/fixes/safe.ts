import ts from 'typescript';
import type { Site } from '../analysis/source/host';
import { enclosing } from '../analysis/calls/positions';
import { lookup } from '../analysis/source/scope';
import { unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { join } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import type { Handler } from './handler';
import type { InputPlace } from './inputPlace';

/**
 * Where a fix that is safe as a rule is not: nobody looks at what `source.fixAll` and a plain
 * `airlock fix` do, so they must not touch code in which the fix would be a guess. Every question
 * here errs on the side of asking a person.
 */

/**
 * Whether a module names its imports by address, as Deno does: a bare name that a fix imports may
 * lead nowhere there.
 */
export function importsByAddress({ sourceFile }: Syntax): boolean {
  return sourceFile.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteralLike(statement.moduleSpecifier) &&
      /^(https?|npm|jsr):/.test(statement.moduleSpecifier.text),
  );
}

/**
 * Calls that begin an answer or give it headers, after which a fix's own answer would fail or
 * differ from its siblings.
 */
const BEGINS =
  /^(writeHead|flushHeaders|write|setHeader|setHeaders|set|header|append|sendStatus|pipe|hijack|appendHeader)$/;

/**
 * Whether an answer has begun, or carries headers of its own (such as those that let another origin
 * read it), or is handed to others.
 */
export function answersByItself({ body, fn }: Handler): boolean {
  const response = fn.parameters[1]?.name;
  let found = false;
  walk(body, (node) => {
    if (ts.isIdentifier(node) && /headers$/i.test(node.text) && !isReadOfRequest(node))
      found = true;
    if (ts.isStringLiteralLike(node) && /^access-control-/i.test(node.text)) found = true;
    if (!ts.isCallExpression(node)) return;
    if (ts.isPropertyAccessExpression(node.expression) && BEGINS.test(node.expression.name.text))
      found = true;
    if (
      response &&
      ts.isIdentifier(response) &&
      node.arguments.some((item) => ts.isIdentifier(item) && item.text === response.text)
    )
      found = true;
  });
  return found;
}

/** `request.headers` is what came, not what goes. */
function isReadOfRequest(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

/**
 * Verbs of routers: whatever else is given a handler may do something of its own with what it
 * throws or answers.
 */
const ROUTER = /^(get|post|put|patch|delete|all|use|query|mutation|subscription)$/;

/** Whether a handler is given to a function that wraps it: `withAuth(async () => …)`. */
export function isWrapped({ fn }: Handler): boolean {
  const isWrapping = (node: ts.Node): boolean => {
    const call = node.parent;
    if (!ts.isCallExpression(call) || !call.arguments.some((item) => item === node)) return false;
    return !(
      ts.isPropertyAccessExpression(call.expression) && ROUTER.test(call.expression.name.text)
    );
  };
  const variable = fn.parent;
  const name =
    fn.name && ts.isIdentifier(fn.name)
      ? fn.name
      : ts.isVariableDeclaration(variable) && ts.isIdentifier(variable.name)
        ? variable.name
        : undefined;
  let found = isWrapping(fn);
  if (name)
    walk(fn.getSourceFile(), (node) => {
      if (ts.isIdentifier(node) && node.text === name.text && isWrapping(node)) found = true;
    });
  return found;
}

/**
 * Whether a catch gives what it caught to others: an error handler of the application answers it in
 * its own way.
 */
export function handsOn({ block, variableDeclaration }: ts.CatchClause): boolean {
  const name = variableDeclaration?.name.getText();
  let found = false;
  walk(block, (node) => {
    if (ts.isThrowStatement(node)) found = true;
    if (
      ts.isCallExpression(node) &&
      name !== undefined &&
      node.arguments.some((item) => ts.isIdentifier(item) && item.text === name) &&
      !/^(console|logger|log)\b/.test(node.expression.getText())
    )
      found = true;
  });
  return found;
}

/**
 * Whether the compiler wants every way through a function to give a value: an early answer would be
 * the only one that does.
 */
export function wantsEveryReturn(syntax: Syntax, workspace: Workspace): boolean {
  const { dir } = workspace.packages.of(syntax.path);
  return ['tsconfig.json', 'tsconfig.base.json']
    .flatMap((name) => [join(dir, name), name])
    .some((path) => path !== undefined && /noImplicitReturns/.test(workspace.text(path) ?? ''));
}

/**
 * Whether a statement waits for anything beside one call: what fails there is no failure of that
 * call.
 */
export function waitsForOthers(statements: readonly ts.Statement[], call: ts.Node): boolean {
  return statements.some((statement) => {
    let found = false;
    walk(statement, (node) => {
      if (ts.isForOfStatement(node) && node.awaitModifier) found = true;
      if (ts.isAwaitExpression(node) && !isWithin(call, node) && !isRead(node)) found = true;
    });
    return found;
  });
}

/** `await request.json()`: the body of the same request. */
function isRead({ expression }: ts.AwaitExpression): boolean {
  return (
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    /^(json|text|formData)$/.test(expression.expression.name.text)
  );
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return inner.getStart() >= outer.getStart() && inner.getEnd() <= outer.getEnd();
}

/** Methods that texts have and lists, numbers and objects have not. */
const TEXT_METHODS: ReadonlySet<string> = new Set([
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
export function isRequiredText(
  { node, name, handler }: InputPlace,
  requests: readonly Site[],
): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (declaration && !isPlainDeclaration(declaration)) return false;
  const uses: ts.Node[] = [];
  walk(handler.body, (item) => {
    if (ts.isIdentifier(node) ? isUseOf(item, declaration) : isSameAccess(item, name))
      uses.push(item);
  });
  return (
    (uses.some(showsText) || (declaration !== undefined && isDeclaredText(declaration))) &&
    uses.every((use) => isTextUse(use, requests))
  );
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
function isDeclaredText(declaration: ts.Node): boolean {
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
  return ts.isPropertyAccessExpression(item) && item.getText() === name;
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

function leavesWithout(negation: ts.PrefixUnaryExpression): boolean {
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
