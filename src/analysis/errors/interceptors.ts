import ts from 'typescript';
import { dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import type { FailurePath } from './climb';
import { tellsRateLimit } from './rateLimit';

/**
 * What an axios instance does with failures before any caller sees them: an interceptor that tells a 429 apart, or `axiosRetry(instance, …)`.
 * Looked for in the module that makes the instance. Sources: axios-http.com/docs/interceptors, the README of axios-retry.
 */
export function interceptedFailure(
  evaluator: Evaluator,
  request: ts.CallExpression | ts.NewExpression,
  callee: Value,
): Pick<FailurePath, 'end' | 'at'> | undefined {
  for (const argument of request.arguments ?? []) {
    const own = retriesPosts(evaluator, evaluator.evaluate(argument));
    if (own) return own;
  }
  for (const option of optionsOf(callee, 4)) {
    const { root } = memberPath(option);
    const syntax =
      root.kind === 'call' && isAxios(root.callee)
        ? evaluator.program.syntax(root.site.file)
        : undefined;
    let found: Pick<FailurePath, 'end' | 'at'> | undefined;
    if (syntax) {
      evaluator.walk(syntax.sourceFile, (node) => {
        if (!found && ts.isCallExpression(node)) found = effectOf(evaluator, node);
      });
    }
    const extended =
      root.kind === 'call'
        ? root.node.arguments
            .map((argument) => retriesPosts(evaluator, evaluator.evaluate(argument, root.frame)))
            .find(Boolean)
        : undefined;
    if (found ?? extended) return found ?? extended;
  }
  return undefined;
}

/** `retry: { limit: 4, methods: ['post'] }` of ky and got, which leave posts alone unless told. Their waits grow. Sources: the READMEs of ky and got. */
function retriesPosts(
  evaluator: Evaluator,
  options: Value,
): Pick<FailurePath, 'end' | 'at'> | undefined {
  for (const option of optionsOf(options, 2)) {
    const property =
      option.kind === 'object'
        ? option.node.properties.find((item) => propertyName(item.name) === 'retry')
        : undefined;
    if (property && /methods/.test(property.getText()) && /post/i.test(property.getText()))
      return {
        end: 'retried',
        at: { ...evaluator.siteOf(property), label: 'tried again with growing waits' },
      };
  }
  return undefined;
}

function effectOf(
  evaluator: Evaluator,
  node: ts.CallExpression,
): Pick<FailurePath, 'end' | 'at'> | undefined {
  const name = dottedName(node.expression) ?? [];
  const at = (label: string) => ({ ...evaluator.siteOf(node.expression), label });
  if (
    optionsOf(evaluator.evaluate(node.expression), 2).some(
      (option) => option.kind === 'external' && /^(axios-retry|retry-axios)$/.test(option.name),
    )
  )
    return { end: 'retried', at: at('`axios-retry` tries it again') };
  if (name.slice(-3).join('.') !== 'interceptors.response.use' || !node.arguments[1])
    return undefined;
  const rejected = unwrap(node.arguments[1]);
  const body =
    ts.isArrowFunction(rejected) || ts.isFunctionExpression(rejected)
      ? rejected.body
      : optionsOf(evaluator.evaluate(rejected), 2).flatMap((option) =>
          option.kind === 'function' && option.node.body ? [option.node.body] : [],
        )[0];
  return body && tellsRateLimit(evaluator, body)
    ? { end: 'told-apart', at: at('the interceptor tells it apart') }
    : undefined;
}

function isAxios(value: Value): boolean {
  return optionsOf(value, 2).some((option) => {
    const { root } = memberPath(option);
    return root.kind === 'external' && root.name === 'axios';
  });
}
