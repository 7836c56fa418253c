import ts from 'typescript';
import { isDecoratedHandler } from '../../analysis/calls/methods';
import { nameOf } from '../../analysis/source/syntax';
import { throwers, type Thrower } from '../../models/answerWays';
import type { Answering, Asked } from './answering';
import { namedParameter } from './names';

/** Decorators of the parameter that is Nest's response. */
const RESPONSES: readonly string[] = ['Res', 'Response'];

/**
 * Nest turns what a handler throws into its answer.
 * Source: docs.nestjs.com/exception-filters, "Built-in HTTP exceptions".
 */
export function nestAnswer({ fn }: Asked): Answering | undefined {
  if (!isDecoratedHandler(fn)) return undefined;
  const response = fn.parameters.find((parameter) =>
    (ts.getDecorators(parameter) ?? []).some(({ expression }) =>
      RESPONSES.includes(
        nameOf(ts.isCallExpression(expression) ? expression.expression : expression),
      ),
    ),
  )?.name;
  const name = (status: number) => (status === 400 ? 'BadRequestException' : 'HttpException');
  return {
    throws: true,
    ...(response && ts.isIdentifier(response) ? { begun: `${response.text}.headersSent` } : {}),
    thrown: { name, from: '@nestjs/common' },
    answer: (status, message) => [
      `throw new ${name(status)}('${message}'${status === 400 ? '' : `, ${status}`});`,
    ],
  };
}

/** A handler whose framework answers with what it throws: tRPC, h3. */
export function thrownAnswer({ fn }: Asked): Answering | undefined {
  const call = fn.parent;
  const isGiven = ts.isCallExpression(call) && call.arguments.some((argument) => argument === fn);
  const row = isGiven ? throwers.find((item) => takes(item, call.expression)) : undefined;
  if (!row) return undefined;
  const request = namedParameter(fn, 0)?.name.text;
  return {
    givesResponse: true,
    throws: true,
    ...(row.known && !importsFrom(fn.getSourceFile(), row.from)
      ? {}
      : { thrown: { name: () => row.name, from: row.from } }),
    answer: (status, message, retryAfter) => [
      ...(retryAfter && request && row.retryAfter ? [row.retryAfter(request, retryAfter)] : []),
      `throw ${row.thrown(status, message)};`,
    ],
  };
}

function takes({ given, on }: Thrower, callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return on === undefined && given.includes(callee.text);
  return (
    on !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    given.includes(callee.name.text) &&
    namesAlong(callee.expression).some((name) => on.test(name))
  );
}

/** The names along a chain: `publicProcedure`, `input` of `publicProcedure.input(…)`. */
function namesAlong(node: ts.Expression): string[] {
  if (ts.isCallExpression(node)) return namesAlong(node.expression);
  if (ts.isPropertyAccessExpression(node)) return [node.name.text, ...namesAlong(node.expression)];
  return [nameOf(node)];
}

function importsFrom({ statements }: ts.SourceFile, from: string): boolean {
  return statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteralLike(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === from,
  );
}
