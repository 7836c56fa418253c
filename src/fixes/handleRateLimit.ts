import ts from 'typescript';
import type { Site } from '../analysis/source/host';
import type { RequestFact } from '../analysis/facts';
import type { Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { vendorOf } from '../models/vendors';
import type { Finding } from '../rules/rule';
import { requestName } from '../rules/requests';
import { failureBranch, type FailureBranch } from './failureBranch';
import { isRefusal, type Fix, type Plan, type Refusal } from './fix';
import {
  between,
  catchAround,
  goesOn,
  importsOf,
  styled,
  throwsAnother,
  throwsItself,
} from './branchText';
import { afterFetch, hasBegun, isFetched, writesInCallbacks } from './httpStatus';
import { withoutHandler } from './catching/withoutHandler';
import { handlerAround, type Handler } from './handler';
import { backgroundAt, isCatch, isLazyAt, type Place } from './catching/waiting';
import { nodeAt } from '../edits/nodeAt';
import {
  answersByItself,
  handsOn,
  importsByAddress,
  isWrapped,
  waitsForOthers,
  wantsEveryReturn,
} from './safe';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';
import { indentationAt, indentedText } from '../edits/indentation';

const FAILED = 'The answer could not be fetched.';

/**
 * Answers a rate limit with 429 and Retry-After, other failures with 502, in the way of the
 * handler's framework.
 */
export const handleRateLimit: Fix = {
  meta: {
    id: 'handle-rate-limit',
    summary:
      'Answers a 429 of OpenAI with 429 and Retry-After, and other failures with an error, in the framework’s way.',
    rules: ['unhandled-rate-limit', 'unhandled-api-error'],
    safe: true,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    if (!syntax || !request) return undefined;
    if (isFetched(request) && finding.rule === 'unhandled-rate-limit')
      return afterFetch(request, finding, syntax, workspace);
    const plan = inHandler(request, finding, workspace);
    const isLeft = finding.rule === 'unhandled-api-error' && plan && isRefusal(plan);
    return (isLeft ? withoutHandler(request, syntax, workspace) : undefined) ?? plan;
  },
};

/** At the request, else in the handler that its failure reaches. */
function inHandler(
  request: RequestFact,
  finding: Finding,
  workspace: Workspace,
): Plan | Refusal | undefined {
  const { failure } = request.detail ?? {};
  // The handler is where the failure is caught, or where the last call on its way up stands.
  const isUncaught = finding.rule === 'unhandled-api-error';
  const ups = isUncaught ? (failure?.trail ?? []).toReversed() : failure?.at ? [failure.at] : [];
  const place = [finding, ...ups]
    .map((site) => handlerAt(site, workspace))
    .find((found) => found !== undefined);
  const name = requestName(request);
  // A page answers nobody: there the call moves to a server, or nothing is right.
  if (!place)
    return finding.surface === 'browser'
      ? undefined
      : {
          reason:
            `no handler that answers HTTP was found on the way up from ${name}: catch the failure ` +
            'where its answer is made',
        };
  const obstacle = obstacleAt(place, request, workspace);
  if (obstacle !== undefined) return { reason: obstacle };
  const clause = isCatch(place.node) ? place.node : catchAround(place.node, place.handler);
  if (!clause)
    return finding.rule === 'unhandled-api-error'
      ? wrapBody(place.node, request, place.handler, place.syntax, workspace)
      : { reason: `the failure of ${name} is caught outside of the handler` };
  if (finding.rule === 'unhandled-api-error') return undefined;
  if (goesOn(clause, place.handler))
    return {
      reason: `the handler goes on behind the \`catch\` of ${name}: an answer there would skip it`,
    };
  return clause.block.statements.length === 0
    ? { reason: `the \`catch\` around ${name} is empty: what it shall do is not said` }
    : extendCatch(clause, request, place.handler, place.syntax, workspace);
}

/** What keeps a handler from answering the failure of a request. */
function obstacleAt(place: Place, request: RequestFact, workspace: Workspace): string | undefined {
  const { failure, streams } = request.detail ?? {};
  const name = requestName(request);
  if (failure?.passed && throwsAnother(failure.passed, workspace))
    return `what ${name} throws is caught on its way, and something else is thrown in its place`;
  // Once a stream has begun its status is sent, unless the answer is a `Response` that is
  // returned when the request has been accepted, or the response says whether it has begun.
  const { givesResponse, begun } = place.handler;
  if (streams && !givesResponse && (begun === undefined || hasBegun(place.handler, place.node)))
    return `${name} streams: when it fails the status of the answer may have been sent already`;
  const background = isCatch(place.node)
    ? undefined
    : isLazyAt(place.node, request, workspace)
      ? 'a generator runs only when it is read'
      : backgroundAt(place);
  return background && `${background}, so no answer waits for ${name} and its failure`;
}

/** The handler around a place, in whatever file. */
function handlerAt(site: Site, workspace: Workspace): Place | undefined {
  const syntax = workspace.syntax(site.file);
  const node = syntax && nodeAt(syntax.sourceFile, site.start);
  const handler = node && handlerAround(node, workspace);
  // A step that names the handler itself is no place in it.
  return syntax && node && handler && node.getStart() >= handler.body.getStart()
    ? { syntax, node, handler }
    : undefined;
}

function extendCatch(
  clause: ts.CatchClause,
  request: RequestFact,
  handler: Handler,
  syntax: Syntax,
  workspace: Workspace,
) {
  const variable = clause.variableDeclaration;
  if (variable && !ts.isIdentifier(variable.name))
    return { reason: `the \`catch\` takes its error apart, so its class is not at hand` };
  const name = variable ? (variable.name as ts.Identifier).text : 'error';
  const [first] = clause.block.statements;
  const indent = indentationAt(syntax.text, first.getStart());
  const { lineBreak } = styleOf(syntax.sourceFile);
  const unbegun = mayHaveBegun(request, handler) ? `!${handler.begun} && ` : '';
  const branch = failureBranch(request, { error: name, handler, syntax, unbegun }, workspace);
  if (!branch || isOtherClass(branch, syntax)) return untold(request);
  const edits: TextEdit[] = [
    {
      start: first.getStart(),
      end: first.getStart(),
      text: `${styled(branch.lines, syntax, indent)}${lineBreak}${indent}`,
    },
    ...branch.edits,
    ...importsOf(handler, syntax, [429]),
  ];
  if (!variable)
    edits.push({
      start: clause.getStart() + 'catch'.length,
      end: clause.getStart() + 'catch'.length,
      text: ' (error)',
    });
  return {
    title: 'Answer a rate limit with 429 and Retry-After',
    safe: isSafeAt(handler, branch, syntax, workspace) && !handsOn(clause),
    changes: () => [{ kind: 'edit' as const, file: syntax.path, edits }],
  };
}

/** Whether an answer that is written piece by piece may have begun when a request fails. */
function mayHaveBegun({ detail }: RequestFact, handler: Handler): boolean {
  return handler.begun !== undefined && (detail?.streams === true || writesInCallbacks(handler));
}

/** Nothing tells a rate limit of this request from its other failures. */
function untold(request: RequestFact): Refusal {
  const name = requestName(request);
  return { reason: `what ${name} throws does not tell a rate limit from other failures` };
}

/**
 * Where imports go by address, the class that a bare name leads to is another one, if any: no error
 * would ever be one of it.
 */
function isOtherClass({ edits }: FailureBranch, syntax: Syntax): boolean {
  return edits.length > 0 && importsByAddress(syntax);
}

/**
 * An answer may need the headers of its siblings, an import a package that is not there: then a
 * person has to look.
 */
function isSafeAt(
  handler: Handler,
  { edits, from, shared }: FailureBranch,
  syntax: Syntax,
  workspace: Workspace,
): boolean {
  const { dependencies } = workspace.packages.of(syntax.path);
  return (
    !shared &&
    !importsByAddress(syntax) &&
    !answersByItself(handler) &&
    !isWrapped(handler) &&
    !wantsEveryReturn(syntax, workspace) &&
    (edits.length === 0 || from === undefined || dependencies.has(from))
  );
}

/** Everything from the statement of the request to the end of the handler goes into a `try`. */
function wrapBody(
  call: ts.Node,
  request: RequestFact,
  handler: Handler,
  syntax: Syntax,
  workspace: Workspace,
) {
  const { statements } = handler.body;
  const index = statements.findIndex(
    (statement) => statement.getStart() <= call.getStart() && statement.getEnd() >= call.getEnd(),
  );
  const inside = statements.slice(index);
  // What is declared there and used in an inner function stays in scope; a handler that is inside
  // another function is not this one's to change.
  if (index < 0 || inside.some((statement) => ts.isFunctionDeclaration(statement)))
    return { reason: 'the handler declares functions behind the request that a `try` would hide' };
  const { lineBreak, indent: unit } = styleOf(syntax.sourceFile);
  const indent = indentationAt(syntax.text, inside[0].getStart());
  const branch = failureBranch(request, { error: 'error', handler, syntax }, workspace);
  if (!branch || isOtherClass(branch, syntax)) return untold(request);
  const body = inside
    .map(
      (statement, at) =>
        (at === 0 ? '' : between(syntax.text, inside[at - 1], statement, unit)) +
        indentedText(statement, unit),
    )
    .join('');
  // Only failures of the SDK are answered for: what else fails goes the way it went.
  if (branch.others === undefined && (inside.some(throwsItself) || waitsForOthers(inside, call)))
    return {
      reason:
        `what ${requestName(request)} throws has no class of its own, and other steps of the ` +
        'handler may fail beside it',
    };
  const rest = [
    ...(mayHaveBegun(request, handler) ? [`if (${handler.begun}) throw error;`] : []),
    ...branch.lines,
    ...(branch.others ? [`if (${branch.others}) throw error;`] : []),
    `console.error('The request to ${vendorOf(request)} failed:', error instanceof Error ? error.message : error);`,
    ...handler.answer(502, FAILED),
  ];
  const text = [
    'try {',
    `${unit}${body}`,
    '} catch (error) {',
    `${unit}${styled(rest, syntax, indent + unit)}`,
    '}',
  ].join(lineBreak + indent);
  const edits: TextEdit[] = [
    { start: inside[0].getStart(), end: inside[inside.length - 1].getEnd(), text },
    ...branch.edits,
    ...importsOf(handler, syntax, [429]),
  ];
  return {
    title: 'Catch the failure: 429 with Retry-After for a rate limit, 502 for the rest',
    safe: isSafeAt(handler, branch, syntax, workspace) && !waitsForOthers(inside, call),
    changes: () => [{ kind: 'edit' as const, file: syntax.path, edits }],
  };
}
