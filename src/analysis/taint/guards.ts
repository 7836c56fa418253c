import ts from 'typescript';
import type { Step } from '../host';
import { enclosing, isFunction } from '../calls/positions';
import { accessedName, dottedName, unwrap, walk } from '../syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { strongerThan, type Bound } from './flow';
import { looksLikeSchema, schemaBound } from './schemas';

/** What the code before a use has made sure of. */
export interface Guard {
  readonly bound: Bound;
  /** It can only be one of the developer's own values. */
  readonly allowed: boolean;
  readonly check?: Step;
}

const PARSERS = /^(parse|safeParse|validate|validateSync|validateAsync|parseAsync|safeParseAsync)$/;
const NOTHING: Guard = { bound: 'none', allowed: false };

/**
 * What is checked of an expression (`message`, `body.message`) in its function before it is used: a length compared with a limit on a branch that
 * leaves, membership of a list, a helper that does either, a schema, moderation whose flag stops.
 */
export function guardOf(
  evaluator: Evaluator,
  use: ts.Expression,
  holder: string,
  path: readonly string[],
): Guard {
  const fn = outermostBody(use);
  let best: Guard = NOTHING;
  const note = (bound: Bound, node: ts.Node, allowed = false) => {
    if (strongerThan(bound, best.bound) || (allowed && !best.allowed))
      best = {
        bound,
        allowed: best.allowed || allowed || bound === 'allowed',
        check: { ...evaluator.siteOf(node), label: 'checked here' },
      };
  };
  const names = [
    holder,
    ...path.slice(0, 3).map((_, index) => [holder, ...path.slice(0, index + 1)].join('.')),
  ].filter((name) => !name.includes('*') && !name.includes('('));
  // A limit of the whole request's size is one of everything that is read from it.
  const isRequest = /^(json|text|formData|arrayBuffer)\(\)$|^body$/.test(path[0] ?? '');
  const mentions = (node: ts.Node) =>
    mentionsAny(node, names) || (isRequest && /content-?length/i.test(node.getText()));
  walk(fn, (node) => {
    if (node.pos > use.pos && !contains(node, use)) return;
    if (ts.isBinaryExpression(node)) {
      const limit = limitOf(node, mentions);
      if (limit === 'upper-left' && (leavesWhenTrue(node, use) || repairs(node, names)))
        note('full', node);
      else if (limit === 'upper-inside' && (holdsWhenTrue(node, use) || leavesWhenFalse(node, use)))
        note('full', node);
      else if (
        isConstantTest(node, mentions) &&
        ((leavesWhenTrue(node, use) && isUnequal(node)) ||
          (holdsWhenTrue(node, use) && !isUnequal(node)))
      )
        note('full', node, true);
      else if (isTypeTest(node, names) && (leavesWhenTrue(node, use) || holdsWhenTrue(node, use)))
        note('shape', node);
    } else if (ts.isCallExpression(node) && !contains(node, use))
      callGuard(evaluator, node, use, mentions, holder, path, note);
    else if (
      ts.isCaseClause(node) &&
      contains(node, use) &&
      mentions(node.parent.parent.expression)
    )
      note('full', node.expression, true);
    else if (
      ts.isPrefixUnaryExpression(node) &&
      ts.isBinaryExpression(unwrap(node.operand)) &&
      (unwrap(node.operand) as ts.BinaryExpression).operatorToken.kind ===
        ts.SyntaxKind.InKeyword &&
      mentions((unwrap(node.operand) as ts.BinaryExpression).left) &&
      leavesWhenTrue(node, use)
    )
      note('full', node, true);
  });
  return best;
}

