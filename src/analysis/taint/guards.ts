import ts from 'typescript';
import { matches } from '../../models/match';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import {
  holdsWhenTrue,
  leavesWhenFalse,
  leavesWhenTrue,
  readsFlag,
  repairs,
  stopsOnFlag,
  type Reach,
} from './branches';
import { createCheckList, type Guard } from './checkList';
import type { Bound } from './flow';
import { isIgnored, onlyAnswers } from './ignored';
import { limitOf } from './lengths';
import {
  CONTENT_LENGTH,
  isMembershipTest,
  mentionsAny,
  mentionsOf,
  outermostBody,
} from './mentions';
import { schemaCheckAt } from './schemaChecks';
import { schemaBound } from './schemas';

/**
 * What is checked of an expression (`message`, `body.message`) in its function before it is used: a
 * length compared with a limit on a branch that leaves, membership of a list, a helper that does
 * either, a schema, moderation whose flag stops.
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

/**
 * The checks of one expression in one body. They are worked out as uses further down ask for them.
 */
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
  if (/^(json|text|formData|arrayBuffer)\(\)$|^body$/.test(path[0] ?? ''))
    names.push(CONTENT_LENGTH);
  const mentions = (node: ts.Node) => index.anyIn(node, names);
  const conditions = index.conditionsOf(names);
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
  if (limit === 'above') {
    note('full', leavesWhenTrue(node, body, evaluator));
    if (repairs(node, names, evaluator)) note('full', {});
  } else if (limit === 'below') {
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

function called(question: Question, node: ts.CallExpression, mentions: Mentions, note: Note): void {
  if (!node.arguments.some(mentions)) return;
  const { evaluator, body, path } = question;
  const whenAnswered: Note = (bound, _, allowed) => {
    note(bound, leavesWhenFalse(node, body, evaluator), allowed);
    note(bound, holdsWhenTrue(node, evaluator), allowed);
  };
  if (isMembership(node, mentions)) return whenAnswered('full', {}, true);
  const check = schemaCheckAt(evaluator, node);
  if (check && !mentions(check.schema)) {
    const within = pathWithin(node.arguments, question.holder, path);
    const bound = schemaBound(evaluator, check.schema, within);
    if (check.answers) return whenAnswered(bound, {});
    return check.reports && isIgnored(node) ? undefined : note(bound, {});
  }
  if (isModeration(evaluator, node) && stopsOnFlag(node, evaluator)) return note('full', {});
  helped(question, node, mentions, note);
}

/** `if (!LANGUAGES.includes(language)) return` */
function isMembership(node: ts.CallExpression, mentions: Mentions): boolean {
  const callee = unwrap(node.expression);
  const name = accessedName(callee);
  return (
    name !== undefined && /^(includes|has|hasOwn|hasOwnProperty)$/.test(name) && !mentions(callee)
  );
}

/** A function of the workspace that looks at what it is given, and what it makes sure of. */
function helped(
  { evaluator }: Question,
  node: ts.CallExpression,
  mentions: Mentions,
  note: Note,
): void {
  const index = node.arguments.findIndex(mentions);
  for (const option of optionsOf(evaluator.evaluate(node.expression), 2)) {
    if (option.kind !== 'function' || !option.node.body) continue;
    const parameter = option.node.parameters[index];
    const inside = parameter && evaluator.concluded(parameter, helperBound);
    if (inside && !(isIgnored(node) && onlyAnswers(option.node.body, evaluator))) note(inside, {});
  }
}

/**
 * What is left of the path to a value inside what is given to a schema: nothing of `body.message`
 * where `body.message` is given itself.
 */
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

/**
 * What a helper makes sure of one of its parameters: it throws or answers no when the text is too
 * long, or asks for moderation.
 */
function helperBound(parameter: ts.ParameterDeclaration, evaluator: Evaluator): Bound | undefined {
  const { body } = parameter.parent as ts.FunctionLikeDeclaration;
  if (!body) return undefined;
  const names = ts.isIdentifier(parameter.name)
    ? [parameter.name.text]
    : parameter.name.elements.flatMap((element) =>
        ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
      );
  const mentions = (item: ts.Node) => mentionsAny(item, names);
  let found: Bound | undefined;
  evaluator.walk(body, (node) => {
    if (found === 'full') return;
    if (ts.isBinaryExpression(node)) {
      if (limitOf(node, mentions) !== undefined) found = 'full';
      else if (isTypeTest(node, mentions)) found = 'shape';
    } else if (ts.isCallExpression(node)) {
      const check = schemaCheckAt(evaluator, node);
      if (check) found = schemaBound(evaluator, check.schema, []);
      else if (isModeration(evaluator, node) && evaluator.concluded(body, readsFlag))
        found = 'full';
    }
  });
  return found;
}

/** Whether a call asks a model whether a text may go on. */
function isModeration(evaluator: Evaluator, node: ts.CallExpression): boolean {
  return referencesOf(evaluator, node.expression).some(
    (reference) => matches('moderations', reference).length > 0,
  );
}

function isStringWord(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && node.text === 'string';
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
    ts.isTypeOfExpression(side) && mentions(side.expression) && isStringWord(unwrap(node.right))
  );
}
