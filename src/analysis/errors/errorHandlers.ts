import ts from 'typescript';
import type { Step } from '../source/host';
import { decoratorsOf } from '../calls/decorators';
import { isFunction } from '../calls/positions';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { tellsRateLimit } from './rateLimit';

/** What an application has set up for everything that its handlers throw. */
export interface ErrorHandler {
  readonly at: Step;
  readonly tells429: boolean;
  /** It never sees what an async handler throws: Express 4 does not wait for promises. Source: expressjs.com, "Error handling". */
  readonly synchronous?: boolean;
  /** It is for what a bot's handlers throw, not for those of routes. Source: grammy.dev/guide/errors, telegraf.js.org. */
  readonly bot?: boolean;
}

/** Words of which one stands in every file that sets up an error handler. */
const WORDS = [
  'setErrorHandler',
  'handleError',
  'onError',
  '@Catch(',
  'errorFormatter',
  'errorHandler',
  "on('error'",
  '.use(',
  'handleServerError',
  'createError',
  '.catch(',
];

/** Packages whose applications have error handlers; files of the project's own that hand an `app` on import none, and set none up either as a rule. */
const FRAMEWORKS =
  /express|fastify|^hono|^koa|^@koa|nestjs|sveltejs|trpc|elysia|safe-action|nitro|^h3$|oak|polka|restify|grammy|telegraf|(^|\/)(app|server|bot)(\.[jt]s)?$/;

const known = new WeakMap<Evaluator, Map<string, readonly ErrorHandler[]>>();

/**
 * The framework's own error handler of the package a file is in: Express middleware with four parameters, `setErrorHandler` of Fastify,
 * `onError` of Hono and Elysia, a Nest filter, `handleError` of SvelteKit, a Koa middleware that catches around `next()`, tRPC's `errorFormatter`.
 * The one that tells rate limits apart wins when there are several.
 */
export function errorHandler(
  evaluator: Evaluator,
  file: string,
  of: 'routes' | 'bot' = 'routes',
): ErrorHandler | undefined {
  const { program } = evaluator;
  const files = program.packageFiles(file);
  const key = files[0] ?? file;
  let memo = known.get(evaluator);
  if (!memo) known.set(evaluator, (memo = new Map()));
  let all = memo.get(key);
  if (!all) memo.set(key, (all = find(evaluator, files)));
  const fitting = all.filter((handler) => (handler.bot ?? false) === (of === 'bot'));
  const found = fitting.find((handler) => handler.tells429) ?? fitting[0];
  if (found) program.syntax(found.at.file);
  return found;
}

function find(evaluator: Evaluator, files: readonly string[]): ErrorHandler[] {
  const found: ErrorHandler[] = [];
  for (const file of files) {
    if (
      !/hooks\.server/.test(file) &&
      !evaluator.program.specifiersOf(file).some((specifier) => FRAMEWORKS.test(specifier))
    )
      continue;
    const text = evaluator.program.text(file);
    if (text === undefined || !WORDS.some((word) => text.includes(word))) continue;
    const syntax = evaluator.program.syntax(file);
    if (syntax)
      evaluator.walk(
        syntax.sourceFile,
        (node) => void found.push(...handlerAt(evaluator, node, file)),
      );
  }
  return found;
}

function handlerAt(evaluator: Evaluator, node: ts.Node, file: string): ErrorHandler[] {
  const handler = (at: ts.Node, body: ts.Node | undefined, label: string): ErrorHandler[] => {
    if (!body) return [];
    const site = evaluator.siteOf(at);
    return [
      {
        at: {
          ...site,
          end: Math.min(site.end, site.start + at.getText().split('\n')[0].length),
          label,
        },
        tells429: tellsRateLimit(evaluator, body),
      },
    ];
  };
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const name = node.expression.name.text;
    const fn = node.arguments
      .map((argument) => functionOf(evaluator, argument))
      .find((item) => item !== undefined);
    if (!fn) return [];
    if (name === 'use' && fn.parameters.length === 4)
      return handler(node.expression, fn.body, 'the error middleware catches it').map((item) => ({
        ...item,
        ...(isExpress4(evaluator, file) ? { synchronous: true } : {}),
      }));
    if (name === 'use' && /catch\s*\(/.test(fn.getText()) && /await\s+next\(\)/.test(fn.getText()))
      return handler(
        node.expression,
        evaluator.concluded(fn, catchBody),
        'the middleware around every handler catches it',
      );
    if (
      name === 'catch' &&
      /(^|\.)\w*([bB]ot|composer|telegraf)$/.test(node.expression.expression.getText())
    )
      return handler(node.expression, fn.body, '`catch` of the bot gets it').map((item) => ({
        ...item,
        bot: true,
      }));
    if (name === 'setErrorHandler' || name === 'onError')
      return handler(node.expression, fn.body, `\`${name}\` catches it`);
    return [];
  }
  if (
    ts.isClassDeclaration(node) &&
    decoratorsOf(evaluator, node).some(({ name }) => name === 'Catch')
  ) {
    const method = node.members.find(
      (member): member is ts.MethodDeclaration =>
        ts.isMethodDeclaration(member) && member.name.getText() === 'catch',
    );
    // `@Catch(RateLimitError)` tells it apart by its place alone.
    const only = (ts.getDecorators(node) ?? []).some((decorator) =>
      /^@Catch\(.*rate.?limit/is.test(decorator.getText()),
    );
    return method
      ? handler(node.name ?? node, method.body, 'the exception filter catches it').map((item) =>
          only ? { ...item, tells429: true } : item,
        )
      : [];
  }
  if (
    /hooks\.server\.[jt]s$/.test(file) &&
    (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) &&
    node.name?.getText() === 'handleError'
  ) {
    const body = ts.isFunctionDeclaration(node)
      ? node.body
      : node.initializer && functionOf(evaluator, node.initializer)?.body;
    return handler(node.name, body, '`handleError` catches it');
  }
  if (
    (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) &&
    /^(errorFormatter|handleServerError|handleReturnedServerError)$/.test(node.name.getText())
  ) {
    const fn = ts.isMethodDeclaration(node) ? node : functionOf(evaluator, node.initializer);
    return fn
      ? handler(node.name, fn.body, `\`${node.name.getText()}\` shapes it`).filter(
          (item) => item.tells429,
        )
      : [];
  }
  return [];
}

function functionOf(
  evaluator: Evaluator,
  expression: ts.Expression,
): ts.FunctionLikeDeclaration | undefined {
  const node = unwrap(expression);
  if (isFunction(node)) return node;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node))
    return undefined;
  for (const option of optionsOf(evaluator.evaluate(node), 2))
    if (option.kind === 'function') return option.node;
  return undefined;
}

function catchBody(fn: ts.FunctionLikeDeclaration, evaluator: Evaluator): ts.Node | undefined {
  let body: ts.Node | undefined;
  if (fn.body)
    evaluator.walk(fn.body, (node) => {
      if (ts.isCatchClause(node)) body ??= node.block;
    });
  return body;
}

function isExpress4({ program }: Evaluator, file: string): boolean {
  const version = program.dependency(file, 'express');
  return (
    version !== undefined &&
    /^[\^~>=v\s]*[1-4](\.|$)/.test(version) &&
    program.dependency(file, 'express-async-errors') === undefined
  );
}
