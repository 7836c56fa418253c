import {
  HoverRequest,
  MarkupKind,
  type Connection,
  type Hover,
  type HoverParams,
} from 'vscode-languageserver';
import { createLineMap } from '../../analysis/source/text';
import { applyEdits } from '../../edits/applyEdits';
import { ruleById } from '../../rules/registry';
import type { Finding } from '../../rules/rule';
import { visible } from '../../rules/visible';
import { toRange } from '../convert';
import { answer, isPosition, namesDocument } from '../answer';
import type { Folder, Folders } from '../folders';
import { EXPLAIN_COMMAND } from './codeActions';

/** On an underline: why it matters, the line as it is and as the fix would make it, and where to go next. */
export function registerHover(connection: Connection, folders: Folders): void {
  answer(connection, HoverRequest.method, isHover, (params, token): Hover | undefined => {
    const hit = folders.locate(params.textDocument.uri);
    if (!hit || token.isCancellationRequested) return undefined;
    const { folder, path } = hit;
    const offset = folder.service.workspace.lines(path).offset(params.position);
    const findings = folder.service
      .findingsIn(path)
      .filter(
        (finding) => offset >= finding.start && offset <= finding.end && ruleById(finding.rule),
      );
    if (findings.length === 0) return undefined;
    return {
      contents: {
        kind: MarkupKind.Markdown,
        value: findings.map((finding) => explain(folder, finding)).join('\n\n---\n\n'),
      },
      range: toRange(folder, path, findings[0].start, findings[0].end),
    };
  });
}

function isHover(params: unknown): params is HoverParams {
  return namesDocument(params) && 'position' in params && isPosition(params.position);
}

function explain(folder: Folder, finding: Finding): string {
  const meta = ruleById(finding.rule)!.meta;
  const { workspace } = folder.service;
  const lines = workspace.lines(finding.file);
  const { line } = lines.position(finding.start);
  const wrong = folder.service.redactor().line(finding).text.trim();
  const right = fixedLine(folder, finding, line);
  const argument = encodeURIComponent(JSON.stringify([finding.rule]));
  const links = [
    `[Explain](command:${EXPLAIN_COMMAND}?${argument})`,
    '[Fix](command:editor.action.quickFix)',
    '[Checklist](command:airlock.checklist.focus)',
  ];
  return [
    `**${meta.title}**`,
    meta.why,
    fenced(`- ${wrong}\n${right === undefined ? '' : `+ ${right}\n`}`),
    links.join(' · '),
  ].join('\n\n');
}

/** Code in a fence that is longer than any run of backquotes in it, so that nothing of it is read as Markdown. */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${code}${fence}`;
}

/** The finding's line after the preferred fix, when the fix changes it in place. */
function fixedLine(folder: Folder, finding: Finding, line: number): string | undefined {
  const offer = folder.service.offers(finding).find((item) => item.id !== 'suppress');
  const outcome = offer?.attempt();
  if (!outcome || 'refused' in outcome) return undefined;
  const change = outcome.changes.find((item) => item.kind === 'edit' && item.file === finding.file);
  if (change?.kind !== 'edit') return undefined;
  const text = folder.service.workspace.text(finding.file) ?? '';
  const own = change.edits.filter(
    (edit) =>
      edit.start >= folder.service.workspace.lines(finding.file).offset({ line, character: 0 }),
  );
  const fixed = createLineMap(applyEdits(text, own)).line(line).trim();
  return fixed === '' ? undefined : visible(folder.service.redactor().code(finding.file, fixed));
}
