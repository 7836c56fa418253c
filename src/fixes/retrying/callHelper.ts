import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { failuresOf } from '../../analysis/requests/senders';
import type { Syntax } from '../../analysis/source/syntax';
import { nodeSpanning } from '../../edits/nodeAt';
import { sdkOf } from '../../models/vendors';
import type { Plan } from '../fix';
import { throughHelper } from './helperFunction';

const HELPER = 'withRetry';

/**
 * Wraps a request whose failures carry the API's answer, and whose sender never tries again, in a
 * helper that does: `withRetry(() => openai.createImage(…))`.
 */
export function retriedCall(request: RequestFact, syntax: Syntax): Plan | undefined {
  const failures = sdkOf(request).failures ?? failuresOf(request.api);
  const call = nodeSpanning(syntax.sourceFile, request.start, request.end);
  if (
    failures?.by !== 'response' ||
    sdkOf(request).ownRetries > 0 ||
    syntax.scripts.length > 0 ||
    !call ||
    !ts.isCallExpression(call) ||
    !isPromise(call)
  )
    return undefined;
  const waits = waitsIn(call);
  if (waits === 'yield') return undefined;
  const ask = `${HELPER}(${waits ? 'async ' : ''}() => `;
  return throughHelper(
    { name: HELPER, lines: helper },
    [
      { start: call.getStart(), end: call.getStart(), text: ask },
      { start: call.getEnd(), end: call.getEnd(), text: ')' },
    ],
    syntax,
  );
}

/** A promise is what is awaited, or asked for what comes then: others give observables. */
function isPromise({ parent }: ts.CallExpression): boolean {
  if (ts.isAwaitExpression(parent)) return true;
  return (
    ts.isPropertyAccessExpression(parent) &&
    ['then', 'catch', 'finally'].includes(parent.name.text) &&
    ts.isCallExpression(parent.parent)
  );
}

/** What a call waits for in its own arguments. */
function waitsIn(call: ts.CallExpression): 'await' | 'yield' | undefined {
  let found: 'await' | 'yield' | undefined;
  const look = (node: ts.Node): void => {
    if (ts.isYieldExpression(node)) found = 'yield';
    if (ts.isAwaitExpression(node)) found ??= 'await';
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  ts.forEachChild(call, look);
  return found;
}

/**
 * Full jitter spreads clients that were refused together. Source: aws.amazon.com/builders-library,
 * "Timeouts, retries, and backoff with jitter".
 */
function helper(typescript: boolean): string[] {
  return [
    '/** Asks again after a rate limit or an outage: growing waits with full jitter, Retry-After ' +
      'honoured, at most four attempts in a minute. */',
    typescript
      ? `async function ${HELPER}<T>(ask: () => Promise<T>): Promise<T> {`
      : `async function ${HELPER}(ask) {`,
    '  const started = Date.now();',
    '  for (let attempt = 1; ; attempt++) {',
    '    try {',
    '      return await ask();',
    '    } catch (error) {',
    ...(typescript
      ? [
          '      const { response } = error as {',
          '        response?: { status: number; headers: Record<string, string> };',
          '      };',
        ]
      : ['      const { response } = error;']),
    '      const status = response?.status ?? 0;',
    '      if ((status !== 429 && status < 500) || attempt === 4) throw error;',
    "      const seconds = Number(response?.headers['retry-after']);",
    '      const wait = seconds > 0 ? seconds * 1000 : Math.random() * 500 * 2 ** attempt;',
    '      if (Date.now() - started + wait > 60_000) throw error;',
    '      await new Promise((done) => setTimeout(done, wait));',
    '    }',
    '  }',
    '}',
  ];
}
