import ts from 'typescript';
import { isDecoratedHandler } from '../../analysis/calls/methods';
import { lookup, lookupName } from '../../analysis/source/scope';
import { nameOf } from '../../analysis/source/syntax';
import { throwers, type Thrower } from '../../models/answerWays';
import type { Answering, Asked } from './answering';
import { importOf } from './declaration';
import { namedParameter } from './names';
import { requiredBy, usesPackage } from './usesPackage';

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

/** A handler whose framework answers with what it throws: tRPC, h3, callable functions. */
export function thrownAnswer({ fn }: Asked): Answering | undefined {
  const call = fn.parent;
  const isGiven = ts.isCallExpression(call) && call.arguments.some((argument) => argument === fn);
  const row = isGiven ? throwers.find((item) => takes(item, call.expression)) : undefined;
  if (!isGiven || !row) return undefined;
  const imported = importFor(row, call.expression);
  if (imported === 'out of reach') return undefined;
  const request = namedParameter(fn, 0)?.name.text;
  const on = ts.isPropertyAccessExpression(call.expression)
    ? call.expression.expression.getText()
    : '';
  return {
    givesResponse: true,
    throws: true,
    ...(imported ? { thrown: imported } : {}),
    answer: (status, message, retryAfter) => [
      ...(retryAfter && request && row.retryAfter ? [row.retryAfter(request, retryAfter)] : []),
      `throw ${row.thrown(status, message, on)};`,
    ],
  };
}

/** The import that an answer needs; where that is not in sight, nothing can be thrown. */
function importFor(
  { name, from, known }: Thrower,
  callee: ts.Expression,
): Answering['thrown'] | 'out of reach' {
  if (name === undefined) return undefined;
  const file = callee.getSourceFile();
  if (from !== undefined)
    return known && !usesPackage(file, [from]) ? undefined : { name: () => name, from };
  if (lookupName(name, callee)) return undefined;
  const declaration = ts.isIdentifier(callee) ? lookup(callee) : undefined;
  const own = importOf(declaration) ?? requiredFrom(declaration);
  return own === undefined ? 'out of reach' : { name: () => name, from: own };
}

/** The module of `const { onCall } = require('x')`. */
function requiredFrom(declaration: ts.Node | undefined): string | undefined {
  const holder = declaration?.parent.parent;
  return declaration &&
    ts.isBindingElement(declaration) &&
    holder &&
    ts.isVariableDeclaration(holder) &&
    holder.initializer &&
    ts.isCallExpression(holder.initializer)
    ? requiredBy(holder.initializer).at(0)
    : undefined;
}

function takes({ given, on, packages }: Thrower, callee: ts.Expression): boolean {
  if (packages && !usesPackage(callee.getSourceFile(), packages)) return false;
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
