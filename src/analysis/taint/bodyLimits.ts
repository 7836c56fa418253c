import ts from 'typescript';
import { matches } from '../../models/match';
import { models } from '../../models/registry';
import { referencesTo } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf, type Value } from '../values/value';
import type { Bound } from './flow';
import { amountOf } from './lengths';
import { isSetUp } from './setups';

type Registration = ts.CallExpression | ts.NewExpression;

/** A limit above this, in bytes, is no bound for a prompt any more: it is some 250,000 tokens. */
const USEFUL_LIMIT = 1_000_000;

/**
 * What OpenAI takes of a recording: a larger file costs nothing, for it is refused. Source: the
 * guide "Speech to text", which says 25 MB.
 */
const MEDIA_LIMIT = 26_214_400;

/**
 * `full` when bodies over a stated size are refused: by all servers of the package, by the route's
 * own module, or by the registration of the route.
 */
export function bodyLimit(evaluator: Evaluator, file: string, route?: Registration): Bound {
  return exportsLimit(evaluator, file) ||
    (route && limitsBody(evaluator, route)) ||
    isSetUp(
      evaluator,
      file,
      'limits',
      (call, { row }) =>
        !row.uploads && !row.ofRoute && limits(call, row.option) && !isOfOneRoute(call),
    )
    ? 'full'
    : 'none';
}

/**
 * Whether a middleware refuses uploads over a stated size: `multer({ limits: { fileSize: 20_000 }
 * }).single('file')`. A picture or a recording may be larger than a text that the model reads.
 */
export function limitsUploads(
  evaluator: Evaluator,
  middleware: ts.Expression,
  media: boolean,
): boolean {
  const most = media ? MEDIA_LIMIT : USEFUL_LIMIT;
  return makersOf(evaluator, middleware).some((call) =>
    matchesOf(evaluator, call).some(({ row }) => row.uploads && limits(call, row.option, most)),
  );
}

/**
 * Whether the registration of a route refuses bodies over a stated size: by its own option, or by
 * the parser among its middleware, unless one that takes more has read the body before.
 */
function limitsBody(evaluator: Evaluator, registration: Registration): boolean {
  const isOwn = matchesOf(evaluator, registration).some(
    ({ row }) => row.ofRoute && limits(registration, row.option),
  );
  if (isOwn) return true;
  const parsers = (registration.arguments ?? [])
    .slice(0, -1)
    .flatMap((argument) => makersOf(evaluator, argument))
    .filter((call) =>
      matchesOf(evaluator, call).some(
        ({ row }) => !row.uploads && !row.ofRoute && limits(call, row.option),
      ),
    );
  return parsers.length > 0 && !isReadBefore(evaluator, evaluator.siteOf(registration).file);
}

/** Whether a parser for all routes has a limit that is none: it reads every body, and once. */
function isReadBefore(evaluator: Evaluator, file: string): boolean {
  return isSetUp(
    evaluator,
    file,
    'limits',
    (call, { row }) =>
      call !== undefined &&
      !row.uploads &&
      !row.ofRoute &&
      !isOfOneRoute(call) &&
      (call.arguments ?? []).some((argument) => at(argument, row.option.split('.'))) &&
      !limits(call, row.option),
    'wide limits',
  );
}

/**
 * Whether a parser stands in the registration of one route: behind its path, before what answers.
 * One in a constant is looked for where the constant is used.
 */
function isOfOneRoute(parser: ts.Node | undefined): boolean {
  if (!parser) return false;
  const { parent } = parser;
  if (ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === parser)) {
    const [first] = parent.arguments;
    return ts.isStringLiteralLike(first) && parent.arguments.at(-1) !== parser;
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const uses = referencesTo(parent, parent.name.text).filter((use) => use !== parent.name);
  return uses.length > 0 && uses.every(isOfOneRoute);
}

function matchesOf(evaluator: Evaluator, call: Registration) {
  return referencesOf(evaluator, call.expression).flatMap((reference) =>
    matches('limits', reference),
  );
}

/** The calls that a value is made of, one on the result of the other, also through names. */
function makersOf(evaluator: Evaluator, expression: ts.Expression): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const descend = (value: Value): void => {
    if (value.kind === 'call') {
      calls.push(value.node);
      descend(value.callee);
    } else if (value.kind === 'member') descend(value.object);
  };
  optionsOf(evaluator.evaluate(expression), 2).forEach(descend);
  return calls;
}

/** Whether the options of a call hold a limit that is small enough, for a prompt if nothing is said. */
function limits(
  call: ts.CallExpression | ts.NewExpression | undefined,
  option: string,
  most = USEFUL_LIMIT,
): boolean {
  return (call?.arguments ?? []).some((argument) =>
    isAtMost(most, at(argument, option.split('.'))),
  );
}

function isAtMost(most: number, expression: ts.Expression | undefined): boolean {
  const amount = expression && amountOf(expression);
  return amount !== undefined && amount <= most;
}

/** The expression that a path of properties leads to in an object as it is written. */
function at(expression: ts.Expression, path: readonly string[]): ts.Expression | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return expression;
  const node = unwrap(expression);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties)
    if (propertyName(property.name) === head) {
      if (ts.isPropertyAssignment(property)) return at(property.initializer, rest);
      return ts.isShorthandPropertyAssignment(property) ? at(property.name, rest) : undefined;
    }
  return undefined;
}

/** `export const config = { api: { bodyParser: { sizeLimit: '100kb' } } }` of a route's module. */
function exportsLimit(evaluator: Evaluator, file: string): boolean {
  const table = evaluator.program.exports(file);
  return models
    .flatMap(({ exportedLimits = [] }) => exportedLimits)
    .some(({ name, option }) => {
      if (!table?.names.has(name)) return false;
      const exported = evaluator.exported(file, name, { file, start: 0, end: 0 });
      return optionsOf(exported, 2).some(
        (value) =>
          value.kind === 'object' && isAtMost(USEFUL_LIMIT, at(value.node, option.split('.'))),
      );
    });
}
