import ts from 'typescript';
import { isFunction } from '../calls/positions';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import {
  holdsWhenTrue,
  leavesWhenFalse,
  leavesWhenTrue,
  repairs,
  stopsOnFlag,
  type Reach,
} from './branches';
import { createCheckList, type Guard } from './checkList';
import { strongerThan, type Bound } from './flow';
import { isMembershipTest, mentionsAny, mentionsOf, outermostBody } from './mentions';
import { looksLikeSchema, schemaBound } from './schemas';

const PARSERS = /^(parse|safeParse|validate|validateSync|validateAsync|parseAsync|safeParseAsync)$/;

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
  const body = outermostBody(use);
  const known = evaluator.concluded(body, checksIn);
  const key = [holder, ...path].join('\0');
  let checks = known.get(key);
  if (!checks) known.set(key, (checks = checksOf({ evaluator, body, holder, path })));
  return checks.before(use);
}

/** One expression whose checks are looked for. */
interface Question {
  readonly evaluator: Evaluator;
  /** The body of the outermost function around it. */
  readonly body: ts.Node;
  readonly holder: string;
  readonly path: readonly string[];
}

/** The checks of one expression in one body. They are worked out as uses further down ask for them. */
interface Checks {
  before(use: ts.Expression): Guard;
}

function checksOf(question: Question): Checks {
  const { evaluator, body, holder, path } = question;
  const index = evaluator.concluded(body, mentionsOf);
  const names = [
    holder,
    ...path.slice(0, 3).map((_, length) => [holder, ...path.slice(0, length + 1)].join('.')),
  ].filter((name) => !name.includes('*') && !name.includes('('));
  // A limit of the whole request's size is one of everything that is read from it.
  const isRequest = /^(json|text|formData|arrayBuffer)\(\)$|^body$/.test(path[0] ?? '');
  const mentions = (node: ts.Node) =>
    index.anyIn(node, names) || (isRequest && index.matchesIn(node, 'contentLength'));
  const conditions = index.conditionsOf(names, isRequest ? 'contentLength' : undefined);
  const found = createCheckList(evaluator);
  let done = 0;
  return {
    before(use) {
      for (; done < conditions.length && conditions[done].pos <= use.pos; done++) {
        evaluator.tick();
        const node = conditions[done];
        const note: Note = (bound, reach, allowed = false) =>
          reach && found.add({ bound, allowed, node, ...reach });
        if (ts.isBinaryExpression(node)) compared(question, node, mentions, names, note);
        else if (ts.isCallExpression(node)) called(question, node, mentions, note);
        else if (ts.isCaseClause(node)) {
          if (mentions(node.parent.parent.expression)) note('full', { inside: node }, true);
        } else if (isMembershipTest(node)) {
          if (mentions((unwrap(node.operand) as ts.BinaryExpression).left))
            note('full', leavesWhenTrue(node, body, evaluator), true);
        }
      }
      return found.at(use);
    },
  };
}

function checksIn(): Map<string, Checks> {
  return new Map();
}

/** Notes what a condition makes sure of, where it does so at all. */
type Note = (bound: Bound, reach: Reach | undefined, allowed?: boolean) => void;
type Mentions = (node: ts.Node) => boolean;

function compared(
  { evaluator, body }: Question,
  node: ts.BinaryExpression,
  mentions: Mentions,
  names: readonly string[],
  note: Note,
): void {
  const limit = limitOf(node, mentions);
  if (limit === 'upper-left') {
    note('full', leavesWhenTrue(node, body, evaluator));
    if (repairs(node, names, evaluator)) note('full', {});
  } else if (limit === 'upper-inside') {
    note('full', holdsWhenTrue(node, evaluator));
    note('full', leavesWhenFalse(node, body, evaluator));
  }
  if (isConstantTest(node, mentions))
    note(
      'full',
      isUnequal(node) ? leavesWhenTrue(node, body, evaluator) : holdsWhenTrue(node, evaluator),
      true,
    );
  if (isTypeTest(node, (side) => evaluator.concluded(body, mentionsOf).anyIn(side, names))) {
    note('shape', leavesWhenTrue(node, body, evaluator));
    note('shape', holdsWhenTrue(node, evaluator));
  }
}

function called(
  { evaluator, body, holder, path }: Question,
  node: ts.CallExpression,
  mentions: Mentions,
  note: Note,
): void {
  const callee = unwrap(node.expression);
  const name = accessedName(callee) ?? (ts.isIdentifier(callee) ? callee.text : '');
  const [first] = node.arguments;
  if (!first || !node.arguments.some(mentions)) return;
  const whenAnswered = (bound: Bound, allowed = false) => {
    note(bound, leavesWhenFalse(node, body, evaluator), allowed);
    note(bound, holdsWhenTrue(node, evaluator), allowed);
  };
  // `if (!LANGUAGES.includes(language)) return`
  if (
    (name === 'includes' || name === 'has' || name === 'hasOwn' || name === 'hasOwnProperty') &&
    !mentions(callee)
  )
    return whenAnswered('full', true);
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
      return note(schemaBound(evaluator, schema, pathWithin(node.arguments, holder, path)), {});
  }
  // `const validate = ajv.compile(schema); if (!validate(body)) return`
  if (
    ts.isIdentifier(callee) &&
    looksLikeSchema(evaluator, callee) &&
    optionsOf(evaluator.evaluate(callee), 2).some(
      (option) =>
        option.kind === 'call' && accessedName(unwrap(option.node.expression)) === 'compile',
    )
  )
    return whenAnswered(schemaBound(evaluator, callee, path));
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
    const inside = parameter && evaluator.concluded(parameter, helperBound);
    if (inside) note(inside, {});
  }
  if (
    evaluator.concluded(body, mentionsOf).matchesIn(node.expression, 'moderation') &&
    stopsOnFlag(node, evaluator)
  )
    note('full', {});
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
function helperBound(parameter: ts.ParameterDeclaration, evaluator: Evaluator): Bound | undefined {
  const { body } = parameter.parent as ts.FunctionLikeDeclaration;
  const names = ts.isIdentifier(parameter.name)
    ? [parameter.name.text]
    : parameter.name.elements.flatMap((element) =>
        ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
      );
  let found: Bound | undefined;
  if (!body) return undefined;
  const text = body.getText();
  if (/moderat/i.test(text) && /flagged/.test(text)) return 'full';
  const mentions = (item: ts.Node) => mentionsAny(item, names);
  evaluator.walk(body, (node) => {
    if (found === 'full') return;
    if (ts.isBinaryExpression(node) && limitOf(node, mentions) !== undefined) found = 'full';
    else if (ts.isBinaryExpression(node) && isTypeTest(node, mentions)) found = 'shape';
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
    evaluator.walk(fn.body, (item) => {
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
  mentions: Mentions,
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

function isConstantTest(node: ts.BinaryExpression, mentions: Mentions): boolean {
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

function isTypeTest(node: ts.BinaryExpression, mentions: Mentions): boolean {
  const side = unwrap(node.left);
  return (
    ts.isTypeOfExpression(side) && mentions(side.expression) && /string/.test(node.right.getText())
  );
}
