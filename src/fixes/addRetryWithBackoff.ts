import ts from 'typescript';
import { lookup } from '../analysis/source/scope';
import type { Syntax } from '../analysis/source/syntax';
import type { Finding } from '../rules/rule';
import { isRefusal, type Fix, type Plan } from './fix';
import { handleRateLimit } from './handleRateLimit';
import { retriedCall } from './retrying/callHelper';
import { throughHelper } from './retrying/helperFunction';
import { growingWait } from './retrying/growingWait';
import { patientSdk } from './retrying/sdkOption';
import type { Workspace } from '../analysis/workspace';
import { nodeAt } from '../edits/nodeAt';

const RETRIES = 3;
const HELPER = 'fetchWithRetry';

/**
 * Gives the SDK its own retries back; a `fetch`, which has none, gets a helper with waits that
 * grow.
 */
export const addRetryWithBackoff: Fix = {
  meta: {
    id: 'add-retry-with-backoff',
    summary:
      'Switches the SDK’s retries with growing delays on again; wraps a bare `fetch` in a ' +
      'helper that tries again, and so a request of version 3 or of axios; lets the SDK try longer ' +
      'where no handler can answer; lets the waits of a loop of one’s own grow.',
    rules: ['disabled-retries', 'retry-without-backoff', 'unhandled-rate-limit'],
    safe: false,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    if (!syntax) return undefined;
    if (finding.rule === 'retry-without-backoff') return growingWait(finding, syntax);
    return finding.rule === 'disabled-retries'
      ? ownRetries(finding, syntax)
      : (fetchRetries(finding, syntax) ?? unanswered(finding, syntax, workspace));
  },
};

/**
 * Where no handler answers a rate limit, the code can only wait for its end: by the SDK's own
 * retries, or with a helper where the sender has none.
 */
function unanswered(finding: Finding, syntax: Syntax, workspace: Workspace): Plan | undefined {
  const request = workspace
    .facts(finding.file)
    .requests.find((item) => item.detail?.callee.start === finding.start);
  if (!request || finding.surface === 'browser' || finding.variant === 'http') return undefined;
  const answered = handleRateLimit.plan(finding, workspace);
  return answered && !isRefusal(answered)
    ? undefined
    : (patientSdk(request, workspace) ?? retriedCall(request, syntax));
}

function ownRetries(finding: Finding, syntax: Syntax): Plan | undefined {
  const property = nodeAt(syntax.sourceFile, finding.start).parent;
  const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  // A constant may serve other purposes too: only the number written in place is changed.
  if (!value || !ts.isNumericLiteral(value)) return undefined;
  return {
    title: `Let the SDK try again up to ${RETRIES} times, with growing delays`,
    changes: () => [
      {
        kind: 'edit',
        file: finding.file,
        edits: [{ start: value.getStart(), end: value.getEnd(), text: String(RETRIES) }],
      },
    ],
  };
}

/**
 * In a browser the call has to go to a server first, and markup has no end of file to put a helper
 * at: both are left alone.
 */
function fetchRetries(finding: Finding, syntax: Syntax): Plan | undefined {
  const callee = nodeAt(syntax.sourceFile, finding.start);
  if (
    finding.surface === 'browser' ||
    syntax.scripts.length > 0 ||
    !ts.isIdentifier(callee) ||
    callee.text !== 'fetch' ||
    lookup(callee) ||
    !ts.isCallExpression(callee.parent)
  )
    return undefined;
  const [address] = callee.parent.arguments;
  if (!address || ts.isNewExpression(address)) return undefined;
  return throughHelper(
    { name: HELPER, lines: helper },
    [{ start: callee.getStart(), end: callee.getEnd(), text: HELPER }],
    syntax,
  );
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
      ? `async function ${HELPER}(url: string, init?: RequestInit): Promise<Response> {`
      : `async function ${HELPER}(url, init) {`,
    '  const started = Date.now();',
    '  for (let attempt = 1; ; attempt++) {',
    '    const response = await fetch(url, init);',
    '    if ((response.status !== 429 && response.status < 500) || attempt === 4) return response;',
    "    const seconds = Number(response.headers.get('retry-after'));",
    '    const wait = seconds > 0 ? seconds * 1000 : Math.random() * 500 * 2 ** attempt;',
    '    if (Date.now() - started + wait > 60_000) return response;',
    '    await new Promise((done) => setTimeout(done, wait));',
    '  }',
    '}',
  ];
}
