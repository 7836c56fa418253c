import ts from 'typescript';
import type { Workspace } from '../analysis/workspace';
import type { Fix } from './fix';
import { nodeSpanning } from '../edits/nodeAt';

/** Takes `dangerouslyAllowBrowser: true` out of a client that only runs on a server. */
export const removeBrowserFlag: Fix = {
  meta: {
    id: 'remove-browser-flag',
    summary: 'Removes `dangerouslyAllowBrowser` from a client that only runs on a server.',
    rules: ['client-side-request'],
    safe: true,
  },
  plan(finding, workspace) {
    if (finding.variant !== 'needless-flag') return undefined;
    const syntax = workspace.syntax(finding.file);
    const value = syntax && nodeSpanning(syntax.sourceFile, finding.start, finding.end);
    const property = value?.parent;
    if (
      !syntax ||
      !property ||
      !ts.isPropertyAssignment(property) ||
      !ts.isObjectLiteralExpression(property.parent)
    )
      return undefined;
    const object = property.parent;
    return {
      title: 'Remove the needless `dangerouslyAllowBrowser`',
      // Where nothing imports the module, its folder alone says that it is server code: the first
      // import may be a page's.
      safe: workspace.importersOf(finding.file).length > 0 || isEntry(finding.file, workspace),
      changes: () => [
        {
          kind: 'edit',
          file: finding.file,
          edits: [{ ...removalOf(property, object, syntax.text), text: '' }],
        },
      ],
    };
  },
};

/** Whether the framework itself calls the module, or a person starts it. */
function isEntry(file: string, workspace: Workspace): boolean {
  const placements = workspace.surfaces.of(file);
  const pages = workspace.surfaces.conventionsFor(file).some(({ id }) => id === 'browser-app');
  return placements.length > 0 && !pages;
}

/**
 * The range that takes a property away with its comma, and with its line when it stands alone
 * there.
 */
function removalOf(
  property: ts.PropertyAssignment,
  object: ts.ObjectLiteralExpression,
  text: string,
): { start: number; end: number } {
  const index = object.properties.indexOf(property);
  const next = object.properties[index + 1];
  const previous = object.properties[index - 1];
  const lineStart = text.lastIndexOf('\n', property.getStart()) + 1;
  const alone = text.slice(lineStart, property.getStart()).trim() === '';
  if (alone) {
    const tail = /^\s*,?[ \t]*(\/\/[^\n]*)?(\r?\n)?/.exec(text.slice(property.getEnd()));
    const end = property.getEnd() + (tail?.[0].length ?? 0);
    // With the closing brace on the same line the line break belongs to what stays.
    if (tail?.[2]) return { start: lineStart, end };
  }
  if (next) return { start: property.getStart(), end: next.getStart() };
  if (previous)
    return {
      start: previous.getEnd(),
      end: property.getEnd() + (object.properties.hasTrailingComma ? 1 : 0),
    };
  return { start: object.getStart() + 1, end: object.getEnd() - 1 };
}
