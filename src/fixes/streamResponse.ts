import ts from 'typescript';
import { pathOf, unwrap, type Syntax } from '../analysis/source/syntax';
import type { RequestFact } from '../analysis/facts';
import type { Workspace } from '../analysis/workspace';
import type { Package } from '../analysis/source/packages';
import type { Sdk } from '../models/sdk';
import { sdkOf } from '../models/vendors';
import { isRefusal, type Fix } from './fix';
import { nodeSpanning } from '../edits/nodeAt';
import { streamsParts } from './sdkVersion';
import { callersOf, type Callers } from './stream/callers';
import { helperReplyOf } from './stream/helperReply';
import { replyOf, type Reply } from './stream/reply';
import { streamingHandler, streamingHelper } from './stream/serverEdits';
import { addressFor } from './stream/url';
import { whyNot } from './stream/whyNot';
import type { FileChange } from '../edits/edit';

/**
 * The documented way to stream: the handler sends the text as it grows, and the pages that ask it
 * read the stream.
 */
export const streamResponse: Fix = {
  meta: {
    id: 'stream-response',
    summary:
      'Sends the answer as it grows, as server-sent events, and lets the callers in the workspace read them.',
    rules: ['prefer-streaming'],
    safe: false,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    const call = syntax && request && callOf(request, syntax);
    if (!call) return undefined;
    const canBe =
      finding.surface !== 'browser' &&
      canStream(sdkOf(request), workspace.packages.of(syntax.path));
    const reply = canBe ? (replyOf(call) ?? helperReplyOf(call, workspace)) : undefined;
    const edits = reply && serverEdits(reply, workspace);
    if (!reply || !edits)
      return { reason: whyNot(finding, request, { call, canBe, isReply: reply !== undefined }) };
    const own = pathOf(reply.handler);
    const { url, files = [] } = addressFor(reply.handler, own, workspace) ?? {};
    const callers = callersOf(url, reply.key, [own, ...files], workspace);
    if (isRefusal(callers)) return callers;
    return {
      title: `Stream the answer${url === undefined ? '' : ` of \`${url}\``}; ${readersOf(callers)}`,
      changes: () => {
        const byFile = new Map<string, FileChange & { kind: 'edit' }>();
        for (const change of [...edits, ...callers.changes])
          byFile.set(change.file, {
            ...change,
            edits: [...(byFile.get(change.file)?.edits ?? []), ...change.edits],
          });
        return [...byFile.values()];
      },
    };
  },
};

/** The edits of the handler, and of the function that asks for it where there is one. */
function serverEdits(
  reply: Reply,
  workspace: Workspace,
): (FileChange & { readonly kind: 'edit' })[] | undefined {
  const { handler, helper } = reply;
  const syntax = workspace.syntax(pathOf(handler));
  const edits = syntax && streamingHandler(reply, syntax);
  const home = helper && workspace.syntax(pathOf(helper.fn));
  const asking = helper ? home && streamingHelper(helper, home) : [];
  return edits && asking
    ? [
        { kind: 'edit', file: syntax.path, edits },
        ...(helper ? [{ kind: 'edit' as const, file: pathOf(helper.fn), edits: asking }] : []),
      ]
    : undefined;
}

/** The call of a request. */
function callOf(request: RequestFact, syntax: Syntax): ts.CallExpression | undefined {
  const node = nodeSpanning(syntax.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  return call && ts.isCallExpression(call) ? call : undefined;
}

/**
 * Whether the streams of an SDK are ones that a handler can read and stop: its own, or those whose
 * settings are among the options.
 */
function canStream({ stopsStream, payload }: Sdk, pkg: Package): boolean {
  return stopsStream !== undefined || (payload.settings === payload.body && streamsParts(pkg));
}

/** What becomes of those who ask, in words. */
function readersOf({ shows, waits }: Callers): string {
  const all = shows + waits;
  if (all === 0) return 'no caller is in sight: whoever asks must read a stream';
  if (waits === 0) return `its ${all === 1 ? 'caller reads' : `${all} callers read`} the stream`;
  return shows === 0
    ? `its ${all === 1 ? 'caller waits' : `${all} callers wait`} for its end`
    : `${shows} of its callers show it as it grows, ${waits} wait for its end`;
}
