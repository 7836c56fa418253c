import ts from 'typescript';
import type { Evaluator } from '../values/engine';

/** The type of a piece that carries the failure of a stream. */
const FAILURE = 'error';

/**
 * Whether code that reads a stream asks for the piece that carries a failure: `part.type ===
 * 'error'`, `case 'error':`. Then it is `kept` there, or thrown on by what is given.
 */
export function failurePiece(
  reader: ts.Node,
  evaluator: Evaluator,
): ts.Expression | 'kept' | undefined {
  let found: ts.Expression | 'kept' | undefined;
  evaluator.walk(reader, (node) => {
    if (found === undefined) found = askedAt(node);
  });
  return found;
}

function askedAt(node: ts.Node): ts.Expression | 'kept' | undefined {
  if (ts.isCaseClause(node)) return isFailure(node.expression) ? doneIn(nextOf(node)) : undefined;
  if (!ts.isBinaryExpression(node) || (!isFailure(node.left) && !isFailure(node.right)))
    return undefined;
  const branch = node.parent;
  const isSame = node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  return ts.isIfStatement(branch) && isSame ? doneIn([branch.thenStatement]) : 'kept';
}

/** The statements of a case; an empty one runs on into the next. */
function nextOf(clause: ts.CaseClause): readonly ts.Statement[] {
  const { clauses } = clause.parent;
  return (
    clauses.slice(clauses.indexOf(clause)).find(({ statements }) => statements.length > 0)
      ?.statements ?? []
  );
}

function isFailure(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && node.text === FAILURE;
}

/** What is thrown in some statements; `undefined` where nothing is done in them. */
function doneIn(statements: readonly ts.Statement[]): ts.Expression | 'kept' | undefined {
  const all = statements.flatMap((item) => (ts.isBlock(item) ? [...item.statements] : [item]));
  const thrown = all.find(ts.isThrowStatement);
  if (thrown) return thrown.expression;
  return all.some((item) => !ts.isBreakStatement(item) && !ts.isContinueStatement(item))
    ? 'kept'
    : undefined;
}