function callGuard(
  evaluator: Evaluator,
  node: ts.CallExpression,
  use: ts.Expression,
  mentions: (node: ts.Node) => boolean,
  holder: string,
  path: readonly string[],
  note: (bound: Bound, node: ts.Node, allowed?: boolean) => void,
): void {
  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  const [first] = node.arguments;
  if (!first || !node.arguments.some(mentions)) return;
  // `if (!LANGUAGES.includes(language)) return`
  if (
    (name === 'includes' || name === 'has' || name === 'hasOwn' || name === 'hasOwnProperty') &&
    !mentions(callee)
  ) {
    if (leavesWhenFalse(node, use) || holdsWhenTrue(node, use)) note('full', node, true);
    return;
  }
  // `schema.parse(body)`, typebox's `Value.Check(schema, body)`, superstruct's `assert(body, schema)`
  if (
    /^(parse|parseAsync|safeParse|safeParseAsync|validate|validateSync|validateAsync|assert|check|is|isValid|isValidSync|decode|decodeUnknownSync|create|mask|Check|Assert|Parse|Decode)$/.test(
      name,
    )
  ) {
    const receiver = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
    const schema = [...receiver, ...node.arguments].find(
      (item) => !mentions(item) && looksLikeSchema(evaluator, item),
    );
    if (schema)
      return note(schemaBound(evaluator, schema, pathWithin(node.arguments, holder, path)), node);
  }
  // `const validate = ajv.compile(schema); if (!validate(body)) return`
  if (
    ts.isIdentifier(callee) &&
    looksLikeSchema(evaluator, callee) &&
    optionsOf(evaluator.evaluate(callee), 2).some(
      (option) =>
        option.kind === 'call' && accessedName(unwrap(option.node.expression)) === 'compile',
    )
  ) {
    if (leavesWhenFalse(node, use) || holdsWhenTrue(node, use))
      note(schemaBound(evaluator, callee, path), node);
    return;
  }
  if (
    /^(on|then|log|error|info|warn|debug|push|set\w*|json|send|write|append|get|trim|map|filter)$/.test(
      name,
    )
  )
    return;
  for (const option of optionsOf(evaluator.evaluate(callee), 2)) {
    if (option.kind !== 'function' || !option.node.body) continue;
    const index = node.arguments.findIndex(mentions);
    const parameter = option.node.parameters[index];
    const inside = parameter && helperBound(evaluator, option.node, parameter);
    if (inside) note(inside, node);
  }
  if (/moderat/i.test(node.expression.getText()) && stopsOnFlag(node)) note('full', node);
}

/** What is left of the path to a value inside what is given to a schema: nothing of `body.message` where `body.message` is given itself. */
function pathWithin(
  args: readonly ts.Expression[],
  holder: string,
  path: readonly string[],
): readonly string[] {
  const given = args.map((item) => dottedName(unwrap(item))?.join('.') ?? '');
  for (let length = path.length; length > 0; length--)
    if (given.includes([holder, ...path.slice(0, length)].join('.'))) return path.slice(length);
  return path;
}

/** What a helper makes sure of one of its parameters: it throws or answers no when the text is too long. */
function helperBound(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  parameter: ts.ParameterDeclaration,
): Bound | undefined {
  const names = ts.isIdentifier(parameter.name)
    ? [parameter.name.text]
    : parameter.name.elements.flatMap((element) =>
        ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
      );
  let found: Bound | undefined;
  if (!fn.body) return undefined;
  const text = fn.body.getText();
  if (/moderat/i.test(text) && /flagged/.test(text)) return 'full';
  walk(fn.body, (node) => {
    if (found === 'full') return;
    if (
      ts.isBinaryExpression(node) &&
      limitOf(node, (item) => mentionsAny(item, names)) !== undefined
    )
      found = 'full';
    else if (ts.isBinaryExpression(node) && isTypeTest(node, names)) found = 'shape';
    else if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      PARSERS.test(node.expression.name.text) &&
      looksLikeSchema(evaluator, node.expression.expression)
    )
      found = schemaBound(evaluator, node.expression.expression, []);
  });
  return found;
}

