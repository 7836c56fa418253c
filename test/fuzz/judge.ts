import type { WorkspaceEdit } from 'vscode-languageserver';
import { memoryHost, type Host, type Site } from '../../src/analysis/source/host';
import { kindOf } from '../../src/analysis/source/prefilter';
import { parse, syntaxErrors } from '../../src/analysis/source/syntax';
import { resultOf } from '../../src/edits/applyEdits';
import { fixAll } from '../../src/fixAll';
import type { Finding } from '../../src/rules/rule';
import { FIX_ALL } from '../../src/server/features/codeActions';
import { toDiagnostic } from '../../src/server/convert';
import type { Service } from '../../src/service';
import { tryFix } from '../../src/trial';
import { createEditor, type Editor } from './editor';
import type { FileChange } from '../../src/edits/edit';

/** What a project is like under everything that a user can ask of it. */
export interface Verdict {
  readonly failures: readonly string[];
  readonly findings: number;
  readonly offers: number;
  /** The longest that one question took, in milliseconds of this process. */
  readonly slowest: number;
}

/** The most that any one question may take, in milliseconds. */
const SLOW = 2_000;
/** Findings whose fixes are worked out, and those that an editor asks about. */
const FIXED = 12;
const ASKED = 3;

/** Asks everything, and checks what must hold whatever the files say. */
export function judge(files: ReadonlyMap<string, Uint8Array>, opened?: string): Verdict {
  const failures = new Set<string>();
  let slowest = 0;
  const count = { findings: 0, offers: 0 };
  /** Asks one thing: it neither throws nor takes long. */
  const ask = <T>(name: string, question: () => T): T | undefined => {
    const start = process.cpuUsage();
    try {
      return question();
    } catch (error) {
      failures.add(`${name} throws: ${whereOf(error)}`);
      return undefined;
    } finally {
      const { user, system } = process.cpuUsage(start);
      const ms = (user + system) / 1_000;
      slowest = Math.max(slowest, ms);
      if (ms > SLOW) failures.add(`${name} is slow`);
    }
  };
  const expect = (holds: boolean, problem: string) => holds || failures.add(problem);

  const editor = ask('opening the folder', () => createEditor(hostOf(files)));
  if (!editor) return { failures: [...failures], ...count, slowest };
  if (opened !== undefined)
    ask('opening a file', () =>
      editor.open(opened, new TextDecoder().decode(files.get(opened) ?? new Uint8Array())),
    );
  const { service } = editor.folder;
  const findings = ask('findings', () => service.findings()) ?? [];
  count.findings = findings.length;
  ask('checklist', () => service.checklist());
  ask('requests', () => service.requests());
  for (const { file, reason } of service.skipped())
    expect(!reason.startsWith('could not be'), `${file} ${reason}`);

  const textOf = (file: string) => service.workspace.text(file) ?? '';
  for (const finding of findings) {
    for (const site of [finding, ...finding.related])
      expect(isWithin(site, textOf(site.file)), `${finding.rule} points out of ${site.file}`);
    ask('a diagnostic', () => toDiagnostic(editor.folder, finding));
  }

  const before = snapshot(service, files);
  for (const finding of findings.slice(0, FIXED)) {
    for (const offer of ask('offers', () => service.offers(finding)) ?? []) {
      count.offers++;
      const outcome = ask(offer.id, () => offer.attempt());
      if (!outcome || 'refused' in outcome) continue;
      problemsOf(outcome.changes, service).forEach((problem) =>
        failures.add(`${offer.id} ${problem}`),
      );
      if (count.offers % 4 === 0)
        ask(`trying ${offer.id}`, () =>
          tryFix(service, finding, outcome.changes, offer.uncovers)?.undo(),
        );
    }
  }
  for (const finding of findings.slice(0, ASKED)) askEditor(editor, finding, ask, expect);
  for (const streams of [false, true])
    for (const uri of [undefined, editor.folder.fileUri([...files.keys()][0])])
      checkEdit(
        ask('newRoute', () => editor.newRoute(uri ? { uri, streams } : { streams }))?.edit,
        expect,
      );
  const all = ask('fix-all', () =>
    fixAll(service, (_, offers) => offers.find((offer) => offer.safe)),
  );
  for (const [file, texts] of all?.files ?? [])
    expect(
      errorsIn(file, texts.after) <= errorsIn(file, texts.before),
      `fix-all breaks the syntax of ${file}`,
    );
  expect(snapshot(service, files) === before, 'what was tried is not undone');
  return { failures: [...failures], ...count, slowest };
}

