import { MarkupKind, type Connection, type Hover } from 'vscode-languageserver';
import { applyEdits } from '../../fixes/apply';
import { maskKeys } from '../../rules/mask';
import { ruleById } from '../../rules/registry';
import type { Finding } from '../../rules/rule';
import { toRange } from '../convert';
import type { Folder, Folders } from '../folders';
import { EXPLAIN_COMMAND } from './codeActions';

/** On an underline: why it matters, the line as it is and as the fix would make it, and where to go next. */
export function registerHover(connection: Connection, folders: Folders): void {
  connection.onHover((params, token): Hover | undefined => {
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

function explain(folder: Folder, finding: Finding): string {
  const meta = ruleById(finding.rule)!.meta;
  const { workspace } = folder.service;
  const lines = workspace.lines(finding.file);
  const { line } = lines.position(finding.start);
  const wrong = maskKeys(lines.line(line).trim());
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
    `\`\`\`diff\n- ${wrong}\n${right === undefined ? '' : `+ ${right}\n`}\`\`\``,
    links.join(' · '),
  ].join('\n\n');
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
  const fixed = applyEdits(text, own).split(/\r?\n/)[line]?.trim();
  return fixed === undefined || fixed === '' ? undefined : maskKeys(fixed);
}
