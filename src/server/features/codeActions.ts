import {
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Offer } from '../../fixes/offers';
import { fixAll } from '../../fixAll';
import { tryFix } from '../../trial';
import type { Finding } from '../../rules/rule';
import { shownText, toDiagnostic, toRange } from '../convert';
import { SUPPRESS_COMMAND } from '../protocol';
import { resultsEdit, toWorkspaceEdit } from '../workspaceEdit';
import { isRecord } from '../../analysis/source/packages';
import { appliedFix } from './appliedFix';
import { answer, isPosition, namesDocument } from '../answer';
import type { Folder, Folders } from '../folders';
import type { FileChange } from '../../edits/edit';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.airlock`;
export const EXPLAIN_COMMAND = 'airlock.explain';
/** Opens the light bulb at a place: for a link that is followed from elsewhere. */
export const FIX_COMMAND = 'airlock.fixHere';
const GUIDE_COMMAND = 'airlock.guide';

/** What a light-bulb entry needs to work out its edit later. */
interface ActionData {
  readonly uri: string;
  readonly version: number | null;
  readonly rule: string;
  readonly start: number;
  readonly fix: string;
}

/**
 * Light-bulb entries: fixes with the preferred one first, Explain, suppress; and the fix-all of a
 * file. Edits are worked out on resolve.
 */
export function registerCodeActions(
  connection: Connection,
  folders: Folders,
  versionOf: VersionOf,
): void {
  answer(connection, CodeActionRequest.method, isRequest, (params, token): CodeAction[] => {
    const hit = folders.locate(params.textDocument.uri);
    return hit && !token.isCancellationRequested ? actionsIn(hit, params, versionOf) : [];
  });
  answer(connection, CodeActionResolveRequest.method, isAction, (action): CodeAction => {
    const data = isActionData(action.data) ? action.data : undefined;
    const hit = data && folders.locate(data.uri);
    const offer = hit && versionOf(data.uri) === data.version ? offerOf(data, hit) : undefined;
    if (!data || !hit || !offer) return action;
    const outcome = offer.attempt();
    if (!('refused' in outcome))
      return { ...action, ...resolved(data.rule, offer, outcome.changes, hit.folder, versionOf) };
    const { file, reason } = outcome.refused;
    connection.window.showWarningMessage(`Nothing was changed. ${file}: ${reason}.`);
    return action;
  });
}

type VersionOf = (uri: string) => number | null;
type Located = NonNullable<ReturnType<Folders['locate']>>;

/** The entries for a range of a document, of the kinds that the editor wants. */
function actionsIn(
  { folder, path }: Located,
  { textDocument: { uri }, range, context: { only } }: CodeActionParams,
  versionOf: VersionOf,
): CodeAction[] {
  const wants = (kind: string) =>
    !only || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const lines = folder.service.workspace.lines(path);
    const from = lines.offset(range.start);
    const to = lines.offset(range.end);
    const asked = folder.service
      .findingsIn(path)
      .filter((finding) => finding.start <= to && finding.end >= from);
    actions.push(...actionsFor(folder, asked, { uri, path, version: versionOf(uri) }));
  }
  const edit = only && wants(FIX_ALL) ? fixAllEdit(folder, path, versionOf) : undefined;
  if (edit)
    actions.push({ title: 'Apply the safe Airlock fixes of this file', kind: FIX_ALL, edit });
  return actions;
}

/** The fix that an entry stands for, when its finding is still there. */
function offerOf({ rule, start, fix }: ActionData, { folder, path }: Located): Offer | undefined {
  const finding = folder.service
    .findingsIn(path)
    .find((item) => item.rule === rule && item.start === start);
  return finding && folder.service.offers(finding).find((item) => item.id === fix);
}

/** What an entry does: the edit, and behind it what a person sees then. */
function resolved(
  rule: string,
  offer: Offer,
  changes: readonly FileChange[],
  folder: Folder,
  versionOf: VersionOf,
): Pick<CodeAction, 'edit' | 'command'> {
  const command = appliedFix(rule, offer, changes, folder);
  return {
    edit: toWorkspaceEdit(folder, changes, versionOf, offer.title),
    ...(command ? { command } : {}),
  };
}

function isRequest(params: unknown): params is CodeActionParams {
  if (!namesDocument(params) || !('range' in params) || !('context' in params)) return false;
  const { range, context } = params;
  return (
    isRecord(range) &&
    isPosition(range.start) &&
    isPosition(range.end) &&
    isRecord(context) &&
    (context.only === undefined ||
      (Array.isArray(context.only) && context.only.every((kind) => typeof kind === 'string')))
  );
}

function isAction(params: unknown): params is CodeAction {
  return isRecord(params);
}

function isActionData(data: unknown): data is ActionData {
  return isRecord(data) && typeof data.uri === 'string';
}

/** The document that entries are asked for. */
interface Asked {
  readonly uri: string;
  readonly path: string;
  readonly version: number | null;
}

/**
 * The entries for some findings of a document: one for each result, with every finding that it
 * cures; then a lesson and a comment that keeps quiet for each finding.
 */
function actionsFor(folder: Folder, findings: readonly Finding[], asked: Asked): CodeAction[] {
  const { service } = folder;
  const entry = (finding: Finding, offer: Offer, cured: readonly Finding[]): CodeAction => {
    const data: ActionData = {
      uri: asked.uri,
      version: asked.version,
      rule: finding.rule,
      start: finding.start,
      fix: offer.id,
    };
    const more = cured.length > 1 ? ` (also solves ${cured.length - 1} more)` : '';
    return {
      title: `${shownText(folder, offer.title).replaceAll('`', '')}${more}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: cured
        .filter(({ file }) => file === asked.path)
        .map((item) => toDiagnostic(folder, item)),
      data,
    };
  };
  const cures = curesFor(folder, findings, asked.path);
  const real = cures.map(({ finding, offer, cured }) => entry(finding, offer, cured));
  const lessons = findings.map((finding): CodeAction => ({
    title: `Explain ${finding.rule}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(folder, finding)],
    command: { title: 'Explain', command: EXPLAIN_COMMAND, arguments: [finding.rule] },
  }));
  const quiet = findings.flatMap((finding) =>
    service
      .offers(finding)
      .filter(({ id }) => id === 'suppress')
      .map((offer) => quietEntry(folder, finding, asked, entry(finding, offer, [finding]))),
  );
  return [
    ...(real.length === 0 ? guidesFor(folder, findings, asked) : []),
    ...real.map((action, index) => (index === 0 ? { ...action, isPreferred: true } : action)),
    ...lessons,
    ...quiet,
  ];
}

/** Where no fix can be right: why, and the way by hand. Other editors know no command of ours. */
function guidesFor(folder: Folder, findings: readonly Finding[], { uri }: Asked): CodeAction[] {
  return findings.flatMap((finding): CodeAction[] => {
    const [refused] = folder.service.refusals(finding);
    if (!refused || folder.lessonUri(finding.rule) === undefined) return [];
    return [
      {
        title: `Show the steps by hand: ${shownText(folder, refused.reason).replaceAll('`', '')}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(folder, finding)],
        command: {
          title: 'Show the steps',
          command: GUIDE_COMMAND,
          arguments: [uri, finding.rule],
        },
      },
    ];
  });
}

