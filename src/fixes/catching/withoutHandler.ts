import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { nodeSpanning } from '../../edits/nodeAt';
import { natureOf } from '../../models/vendors';
import { isRefusal, type Plan } from '../fix';
import { readingOf } from '../partial/reading';
import { brokenText } from '../partial/textStream';
import { saidInPieces } from './pieces';
import { caughtWhereLost } from './unwaited';

/**
 * A failure that no answer of a handler waits for: it is said where the pieces of a stream are made,
 * or caught where its way ends.
 */
export function withoutHandler(
  request: RequestFact,
  syntax: Syntax,
  workspace: Workspace,
): Plan | undefined {
  const node = nodeSpanning(syntax.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  if (!call || !ts.isCallExpression(call)) return undefined;
  if (natureOf(request).failureTo !== undefined) return brokenOff(request, call, syntax, workspace);
  return saidInPieces(call, request, syntax) ?? caughtWhereLost(request, workspace);
}

/** A stream that throws nothing: what hears of its failure lets the response break off. */
function brokenOff(
  request: RequestFact,
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): Plan | undefined {
  const reading = readingOf(request, call, syntax, workspace);
  const edits = reading && brokenText(reading);
  return edits && !isRefusal(edits)
    ? {
        title: 'Tell the reader when the stream breaks off',
        safe: false,
        changes: () => [{ kind: 'edit', file: syntax.path, edits }],
      }
    : undefined;
}
