import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { pathOf, propertyName, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { addProperty } from '../../edits/addProperty';
import type { TextEdit } from '../../edits/edit';
import { nodeSpanning } from '../../edits/nodeAt';
import { sdkOf } from '../../models/vendors';
import type { Plan } from '../fix';
import { settingEdits } from '../settingEdits';

/** How often an SDK shall try again where nobody waits for the answer of a handler. */
export const PATIENT = 5;

/**
 * Lets an SDK that tries again by itself do so longer: for its client where that is made in sight,
 * else for the request alone.
 */
export function patientSdk(request: RequestFact, workspace: Workspace): Plan | undefined {
  const { raw, ownRetries } = sdkOf(request);
  const file = workspace.syntax(request.file);
  const node = file && nodeSpanning(file.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  if (raw || ownRetries === 0 || ownRetries >= PATIENT || !call || !ts.isCallExpression(call))
    return undefined;
  const known = request.detail?.maxRetries;
  const found = known
    ? numberAt(known.site, workspace)
    : (ofClient(request, workspace) ?? ofRequest(request, call));
  return (
    found && {
      title:
        `Let the SDK try again up to ${PATIENT} times, with growing delays` +
        (found.whole ? ', in all requests of this client' : ''),
      changes: () => [{ kind: 'edit', file: found.file, edits: found.edits }],
    }
  );
}

interface Found {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** All requests of the client are meant. */
  readonly whole?: true;
}

/** The number that is written already. */
function numberAt(
  { file, start, end }: { readonly file: string; readonly start: number; readonly end: number },
  workspace: Workspace,
): Found | undefined {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const value = node && ts.isPropertyAssignment(node) ? node.initializer : node;
  return value && ts.isNumericLiteral(value)
    ? { file, edits: [{ start: value.getStart(), end: value.getEnd(), text: String(PATIENT) }] }
    : undefined;
}

function ofRequest(request: RequestFact, call: ts.CallExpression): Found | undefined {
  const { options } = sdkOf(request);
  const edits = settingEdits(call, request, options.retries, String(PATIENT));
  return edits && { file: request.file, edits };
}

/** `new OpenAI()`, `new OpenAI({ apiKey })`, wherever in the workspace that is. */
function ofClient(request: RequestFact, workspace: Workspace): Found | undefined {
  const { client, sdk } = request;
  const syntax = client && workspace.syntax(client.file);
  const node = syntax && nodeSpanning(syntax.sourceFile, client.start, client.end);
  const made = node && ts.isExpression(node) ? unwrap(node) : undefined;
  const isOwn =
    client &&
    workspace
      .facts(client.file)
      .clients.some((item) => item.sdk === sdk && item.start === client.start);
  if (!made || !ts.isNewExpression(made) || !isOwn) return undefined;
  const option = sdkOf(request).options.retries;
  const property = `${option}: ${PATIENT}`;
  const [settings, ...others] = made.arguments ?? [];
  const file = pathOf(made);
  if (!settings) {
    const end = made.getEnd();
    const start = made.expression.getEnd();
    return { file, edits: [{ start, end, text: `({ ${property} })` }], whole: true };
  }
  const object = unwrap(settings);
  if (
    others.length > 0 ||
    !ts.isObjectLiteralExpression(object) ||
    object.properties.length === 0 ||
    object.properties.some((item) => propertyName(item.name) === option)
  )
    return undefined;
  return { file, edits: [addProperty(object, property)], whole: true };
}
