import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { dottedName, unwrap, walk, type Syntax } from '../../analysis/source/syntax';
import { inStyle } from '../../edits/inStyle';
import type { Finding } from '../../rules/rule';
import type { Plan } from '../fix';
import { nodeAt } from '../../edits/nodeAt';
import { styleOf } from '../../edits/style';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

const SLEEP = /^(setTimeout|sleep|delay|wait|pause|timeout)$|(sleep|delay|wait)$/i;
/** Where a loop did not wait at all, it begins with half a second. */
const FIRST_WAIT = 500;

/**
 * Lets the pauses of a counted loop grow and vary, or gives it some: `1000` becomes `1000 * 2 **
 * attempt * (0.5 + Math.random())`.
 */
export function growingWait(finding: Finding, syntax: Syntax): Plan | undefined {
  let loop: ts.Node = nodeAt(syntax.sourceFile, finding.start);
  while (loop.parent && !ts.isForStatement(loop)) loop = loop.parent;
  const counter = ts.isForStatement(loop) ? counterOf(loop) : undefined;
  if (!ts.isForStatement(loop) || loop.getStart() !== finding.start || !counter) return undefined;
  const grown = (length: string) => `${length} * 2 ** ${counter} * (0.5 + Math.random())`;
  const edit =
    finding.variant === 'constant-delay'
      ? longer(loop, grown)
      : finding.variant === 'no-delay'
        ? added(loop, grown(String(FIRST_WAIT)), syntax)
        : undefined;
  return (
    edit && {
      title:
        finding.variant === 'no-delay'
          ? 'Wait before the next attempt, longer each time'
          : 'Let the wait grow with each attempt, and vary',
      changes: () => [{ kind: 'edit', file: finding.file, edits: [edit] }],
    }
  );
}

/**
 * `attempt` of `for (let attempt = 0; …; attempt++)`, counted from nothing or one: any other
 * beginning makes waits of another size.
 */
function counterOf({ initializer, incrementor }: ts.ForStatement): string | undefined {
  const [declaration, ...more] =
    initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const name =
    declaration?.initializer &&
    more.length === 0 &&
    ts.isNumericLiteral(declaration.initializer) &&
    ['0', '1'].includes(declaration.initializer.text)
      ? declaration.name.getText()
      : undefined;
  return name !== undefined && incrementor && countsUp(incrementor, name) ? name : undefined;
}

/** `attempt++`, `++attempt`, `attempt += 1` */
function countsUp(step: ts.Expression, name: string): boolean {
  const isCounter = (node: ts.Expression) => ts.isIdentifier(node) && node.text === name;
  if (ts.isPrefixUnaryExpression(step) || ts.isPostfixUnaryExpression(step))
    return step.operator === ts.SyntaxKind.PlusPlusToken && isCounter(step.operand);
  return (
    ts.isBinaryExpression(step) &&
    step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken &&
    isCounter(step.left) &&
    ts.isNumericLiteral(step.right) &&
    step.right.text === '1'
  );
}

/** The one pause of a loop, whose length is a number or a constant. */
function longer(loop: ts.ForStatement, grown: (length: string) => string): TextEdit | undefined {
  const lengths: ts.Expression[] = [];
  walk(loop.statement, (node) => {
    if (!ts.isCallExpression(node) || !SLEEP.test(dottedName(node.expression)?.pop() ?? '')) return;
    const length = node.arguments.find(
      (argument) =>
        ts.isNumericLiteral(unwrap(argument)) ||
        (ts.isIdentifier(argument) &&
          /^[A-Z_]+$|ms$|delay|wait|pause/i.test(argument.text) &&
          !ts.isFunctionLike(argument.parent)),
    );
    if (length) lengths.push(length);
  });
  const [length, ...more] = lengths;
  return length && more.length === 0
    ? { start: length.getStart(), end: length.getEnd(), text: grown(length.getText()) }
    : undefined;
}

/** A pause at the end of the catch that goes on. */
function added(loop: ts.ForStatement, length: string, syntax: Syntax): TextEdit | undefined {
  const fn = enclosing(loop);
  const attempts = ts.isBlock(loop.statement)
    ? loop.statement.statements.filter(ts.isTryStatement)
    : [];
  const block = attempts[0]?.catchClause?.block;
  const last = block?.statements.at(-1);
  const isAsync = fn?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  if (attempts.length !== 1 || !block || !isAsync) return undefined;
  const style = styleOf(syntax.sourceFile);
  const { lineBreak, indent } = style;
  const margin = last
    ? indentationAt(syntax.text, last.getStart())
    : indentationAt(syntax.text, block.getStart()) + indent;
  const pause = inStyle(`await new Promise((resolve) => setTimeout(resolve, ${length}));`, style);
  if (last && ts.isContinueStatement(last))
    return { start: last.getStart(), end: last.getStart(), text: `${pause}${lineBreak}${margin}` };
  if (last)
    return { start: last.getEnd(), end: last.getEnd(), text: `${lineBreak}${margin}${pause}` };
  return {
    start: block.getStart() + 1,
    end: block.getEnd() - 1,
    text: `${lineBreak}${margin}${pause}${lineBreak}${indentationAt(syntax.text, block.getStart())}`,
  };
}
