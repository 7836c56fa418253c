import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver-types';
import { needless } from '../rules/commentFaults';
import { maskPath } from '../rules/mask';
import { ruleById } from '../rules/registry';
import type { Finding, Severity } from '../rules/rule';
import { plainText, visible } from '../rules/visible';
import type { Folder } from './folders';

const SEVERITY: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const SOURCE = 'airlock';

/** Offsets of a file as an LSP range. */
export function toRange(folder: Folder, file: string, start: number, end: number): Range {
  const lines = folder.service.workspace.lines(file);
  return { start: lines.position(start), end: lines.position(end) };
}

/**
 * A message, a label or a title as the editor may show it: no secret of the folder in it, and
 * nothing that acts instead of being shown.
 */
export function shownText(folder: Folder, text: string): string {
  return visible(folder.service.redactor().text(text));
}

/** The same for the path of a file. Addresses stay as they are: they are for finding the file. */
export function shownPath(path: string): string {
  return visible(maskPath(path));
}

export function toDiagnostic(folder: Folder, finding: Finding): Diagnostic {
  const lesson = ruleById(finding.rule) && folder.lessonUri(finding.rule);
  const related = finding.related.map((step) => ({
    location: {
      uri: folder.fileUri(step.file),
      range: toRange(folder, step.file, step.start, step.end),
    },
    message: plainText(shownText(folder, step.label)),
  }));
  return {
    range: toRange(folder, finding.file, finding.start, finding.end),
    severity: SEVERITY[finding.severity],
    code: finding.rule,
    source: SOURCE,
    message: plainText(shownText(folder, finding.message)),
    ...(lesson ? { codeDescription: { href: lesson } } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(finding.variant === 'needless-flag' || finding.rule === needless.rule
      ? { tags: [DiagnosticTag.Unnecessary] }
      : {}),
  };
}
