import ts from 'typescript';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import {
  holdsWhenFalse,
  holdsWhenTrue,
  leavesWhenFalse,
  leavesWhenTrue,
  repairs,
  stopsOnFlag,
  type Reach,
} from './branches';
import { createCheckList, type Guard } from './checkList';
import type { Bound } from './flow';
import { goesOnWhenLong, helperCheck, isModeration, isTypeTest } from './helperChecks';
import { isIgnored, onlyAnswers } from './ignored';
import { lengthsIn, limitOf } from './lengths';
import { listOf, type ListChecks } from './lists';
import { localNames } from './localNames';
import { CONTENT_LENGTH, isMembershipTest, mentionsOf, outermostBody } from './mentions';
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
  const local = localNames(evaluator, index, names);
  const list = listOf(evaluator, index, names, path);
  names.push(...local.copies);
  const mentions = (node: ts.Node) => index.anyIn(node, names);
  const asked = {
    ...question,
    mentions,
    names,
    measured: lengthsIn(local.lengths),
    ...(list ? { list } : {}),
  };
  const conditions = [
    ...index.conditionsOf([...names, ...local.lengths.keys()]),
    ...(list?.comparisons ?? []),
  ];
  if (list) conditions.sort((a, b) => a.pos - b.pos);
  const found = createCheckList(evaluator);
  let done = 0;
  return {
    before(use) {
      for (; done < conditions.length && conditions[done].pos <= use.pos; done++) {
        evaluator.tick();
        const node = conditions[done];
        const note: Note = (bound, reach, allowed = false) =>
          reach && found.add({ bound, allowed, node, ...reach });
        if (ts.isBinaryExpression(node)) compared(asked, node, note);
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

/** The names of what is asked for, and where they or their lengths stand. */
interface Asked extends Question {
  readonly mentions: Mentions;
  readonly names: readonly string[];
  readonly measured: Mentions;
  /** What is asked for are the entries of a list. */
  readonly list?: ListChecks;
}

function compared(
  { evaluator, body, mentions, names, measured, list }: Asked,
  node: ts.BinaryExpression,
  note: Note,
): void {
  const limit = list
    ? limitOf(
        node,
        (side) => list.measuresEntry(side) || (mentions(side) && !list.counts(side)),
        (side) => measured(side) && !list.counts(side),
      )
    : limitOf(node, mentions, measured);
  if (limit === 'above') {
    note('full', leavesWhenTrue(node, body, evaluator));
    note('full', holdsWhenFalse(node));
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
  { evaluator, body }: Question,
  node: ts.CallExpression,
  mentions: Mentions,
  note: Note,
): void {
  const index = node.arguments.findIndex(mentions);
  for (const option of optionsOf(evaluator.evaluate(node.expression), 2)) {
    if (option.kind !== 'function' || !option.node.body) continue;
    const parameter = option.node.parameters[index];
    const check = parameter && evaluator.concluded(parameter, helperCheck);
    if (!check || goesOnWhenLong(check, node, body, evaluator)) continue;
    if (!(isIgnored(node) && onlyAnswers(option.node.body, evaluator))) note(check.bound, {});
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
