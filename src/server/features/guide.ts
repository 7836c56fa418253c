import type { Connection } from 'vscode-languageserver';
import { guideFor, type Guide } from '../../guide';
import { isRecord } from '../../analysis/source/packages';
import { visibleLines } from '../../rules/visible';
import { answer } from '../answer';
import type { Folder, Folders } from '../folders';
import { GUIDE, type GuideAnswer, type GuideParams } from '../protocol';

/** Writes the way by hand for what a rule finds in a document; `null` where nothing is known. */
export function registerGuide(connection: Connection, folders: Folders): void {
  answer(connection, GUIDE, isRequest, ({ uri, rule }): GuideAnswer | null => {
    const hit = folders.locate(uri);
    const guide = hit && guideFor(rule, hit.path, hit.folder.service);
    return hit && guide ? { markdown: markdownOf(guide, hit.folder) } : null;
  });
}

function isRequest(params: unknown): params is GuideParams {
  return isRecord(params) && typeof params.uri === 'string' && typeof params.rule === 'string';
}

function markdownOf({ title, reasons, steps }: Guide, folder: Folder): string {
  const left = steps.filter(({ done }) => !done).length;
  const text = [
    `# ${title}`,
    left === 0
      ? 'All steps are done.'
      : `${steps.length - left} of ${steps.length} steps are done.`,
    ...reasons.map((reason) => `> No automatic fix: ${reason}`),
    ...steps.flatMap((step, index) => [
      `## ${step.done ? '✅' : '⬜'} ${index + 1}. ${step.title}`,
      step.text,
    ]),
  ].join('\n\n');
  return visibleLines(folder.service.redactor().text(`${text}\n`));
}
