import ts from 'typescript';
import type { Step } from '../source/host';
import { enclosing } from '../calls/positions';
import { identifiersNamed, identifiersOf, lookup } from '../source/scope';
import { dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { walkRunning } from './running';

/** How a request is tried again when it fails. */
export interface Retry {
  readonly by: 'loop' | 'recursion' | 'library' | 'job';
  readonly at: Step;
  /** `growing` also when the server's Retry-After decides. */
  readonly delay: 'none' | 'constant' | 'growing';
  /** The number of attempts has an end. */
  readonly bounded: boolean;
  /** Failures that trying again cannot mend (400, 401) are not tried again. */
  readonly selective: boolean;
}

const LIBRARIES =
  /^(p-retry|async-retry|retry|promise-retry|exponential-backoff|cockatiel|bottleneck|p-queue|ts-retry|ts-retry-promise|@lifeomic\/attempt|axios-retry|fetch-retry|retry-axios|opossum|@humanwhocodes\/retry|promise-retrier|radash|es-toolkit|@octokit\/plugin-retry|p-throttle)(\/|$)/;

/** Queues and breakers alone repeat nothing: these only slow the calls down. */
const ONLY_SLOW = /^(p-queue|p-throttle|opossum)/;

/** A call that runs the function it is given again until it works, by what it is or what it is called. */
export function retryingCall(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
): Retry | undefined {
  const names =
    dottedName(call.expression) ??
    (ts.isPropertyAccessExpression(call.expression) ? [call.expression.name.text] : []);
  const name = names[names.length - 1] ?? '';
  const at: Step = {
    ...evaluator.siteOf(call.expression),
    label: `\`${names.slice(-2).join('.')}\` tries it again`,
  };
  const external = optionsOf(evaluator.evaluate(call.expression), 8).some((option) => {
    let of = option;
    while (of.kind === 'member' || of.kind === 'instance' || of.kind === 'call')
      of = of.kind === 'member' ? of.object : of.kind === 'instance' ? of.of : of.callee;
    return (
      of.kind === 'external' &&
      LIBRARIES.test(of.name) &&
      !ONLY_SLOW.test(of.name) &&
      !(of.name === 'radash' || of.name === 'es-toolkit'
        ? !/retry/i.test(of.path.join('.'))
        : false)
    );
  });
  const inWorkspace = optionsOf(evaluator.evaluate(call.expression), 4).some(
    (option) => option.kind === 'function',
  );
  if (!external && (inWorkspace || !/retry|backoff/i.test(name))) return undefined;
  return { by: 'library', at, delay: 'growing', bounded: true, selective: true };
}

/**
 * The retry that a catch makes: a loop around its `try` that goes on after the failure and ends after success, or a call of its own function.
 * `undefined` when the failure is not followed by another attempt (a loop over items tries each once).
 */
export function retryAround(evaluator: Evaluator, statement: ts.TryStatement): Retry | undefined {
  return evaluator.concluded(statement, readRetry);
}

function readRetry(statement: ts.TryStatement, evaluator: Evaluator): Retry | undefined {
  const block = statement.catchClause?.block;
  const fn = enclosing(statement);
  if (!block || letsOnlyOthersAgain(block)) return undefined;
  const again = fn && selfCall(evaluator, block, fn);
  if (again && fn) {
    const scope = fn.body ?? fn;
    return {
      by: 'recursion',
      at: { ...evaluator.siteOf(again), label: 'tries again by calling itself' },
      delay: delayIn(evaluator, block, scope),
      bounded: isCounted(evaluator, again, block, scope),
      selective: isSelective(evaluator, block),
    };
  }
  const loop = loopAround(statement);
  if (!loop || !endsAfterSuccess(statement, loop) || leavesAlways(block)) return undefined;
  const label = ts.isForStatement(loop)
    ? 'this loop tries again'
    : 'this loop tries again until it works';
  return {
    by: 'loop',
    at: {
      file: evaluator.siteOf(loop).file,
      start: loop.getStart(),
      end: loop.getStart() + 'for'.length,
      label,
    },
    delay: delayIn(evaluator, loop.statement, fn?.body ?? loop),
    bounded: hasEnd(evaluator, loop, block),
    selective: isSelective(evaluator, block),
  };
}

/** The catch throws on whatever is no error of the answer's own kind (`if (!(error instanceof ZodError)) throw error`): the request itself is not tried again. */
function letsOnlyOthersAgain(block: ts.Block): boolean {
  return block.statements.some((statement) => {
    if (!ts.isIfStatement(statement) || !/^\{?\s*throw\b/.test(statement.thenStatement.getText()))
      return false;
    const kind = /!\s*\(\s*\w+\s+instanceof\s+([\w.]+)\s*\)/.exec(
      statement.expression.getText(),
    )?.[1];
    return kind !== undefined && /zod|validation|parse|syntax|schema|json|typeerror/i.test(kind);
  });
}

function selfCall(
  evaluator: Evaluator,
  block: ts.Node,
  fn: ts.FunctionLikeDeclaration,
): ts.CallExpression | undefined {
  const own = evaluator.siteOf(fn);
  let found: ts.CallExpression | undefined;
  evaluator.walk(block, (node) => {
    if (found || !ts.isCallExpression(node)) return;
    const name = dottedName(node.expression)?.pop();
    const known =
      name !== undefined && fn.getText().slice(0, 200).includes(name)
        ? true
        : ts.isVariableDeclaration(fn.parent) && fn.parent.name.getText() === name;
    if (
      known &&
      optionsOf(evaluator.evaluate(node.expression), 4).some(
        (option) =>
          option.kind === 'function' &&
          option.site.start === own.start &&
          option.site.file === own.file,
      )
    )
      found = node;
  });
  return found;
}

/** The nearest loop of the same function that can repeat the attempt; a loop over items is none. */
function loopAround(node: ts.Node): ts.IterationStatement | undefined {
  for (let at = node.parent; at && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isForStatement(at) || ts.isWhileStatement(at) || ts.isDoStatement(at)) return at;
    if (ts.isForOfStatement(at) || ts.isForInStatement(at)) return undefined;
  }
  return undefined;
}

/** Success leaves the loop: by `return` or `break` after the attempt, or by a condition that the attempt changes. */
function endsAfterSuccess(statement: ts.TryStatement, loop: ts.IterationStatement): boolean {
  let leaves = false;
  walkRunning(statement.tryBlock, (node) => {
    if (ts.isReturnStatement(node) || (ts.isBreakStatement(node) && !node.label)) leaves = true;
    // `success = true` in `while (!success)`.
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      (ts.isWhileStatement(loop) || ts.isDoStatement(loop)) &&
      loop.expression.getText().includes(node.left.text)
    )
      leaves = true;
  });
  return leaves;
}

