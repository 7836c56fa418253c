import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { enclosing } from '../../analysis/calls/positions';
import { nameOf, unwrap, walk, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { nodeAt } from '../../edits/nodeAt';
import { styleOf } from '../../edits/style';
import { declarationOf } from '../answering/declaration';
import { styled } from '../branchText';
import type { Plan } from '../fix';
import { insideTry } from '../partial/tryAround';

/**
 * Catches a failure where its way ends and nobody waits: at a call whose promise is dropped, in a
 * function that a timer runs. What would end the process is written to the log instead; the next
 * message or the next run is served.
 */
export function caughtWhereLost({ detail }: RequestFact, workspace: Workspace): Plan | undefined {
  const { at, entry } = detail?.failure ?? {};
  const syntax = at && workspace.syntax(at.file);
  // A step names the first line alone: what is meant begins there.
  let node = syntax && nodeAt(syntax.sourceFile, at.start);
  while (node?.parent && node.parent.getStart() === at?.start && ts.isExpression(node.parent))
    node = node.parent;
  if (!syntax || !node || syntax.scripts.length > 0) return undefined;
  const edits =
    entry?.kind === 'detached' ? inTimer(node, syntax) : atDroppedCall(node, syntax, workspace);
  return (
    edits && {
      title:
        entry?.kind === 'detached'
          ? 'Catch the failure in each run, and log it: the next run tries again'
          : 'Catch the failure where nobody waits for it, and log it',
      safe: false,
      changes: () => [{ kind: 'edit', file: syntax.path, edits }],
    }
  );
}

/** `setInterval(async () => { … }, wait)` */
function inTimer(call: ts.Node, syntax: Syntax): readonly TextEdit[] | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const [given] = call.arguments;
  const fn = given && unwrap(given);
  if (!fn || !(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) || !isAsync(fn))
    return undefined;
  return ts.isBlock(fn.body)
    ? insideTry(fn.body.statements, logged(waitedIn(fn.body) ?? nameOf(call.expression)), syntax)
    : undefined;
}

/** What the first `await` of a body calls. */
function waitedIn(body: ts.Block): string | undefined {
  let name: string | undefined;
  walk(body, (node) => {
    if (name !== undefined || !ts.isAwaitExpression(node)) return;
    const call = unwrap(node.expression);
    if (ts.isCallExpression(call)) name = nameOf(call.expression);
  });
  return name;
}

/** `handle(message);` of an async function, in a function that others call: a `.catch` behind it. */
function atDroppedCall(
  node: ts.Node,
  syntax: Syntax,
  workspace: Workspace,
): readonly TextEdit[] | undefined {
  // At the top of a program a failure ends it, with a code that says so: that is an answer, too.
  if (!ts.isCallExpression(node) || !ts.isExpressionStatement(node.parent) || !enclosing(node))
    return undefined;
  if (!givesPromise(node, workspace)) return undefined;
  const style = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, node.getEnd());
  const callee = unwrap(node.expression);
  const name =
    ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee) ? nameOf(callee) : 'This step';
  const line = styled([logged(name)], syntax, '');
  const text = ['.catch((error) => {', `${style.indent}${line}`, '})'].join(
    style.lineBreak + margin,
  );
  return [{ start: node.getEnd(), end: node.getEnd(), text }];
}

function logged(name: string): string {
  return `console.error('${name} failed:', error instanceof Error ? error.message : error);`;
}

/** Whether a call is one of an async function that is in sight. */
function givesPromise({ expression }: ts.CallExpression, workspace: Workspace): boolean {
  const callee = unwrap(expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return isAsync(callee);
  if (ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.ThisKeyword)
    return isAsyncMethod(callee);
  const declaration = ts.isIdentifier(callee) ? declarationOf(callee, workspace) : undefined;
  if (!declaration) return false;
  if (ts.isFunctionDeclaration(declaration)) return isAsync(declaration);
  const value =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    ? isAsync(value)
    : false;
}

function isAsyncMethod({ name, parent }: ts.PropertyAccessExpression): boolean {
  let owner: ts.Node = parent;
  while (owner.parent && !ts.isClassLike(owner)) owner = owner.parent;
  return (
    ts.isClassLike(owner) &&
    owner.members.some(
      (member) =>
        ts.isMethodDeclaration(member) &&
        ts.isIdentifier(member.name) &&
        member.name.text === name.text &&
        isAsync(member),
    )
  );
}

function isAsync({ modifiers }: ts.FunctionLikeDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}
