import ts from 'typescript';
import { unwrap } from '../analysis/source/syntax';
import type { Package } from '../analysis/source/packages';
import type { Sdk } from '../models/sdk';
import { sdkOf } from '../models/vendors';
import type { Fix, FileChange } from './fix';
import { nodeSpanning } from './nodeAt';
import { streamsParts } from './sdkVersion';
import { callersOf } from './stream/callers';
import { replyOf } from './stream/reply';
import { streamingHandler } from './stream/serverEdits';
import { urlOf } from './stream/url';

/** The documented way to stream: the handler sends the text as it grows, and the pages that ask it read the stream. */
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
    const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
    const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
    if (
      !syntax ||
      !call ||
      !ts.isCallExpression(call) ||
      finding.surface === 'browser' ||
      !request ||
      !canStream(sdkOf(request), workspace.packages.of(syntax.path))
    )
      return undefined;
    const reply = replyOf(call);
    const edits = reply && streamingHandler(reply, syntax);
    if (!reply || !edits) return undefined;
    const url = urlOf(reply.handler, syntax.path, workspace);
    const callers = url === undefined ? [] : callersOf(url, reply.key, workspace);
    const left = callers.filter((caller) => !caller.rewritten).map(({ file }) => file);
    const asks =
      callers.length === 0
        ? 'no caller is in sight: whoever asks must read a stream'
        : left.length === 0
          ? `${callers.length === 1 ? 'its caller reads' : `its ${callers.length} callers read`} the stream`
          : `\`${[...new Set(left)].join('`, `')}\` must be changed by hand, a TODO says where`;
    return {
      title: `Stream the answer${url === undefined ? '' : ` of \`${url}\``}; ${asks}`,
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

/**
 * Whether the streams of an SDK are ones that a handler can read and stop: its own, or those whose
 * settings are among the options.
 */
function canStream({ stopsStream, payload }: Sdk, pkg: Package): boolean {
  return stopsStream !== undefined || (payload.settings === payload.body && streamsParts(pkg));
}