/** The catch ends the loop whatever happens: `throw`, `return` or `break` as its last word, with no way to go on before. */
function leavesAlways(block: ts.Block): boolean {
  const last = block.statements[block.statements.length - 1];
  const exits =
    last !== undefined &&
    (ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last));
  let goesOn = false;
  walkRunning(block, (node) => void (goesOn ||= ts.isContinueStatement(node)));
  return exits && !goesOn;
}

const SLEEP = /sleep|delay|wait|pause|timeout|backoff/i;

/** How the pause between attempts behaves. `scope` is where the variables of its length are changed. */
export function delayIn(evaluator: Evaluator, body: ts.Node, scope: ts.Node): Retry['delay'] {
  let delay: Retry['delay'] = 'none';
  evaluator.walk(body, (node) => {
    if (!ts.isCallExpression(node) || delay === 'growing') return;
    const name = dottedName(node.expression)?.pop() ?? '';
    if (!SLEEP.test(name)) return;
    const length =
      name === 'setTimeout'
        ? node.arguments[1]
        : node.arguments.find(
            (argument) => !ts.isArrowFunction(argument) && !ts.isFunctionExpression(argument),
          );
    delay =
      (length && grows(evaluator, length, scope, 0)) ||
      (/backoff/i.test(name) && node.arguments.length > 0)
        ? 'growing'
        : 'constant';
  });
  return delay;
}

/** Whether the length of a pause grows from attempt to attempt, or follows the server's own advice. */
function grows(
  evaluator: Evaluator,
  expression: ts.Expression,
  scope: ts.Node,
  depth: number,
): boolean {
  const text = expression.getText();
  if (/\*\*|Math\.pow|<<|retry.?after|backoff/i.test(text)) return true;
  let found = false;
  evaluator.walk(expression, (node) => {
    if (found || !ts.isIdentifier(node)) return;
    // A product with something that is counted: `1000 * attempt`.
    if (isFactor(node, expression) && isChanged(node, scope)) found = true;
    else if (isMultiplied(node, scope)) found = true;
    else if (depth < 3) {
      const declaration = lookup(node);
      if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
        found = grows(evaluator, declaration.initializer, scope, depth + 1);
    }
  });
  return found;
}

/** Whether a name stands in a product: `1000 * attempt`, `1000 * (attempt + 1)`. */
function isFactor(id: ts.Identifier, within: ts.Expression): boolean {
  for (let at: ts.Node = id; at !== within; at = at.parent) {
    if (
      ts.isBinaryExpression(at.parent) &&
      at.parent.operatorToken.kind === ts.SyntaxKind.AsteriskToken
    )
      return true;
    if (!ts.isBinaryExpression(at.parent) && !ts.isParenthesizedExpression(at.parent)) return false;
  }
  return false;
}