/**
 * An editor that knows our commands asks for the reason, and for how much is meant; others get the
 * comment with a place for it.
 */
function quietEntry(
  folder: Folder,
  finding: Finding,
  { uri }: Asked,
  { data, ...entry }: CodeAction,
): CodeAction {
  if (folder.lessonUri(finding.rule) === undefined) return { ...entry, data };
  const title = `Suppress ${finding.rule}…`;
  const { start } = toRange(folder, finding.file, finding.start, finding.end);
  return {
    ...entry,
    title,
    command: { title, command: SUPPRESS_COMMAND, arguments: [uri, finding.rule, start] },
  };
}

/** A fix that holds, the finding it was asked for, and all that it cures. */
interface Cure {
  readonly finding: Finding;
  readonly offer: Offer;
  readonly cured: readonly Finding[];
}

/**
 * What cures some of these findings, each result once: fixes of their own, and those of other
 * findings of the document that cure them too. What cures most comes first, as far as the order of
 * a rule's own fixes leaves it.
 */
function curesFor(folder: Folder, findings: readonly Finding[], path: string): Cure[] {
  const { service } = folder;
  const others = service
    .findingsIn(path)
    .filter((finding) => !findings.some((item) => isSame(item, finding)));
  const cures = new Map<string, Cure>();
  for (const finding of [...findings, ...(findings.length > 0 ? others : [])])
    for (const offer of service.offers(finding)) {
      if (offer.id === 'suppress') continue;
      const isOther = others.some((item) => isSame(item, finding));
      // Only a fix that reaches beyond its own place can cure what is asked about.
      if (isOther && !offer.wide) continue;
      const tried = attempted(folder, finding, offer);
      if (!tried || cures.has(tried.key)) continue;
      // Of a request with several careless callers another may be told now in the same words.
      const cured = [finding, ...tried.cured.filter((item) => !isSame(item, finding))];
      if (isOther && !cured.some((item) => findings.some((wanted) => isSame(item, wanted))))
        continue;
      cures.set(tried.key, { finding, offer, cured });
    }
  return [...cures.values()];
}

/** A trial leaves the same findings as new objects. */
function isSame(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && one.file === other.file && one.start === other.start;
}

/**
 * What a fix cures, tried on the code that is there; `undefined` where it does not do what it
 * promises. New files and manifests stay out of the trial: for them the engine would read the whole
 * folder again, and a light bulb has no time for that.
 */
function attempted(
  { service }: Folder,
  finding: Finding,
  offer: Offer,
): { readonly key: string; readonly cured: readonly Finding[] } | undefined {
  if (offer.late) return { key: `${offer.id} ${offer.title}`, cured: [finding] };
  const outcome = offer.attempt();
  if ('refused' in outcome) return undefined;
  const key = JSON.stringify(outcome.changes);
  const changes = outcome.changes.filter(
    ({ kind, file }) => kind !== 'create' && !/\.jsonc?$/.test(file),
  );
  if (changes.length === 0) return { key, cured: [finding] };
  const trial = tryFix(service, finding, changes, offer.uncovers);
  trial?.undo();
  return trial && { key, cured: trial.cured };
}

/** All safe fixes of one file at once, as one edit per touched file; nothing when there is nothing to do. */
function fixAllEdit(folder: Folder, path: string, versionOf: VersionOf): WorkspaceEdit | undefined {
  const { files } = fixAll(folder.service, (finding, offers) =>
    finding.file === path ? offers.find((offer) => offer.safe) : undefined,
  );
  if (files.size === 0) return undefined;
  return resultsEdit(folder, files, versionOf);
}