/** What a middleware, or a schema handed to one, promises of a field of the request. */
export function middlewareBound(
  evaluator: Evaluator,
  registration: ts.CallExpression | ts.NewExpression,
  field: readonly string[],
): Bound {
  let best: Bound = 'none';
  const raise = (bound: Bound) => {
    if (strongerThan(bound, best)) best = bound;
  };
  for (const argument of (registration.arguments ?? []).slice(0, -1)) {
    const node = unwrap(argument);
    if (
      ts.isObjectLiteralExpression(node) ||
      (ts.isIdentifier(node) && looksLikeSchema(evaluator, node))
    )
      raise(
        looksLikeSchema(evaluator, node) || /properties/.test(node.getText())
          ? schemaBound(evaluator, node, field)
          : 'none',
      );
    if (ts.isCallExpression(node))
      for (const inner of node.arguments)
        if (looksLikeSchema(evaluator, inner)) raise(schemaBound(evaluator, inner, field));
    // express-validator: `body('message').isLength({ max: 1000 })`
    if (
      /\b(body|check|query|param)\(/.test(node.getText()) &&
      field.some(
        (name) => node.getText().includes(`'${name}'`) || node.getText().includes(`"${name}"`),
      )
    )
      raise(/isLength\([^)]*max|isIn\(|isInt\(/.test(node.getText()) ? 'full' : 'shape');
    const fn = isFunction(node)
      ? node
      : optionsOf(evaluator.evaluate(node), 2)
          .map((option) => (option.kind === 'function' ? option.node : undefined))
          .find(Boolean);
    if (!fn?.body || field.length === 0) continue;
    walk(fn.body, (item) => {
      if (
        ts.isBinaryExpression(item) &&
        limitOf(item, (side) => side.getText().includes(field[field.length - 1])) !== undefined
      )
        raise('full');
      // `schema.safeParse(req.body)`
      const parser =
        ts.isCallExpression(item) &&
        ts.isPropertyAccessExpression(item.expression) &&
        PARSERS.test(item.expression.name.text)
          ? item.expression.expression
          : undefined;
      if (parser && looksLikeSchema(evaluator, parser))
        raise(schemaBound(evaluator, parser, field));
    });
  }
  return best;
}

/** `upper-left`: true means too long (`length > 1000`); `upper-inside`: true means short enough. */
function limitOf(
  node: ts.BinaryExpression,
  mentions: (node: ts.Node) => boolean,
): 'upper-left' | 'upper-inside' | undefined {
  const greater =
    node.operatorToken.kind === ts.SyntaxKind.GreaterThanToken ||
    node.operatorToken.kind === ts.SyntaxKind.GreaterThanEqualsToken;
  const less =
    node.operatorToken.kind === ts.SyntaxKind.LessThanToken ||
    node.operatorToken.kind === ts.SyntaxKind.LessThanEqualsToken;
  if (!greater && !less) return undefined;
  const measured = (side: ts.Expression) =>
    /\b(length|size|byteLength|countTokens|tokens|tokenCount|encode|estimateTokens|content-?length)\b/i.test(
      side.getText(),
    ) && mentions(side);
  const left = measured(node.left);
  const right = measured(node.right);
  if (left === right) return undefined;
  const limit = unwrap(left ? node.right : node.left);
  // Emptiness is not a bound.
  if (ts.isNumericLiteral(limit) && Number(limit.text) <= 1) return undefined;
  const tooLong = left === greater;
  // `length < 10` that leaves is a minimum.
  return tooLong ? 'upper-left' : 'upper-inside';
}

function isConstantTest(node: ts.BinaryExpression, mentions: (node: ts.Node) => boolean): boolean {
  const kinds = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ];
  if (!kinds.includes(node.operatorToken.kind)) return false;
  const [held, constant] = mentions(node.left) ? [node.left, node.right] : [node.right, node.left];
  const inner = unwrap(constant);
  const text = unwrap(held);
  return (
    mentions(text) &&
    (ts.isIdentifier(text) || ts.isPropertyAccessExpression(text)) &&
    ts.isStringLiteralLike(inner) &&
    inner.text !== ''
  );
}

function isUnequal(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken
  );
}

function isTypeTest(node: ts.BinaryExpression, names: readonly string[]): boolean {
  const side = unwrap(node.left);
  return (
    ts.isTypeOfExpression(side) &&
    mentionsAny(side.expression, names) &&
    /string/.test(node.right.getText())
  );
}

/** Whether a branch that is taken when the condition holds leaves before the use. */
function leavesWhenTrue(condition: ts.Node, use: ts.Node): boolean {
  const statement = branchOf(condition, use);
  return (
    statement !== undefined &&
    !contains(statement.thenStatement, use) &&
    exits(statement.thenStatement)
  );
}

/** `if (!ok) return`: the condition is negated, or the else branch leaves. */
function leavesWhenFalse(condition: ts.Node, use: ts.Node): boolean {
  const { parent } = condition;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
    return leavesWhenTrue(parent, use);
  if (ts.isParenthesizedExpression(parent)) return leavesWhenFalse(parent, use);
  const statement = branchOf(condition, use);
  return statement?.elseStatement !== undefined && exits(statement.elseStatement);
}

/** The use stands in the branch that is taken when the condition holds. */
function holdsWhenTrue(condition: ts.Node, use: ts.Node): boolean {
  for (let at: ts.Node = condition; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent))
      return parent.expression === at && contains(parent.thenStatement, use);
    if (ts.isConditionalExpression(parent))
      return parent.condition === at && contains(parent.whenTrue, use);
    if (ts.isPrefixUnaryExpression(parent)) return false;
    if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken &&
      /===/.test(at.getText()) === false
    )
      return false;
    if (ts.isStatement(parent)) return false;
  }
  return false;
}

