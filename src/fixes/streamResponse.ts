import ts from 'typescript';
import { unwrap, type Syntax } from '../analysis/source/syntax';
import type { RequestFact } from '../analysis/facts';
import type { Package } from '../analysis/source/packages';
import type { Sdk } from '../models/sdk';
import { sdkOf } from '../models/vendors';
import type { Fix } from './fix';
import { nodeSpanning } from '../edits/nodeAt';
import { streamsParts } from './sdkVersion';
import { callersOf, type Caller } from './stream/callers';
import { replyOf } from './stream/reply';
import { streamingHandler } from './stream/serverEdits';
import { urlOf } from './stream/url';
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
    const reply = canBe ? replyOf(call) : undefined;
    const edits = reply && streamingHandler(reply, syntax);
    if (!reply || !edits)
      return { reason: whyNot(finding, request, { call, canBe, isReply: reply !== undefined }) };
    const url = urlOf(reply.handler, syntax.path, workspace);
    const callers = url === undefined ? [] : callersOf(url, reply.key, workspace);
    return {
      title: `Stream the answer${url === undefined ? '' : ` of \`${url}\``}; ${readersOf(callers)}`,
      changes: () => {
        const byFile = new Map<string, FileChange & { kind: 'edit' }>([
          [syntax.path, { kind: 'edit', file: syntax.path, edits }],
        ]);
        for (const caller of callers)
          byFile.set(caller.file, {
            kind: 'edit',
            file: caller.file,
            edits: [...(byFile.get(caller.file)?.edits ?? []), ...caller.edits],
          });
        return [...byFile.values()];
      },
    };
  },
};

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
function readersOf(callers: readonly Caller[]): string {
  if (callers.length === 0) return 'no caller is in sight: whoever asks must read a stream';
  const left = callers.filter((caller) => !caller.rewritten).map(({ file }) => file);
  if (left.length > 0)
    return `\`${[...new Set(left)].join('`, `')}\` must be changed by hand, a TODO says where`;
  const who = callers.length === 1 ? 'its caller reads' : `its ${callers.length} callers read`;
  return `${who} the stream`;
}
