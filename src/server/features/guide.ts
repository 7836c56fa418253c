import type { Connection } from 'vscode-languageserver';
import { guideFor, guideMarkdown } from '../../guide';
import { isRecord } from '../../analysis/source/packages';
import { answer } from '../answer';
import type { Folders } from '../folders';
import { GUIDE, type GuideAnswer, type GuideParams } from '../protocol';

/** Writes the way by hand for what a rule finds in a document; `null` where nothing is known. */
export function registerGuide(connection: Connection, folders: Folders): void {
  answer(connection, GUIDE, isRequest, ({ uri, rule }): GuideAnswer | null => {
    const hit = folders.locate(uri);
    const guide = hit && guideFor(rule, hit.path, hit.folder.service);
    return hit && guide ? { markdown: guideMarkdown(guide, hit.folder.service) } : null;
  });
}

function isRequest(params: unknown): params is GuideParams {
  return isRecord(params) && typeof params.uri === 'string' && typeof params.rule === 'string';
}
