import {
  HoverRequest,
  MarkupKind,
  type Connection,
  type Hover,
  type HoverParams,
} from 'vscode-languageserver';
import { inlineText } from '../../rules/markdownText';
import { ruleById } from '../../rules/registry';
import type { Finding } from '../../rules/rule';
import { shownText, toRange } from '../convert';
import { answer, isPosition, namesDocument } from '../answer';
import type { Folder, Folders } from '../folders';
import { EXPLAIN_COMMAND, FIX_COMMAND } from './codeActions';
import { linePair } from './linePair';

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
        value: explain(folder, findings),
      },
      range: toRange(folder, path, findings[0].start, findings[0].end),
    };
  });
}

function isHover(params: unknown): params is HoverParams {
  return namesDocument(params) && 'position' in params && isPosition(params.position);
}

/**
 * One finding first: its links, why it matters, and the user's own line before and after; what else
 * stands here is named below.
 */
function explain(folder: Folder, [finding, ...others]: readonly Finding[]): string {
  const { title, why } = ruleById(finding.rule)!.meta;
  const pair = linePair(folder.service, finding);
  const more = others.map(({ rule }) => ruleById(rule)!.meta.title);
  return [
    `**${title}**`,
    linksOf(folder, finding).join(' · '),
    why,
    ...(pair ? [fenced(`- ${pair.before}\n+ ${pair.after}\n`)] : []),
    inlineText(shownText(folder, finding.detail)),
    ...(more.length > 0 ? [`Also here: ${[...new Set(more)].join(', ')}.`] : []),
  ].join('\n\n');
}

/**
 * Where to go from a finding. A fix is named only where there is one; the file is not: its name may
 * be a secret.
 */
function linksOf(folder: Folder, finding: Finding): string[] {
  const link = (title: string, command: string, ...args: readonly unknown[]) =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
  const isFixed = folder.service.offers(finding).some(({ id }) => id !== 'suppress');
  const { start, end, file } = finding;
  return [
    ...(isFixed ? [link('Fix', FIX_COMMAND, toRange(folder, file, start, end))] : []),
    link('Explain', EXPLAIN_COMMAND, finding.rule),
    link('Checklist', 'airlock.checklist.focus'),
  ];
}

/** Code in a fence that is longer than any run of backquotes in it, so that nothing of it is read as Markdown. */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${code}${fence}`;
}