/** Whether a variable is counted up anywhere, or is a parameter that a recursive call passes on changed. */
function isChanged(id: ts.Identifier, scope: ts.Node): boolean {
  const declaration = lookup(id);
  return (
    (declaration !== undefined && ts.isParameter(declaration)) ||
    uses(id, scope).some(
      (use) =>
        ts.isPostfixUnaryExpression(use.parent) ||
        ts.isPrefixUnaryExpression(use.parent) ||
        isAssignment(use),
    )
  );
}

/** `delay *= 2`, `delay = delay * 2`, `delay = Math.min(delay * 2, max)`, or a parameter handed on as `delay * 2`. */
function isMultiplied(id: ts.Identifier, scope: ts.Node): boolean {
  return uses(id, scope).some(({ parent }) => {
    if (!ts.isBinaryExpression(parent)) return false;
    const operator = parent.operatorToken.kind;
    if (
      operator === ts.SyntaxKind.AsteriskEqualsToken ||
      operator === ts.SyntaxKind.LessThanLessThanEqualsToken ||
      operator === ts.SyntaxKind.PlusEqualsToken
    )
      return true;
    if (operator === ts.SyntaxKind.EqualsToken && parent.left.getText() === id.text)
      return parent.right.getText().includes(id.text) && /[*+]/.test(parent.right.getText());
    return operator === ts.SyntaxKind.AsteriskToken && isArgument(parent);
  });
}

function isArgument(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    if (ts.isCallExpression(at.parent))
      return (
        !SLEEP.test(at.parent.expression.getText()) &&
        at.parent.arguments.some((argument) => argument === at)
      );
    if (
      ts.isPropertyAssignment(at.parent) ||
      ts.isObjectLiteralExpression(at.parent) ||
      ts.isParenthesizedExpression(at.parent)
    )
      continue;
    return false;
  }
  return false;
}

function uses(id: ts.Identifier, scope: ts.Node): ts.Identifier[] {
  const declaration = lookup(id);
  const all = declaration
    ? identifiersOf(declaration, id.text)
    : identifiersNamed(id.getSourceFile(), id.text).filter((use) => !lookup(use));
  return all.filter((use) => use.pos >= scope.pos && use.end <= scope.end);
}

function isAssignment(use: ts.Identifier): boolean {
  return (
    ts.isBinaryExpression(use.parent) &&
    use.parent.left === use &&
    use.parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    use.parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/** Whether attempts are counted: the loop's own condition, or a test that leaves. */
function hasEnd(evaluator: Evaluator, loop: ts.IterationStatement, block: ts.Block): boolean {
  if (ts.isForStatement(loop) && loop.condition) return true;
  const condition =
    ts.isWhileStatement(loop) || ts.isDoStatement(loop) ? unwrap(loop.expression) : undefined;
  if (
    condition &&
    condition.kind !== ts.SyntaxKind.TrueKeyword &&
    /[<>]|retries|attempt|tries|--/.test(condition.getText())
  )
    return true;
  return leavesOnCount(evaluator, block) || leavesOnCount(evaluator, loop.statement);
}

function leavesOnCount(evaluator: Evaluator, body: ts.Node): boolean {
  let found = false;
  evaluator.walk(body, (node) => {
    if (
      ts.isIfStatement(node) &&
      /[<>]|retries|attempt|tries|===\s*0|--/.test(node.expression.getText()) &&
      /\b(throw|return|break|reject)\b/.test(node.getText())
    )
      found = true;
  });
  return found;
}

/** A recursion ends when something counted is passed on and tested. */
function isCounted(
  evaluator: Evaluator,
  again: ts.CallExpression,
  block: ts.Node,
  scope: ts.Node,
): boolean {
  const counts = again.arguments.some((argument) =>
    /[-+]\s*1|\+\+|--|retries|attempt|tries/i.test(argument.getText()),
  );
  return (
    counts ||
    leavesOnCount(evaluator, block) ||
    /(retries|attempt|tries)\w*\s*[<>]=?|[<>]=?\s*\w*(retries|attempt|tries)/i.test(scope.getText())
  );
}

/** The catch looks at what failed before it goes on. */
function isSelective(evaluator: Evaluator, block: ts.Node): boolean {
  let found = false;
  evaluator.walk(block, (node) => {
    const condition =
      ts.isIfStatement(node) || ts.isConditionalExpression(node)
        ? ts.isIfStatement(node)
          ? node.expression
          : node.condition
        : ts.isSwitchStatement(node)
          ? node.expression
          : undefined;
    if (
      condition &&
      /status|code|type|name|message|instanceof|retryable|shouldRetry|isRate|429/i.test(
        condition.getText(),
      )
    )
      found = true;
  });
  return found;
}
