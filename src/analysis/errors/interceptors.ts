import ts from 'typescript';
import { importsSome, matches } from '../../models/match';
import type { Interceptor, RetryOption } from '../../models/failureRows';
import { sameSite, type Site } from '../source/host';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referenceOf, referencesOf } from '../values/reference';
import { memberPath, optionsOf, type Frame, type Value } from '../values/value';
import type { FailurePath } from './paths';
import { handlerBody } from './promises';
import { tellsRateLimit } from './rateLimit';

type Intercepted = Pick<FailurePath, 'end' | 'at'>;

/**
 * What a client does with failures before any caller sees them: an option that makes it try again,
 * an interceptor that tells a 429 apart or tries again. Interceptors are looked for in the module
 * that makes the client's instance.
 */
export function interceptedFailure(
  evaluator: Evaluator,
  request: ts.CallExpression | ts.NewExpression,
  callee: Value,
): Intercepted | undefined {
  const own = retriedByOption(evaluator, request);
  if (own) return own;
  for (const option of optionsOf(callee, 4)) {
    const { root: instance } = memberPath(option);
    if (instance.kind !== 'call') continue;
    const found =
      intercepted(evaluator, instance) ?? retriedByOption(evaluator, instance.node, instance.frame);
    if (found) return found;
  }
  return undefined;
}

/** `retry: { limit: 4, methods: ['post'] }` */
function retriedByOption(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  frame?: Frame,
): Intercepted | undefined {
  const rows = referencesOf(evaluator, call.expression).flatMap((reference) =>
    matches('retryOptions', reference),
  );
  for (const { row } of rows)
    for (const argument of call.arguments ?? [])
      for (const options of optionsOf(evaluator.evaluate(argument, frame), 2)) {
        const property =
          options.kind === 'object'
            ? options.node.properties.find((item) => propertyName(item.name) === row.option)
            : undefined;
        if (property && repeatsPosts(evaluator, options, row)) {
          const label = 'tried again with growing waits';
          return { end: 'retried', at: { ...evaluator.siteOf(property), label } };
        }
      }
  return undefined;
}

function repeatsPosts(evaluator: Evaluator, options: Value, row: RetryOption): boolean {
  const option = evaluator.member(options, row.option, options.site);
  const methods = evaluator.member(option, row.methods, option.site);
  return optionsOf(methods, 2).some(
    (list) =>
      list.kind === 'array' &&
      list.elements.some((item) => item.kind === 'text' && item.text.toLowerCase() === 'post'),
  );
}

/** What the module that makes an instance sets up for its failures. */
function intercepted(
  evaluator: Evaluator,
  instance: Value & { readonly kind: 'call' },
): Intercepted | undefined {
  const made = referenceOf(evaluator, instance.callee);
  if (made?.root !== 'package' || !importsSome('interceptors', [made.name])) return undefined;
  const syntax = evaluator.program.syntax(instance.site.file);
  let found: Intercepted | undefined;
  if (syntax)
    evaluator.walk(syntax.sourceFile, (node) => {
      if (!found && ts.isCallExpression(node)) found = effectOf(evaluator, node, instance.site);
    });
  return found;
}

function effectOf(
  evaluator: Evaluator,
  call: ts.CallExpression,
  instance: Site,
): Intercepted | undefined {
  const [match] = referencesOf(evaluator, call.expression).flatMap((reference) =>
    matches('interceptors', reference),
  );
  if (!match || !isOf(evaluator, call, instance)) return undefined;
  const { row } = match;
  const at = { ...evaluator.siteOf(call.expression), label: row.label };
  if (row.does === 'retries') return { end: 'retried', at };
  return tellsApart(evaluator, call, row) ? { end: 'told-apart', at } : undefined;
}

/** Whether a call is made on an instance, or is given it first. */
function isOf(evaluator: Evaluator, call: ts.CallExpression, instance: Site): boolean {
  const isIt = (expression: ts.Expression): boolean =>
    optionsOf(evaluator.evaluate(expression), 4).some((option) =>
      sameSite(memberPath(option).root.site, instance),
    );
  const [first] = call.arguments;
  return isIt(call.expression) || (first !== undefined && isIt(first));
}

function tellsApart(evaluator: Evaluator, call: ts.CallExpression, row: Interceptor): boolean {
  const rejected = row.argument === undefined ? undefined : call.arguments[row.argument];
  const body = rejected && handlerBody(evaluator, rejected);
  return body !== undefined && tellsRateLimit(evaluator, body);
}