function askEditor(
  editor: Editor,
  finding: Finding,
  ask: <T>(name: string, question: () => T) => T | undefined,
  expect: (holds: boolean, problem: string) => void,
): void {
  const textDocument = { uri: editor.folder.fileUri(finding.file) };
  const { range } = toDiagnostic(editor.folder, finding);
  ask('hover', () => editor.hover({ textDocument, position: range.start }));
  const context = { diagnostics: [] };
  for (const only of [undefined, [FIX_ALL]])
    for (const action of ask('code actions', () =>
      editor.codeActions({
        textDocument,
        range,
        context: only ? { ...context, only } : context,
      }),
    ) ?? [])
      checkEdit(
        (action.edit ? action : ask('resolve', () => editor.resolve(action)))?.edit,
        expect,
      );
}

/** Edits that an editor would apply lie in its folder, and begin before they end. */
function checkEdit(
  edit: WorkspaceEdit | undefined,
  expect: (holds: boolean, problem: string) => void,
): void {
  for (const change of edit?.documentChanges ?? []) {
    const uri =
      'textDocument' in change ? change.textDocument.uri : 'uri' in change ? change.uri : '';
    expect(
      uri.startsWith('file:///workspace/') && !/(\/|%2f)\.\.?(\/|%2f)/i.test(uri),
      `an edit is for ${uri}`,
    );
    for (const { range } of 'edits' in change ? change.edits.filter((item) => 'range' in item) : [])
      expect(
        range.start.line < range.end.line ||
          (range.start.line === range.end.line && range.start.character <= range.end.character),
        `an edit ends before it begins in ${uri}`,
      );
  }
}

/** What is wrong with the changes of a fix. */
export function problemsOf(
  changes: readonly FileChange[],
  { workspace }: Pick<Service, 'workspace'>,
): string[] {
  const problems: string[] = [];
  const edited = changes.filter(({ kind }) => kind === 'edit');
  const isWhole = edited.every(({ file }) => errorsIn(file, workspace.text(file)) === 0);
  for (const change of changes) {
    const { file } = change;
    const before = workspace.text(file);
    if (/^[/\\]|^\w:|(^|[/\\])\.\.?([/\\]|$)|[\0\\]/.test(file))
      problems.push(`leaves the folder: ${file}`);
    if (change.kind === 'create' && before !== undefined) problems.push(`overwrites ${file}`);
    if (change.kind === 'edit') {
      const length = before?.length ?? 0;
      const sorted = [...change.edits].sort((a, b) => a.start - b.start || a.end - b.end);
      if (!sorted.every(({ start, end }) => start >= 0 && start <= end && end <= length))
        problems.push(`edits out of ${file}`);
      if (sorted.some(({ start }, index) => index > 0 && start < sorted[index - 1].end))
        problems.push(`overlaps itself in ${file}`);
    }
    if (problems.length > 0) continue;
    const after = resultOf(change, before);
    if (change.kind === 'edit' && errorsIn(file, after) > errorsIn(file, before))
      problems.push(`breaks the syntax of ${file}`);
    if (change.kind === 'create' && isWhole && errorsIn(file, after) > 0)
      problems.push(`creates ${file} with an error`);
  }
  return problems;
}

/** Syntax errors of a script or of the scripts in a page; none for other files. */
function errorsIn(file: string, text: string | undefined): number {
  if (text === undefined || !['script', 'embedding'].includes(kindOf(file))) return 0;
  try {
    return syntaxErrors(parse(file, text)).length;
  } catch {
    // Nested deeper than the parser can go.
    return 0;
  }
}

function isWithin({ start, end }: Site, { length }: string): boolean {
  return start >= 0 && start <= end && end <= length;
}

function snapshot(service: Service, files: ReadonlyMap<string, Uint8Array>): string {
  return JSON.stringify([
    [...files.keys()].map((file) => service.workspace.text(file)),
    service.findings(),
  ]);
}

function hostOf(files: ReadonlyMap<string, Uint8Array>): Host {
  return {
    ...memoryHost(new Map()),
    list: () => ({ files: [...files.keys()].sort(), skipped: [] }),
    read: (path) => files.get(path),
  };
}

/** What was thrown, and where: the message, and the first place in the engine. */
function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /at (?:Object\.)?([\w.$]+) \(/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.message.split('\n')[0]} (${place})`;
}