/** The `if` that a condition decides, also through a variable: `const tooLong = …; if (tooLong) return`. */
function branchOf(condition: ts.Node, use: ts.Node): ts.IfStatement | undefined {
  for (let at: ts.Node = condition; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent)) return parent.expression === at ? parent : undefined;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
      const name = parent.name.text;
      let found: ts.IfStatement | undefined;
      walk(outermostBody(use), (node) => {
        if (
          !found &&
          ts.isIfStatement(node) &&
          node.pos > parent.pos &&
          mentionsAny(node.expression, [name])
        )
          found = node;
      });
      return found;
    }
    if (ts.isStatement(parent)) return undefined;
  }
  return undefined;
}

function exits(statement: ts.Statement): boolean {
  if (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  )
    return true;
  if (ts.isBlock(statement)) return statement.statements.some(exits);
  if (ts.isExpressionStatement(statement) && ts.isCallExpression(unwrap(statement.expression)))
    return /^(process\.exit|notFound|redirect|error|fail|throwError|assert\w*|invariant)$/.test(
      (unwrap(statement.expression) as ts.CallExpression).expression.getText(),
    );
  return false;
}

/** `if (text.length > MAX) text = text.slice(0, MAX)` */
function repairs(condition: ts.Node, names: readonly string[]): boolean {
  for (let at: ts.Node = condition; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isIfStatement(parent) || parent.expression !== at) continue;
    let found = false;
    walk(parent.thenStatement, (node) => {
      if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        names.includes(node.left.getText())
      )
        found = true;
    });
    return found;
  }
  return false;
}

function stopsOnFlag(node: ts.CallExpression): boolean {
  let found = false;
  walk(outermostBody(node), (item) => {
    if (
      ts.isIfStatement(item) &&
      item.pos > node.pos &&
      /flagged/.test(item.expression.getText()) &&
      exits(item.thenStatement)
    )
      found = true;
  });
  return (
    found ||
    (/flagged/.test(outermostBody(node).getText()) &&
      /throw|return/.test(
        outermostBody(node).getText().split('flagged').slice(1).join('').slice(0, 200),
      ))
  );
}

function contains(node: ts.Node, inner: ts.Node): boolean {
  return node.pos <= inner.pos && node.end >= inner.end;
}

/** Whether a name or member access stands anywhere in a node. */
function mentionsAny(node: ts.Node, names: readonly string[]): boolean {
  let found = false;
  walk(node, (item) => {
    if (found || (!ts.isIdentifier(item) && !ts.isPropertyAccessExpression(item))) return;
    const { parent } = item;
    if (ts.isIdentifier(item) && ts.isPropertyAccessExpression(parent) && parent.name === item)
      return;
    // `request.method` is no mention of `request`; `message.length` and `message.trim()` are of `message`.
    if (
      ts.isPropertyAccessExpression(parent) &&
      parent.expression === item &&
      !/^(length|size|byteLength)$/.test(parent.name.text) &&
      !(ts.isCallExpression(parent.parent) && parent.parent.expression === parent)
    )
      return;
    found = names.includes((dottedName(item) ?? [item.getText()]).join('.'));
  });
  return found;
}

/** The body of the outermost function around a node: a check before an inner callback counts for it. */
function outermostBody(node: ts.Node): ts.Node {
  let outer: ts.Node = node.getSourceFile();
  for (let fn = enclosing(node); fn; fn = enclosing(fn)) if (fn.body) outer = fn.body;
  return outer;
}
