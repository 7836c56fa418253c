import ts from 'typescript';
import type { RequestFact } from '../../../analysis/facts';
import type { Site } from '../../../analysis/source/host';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import type { Refusal } from '../../fix';
import { noRouteFor, OF_CALLERS, UNSEEN } from '../refusals';
import { addressAsked, hasRoute } from './rawRequest';

/** Why a raw request has no plan: `undefined` where none to OpenAI is certain. */
export function unseenAt(site: Site, workspace: Workspace): Refusal | undefined {
  const request = askedAt(site, workspace);
  if (!request) return undefined;
  const address = addressAsked(request);
  if (!hasRoute(address)) return noRouteFor(address);
  return isOfCallers(request, workspace) ? OF_CALLERS : UNSEEN;
}

/** The certain request to OpenAI that stands here. */
export function askedAt({ file, start, end }: Site, workspace: Workspace): RequestFact | undefined {
  return workspace
    .facts(file)
    .requests.find(
      (item) =>
        item.certain && item.provider === 'openai' && item.start <= start && item.end >= end,
    );
}

/** Whether a request goes where its function is told: `send(url, body)`. */
function isOfCallers({ file, start, end }: RequestFact, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  const address = call && ts.isCallExpression(call) ? call.arguments.at(0) : undefined;
  const name = address && unwrap(address);
  const declaration = name && ts.isIdentifier(name) ? lookup(name) : undefined;
  return declaration !== undefined && ts.isParameter(declaration);
}
