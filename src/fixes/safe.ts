import ts from 'typescript';
import { dottedName, walk, type Syntax } from '../analysis/source/syntax';
import { join } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import type { Handler } from './handler';

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
export function answersByItself({ body, fn, unseen }: Handler): boolean {
  if (unseen) return true;
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

/** What writes to a log, by the name it begins with. */
const LOGS: ReadonlySet<string> = new Set(['console', 'logger', 'log']);

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
      !LOGS.has(dottedName(node.expression)?.[0] ?? '')
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
