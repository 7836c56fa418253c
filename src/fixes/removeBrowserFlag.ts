import ts from 'typescript';
import { relativeTo } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import { manifestSection } from '../models/package';
import { runsBy } from '../models/match';
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
    const doubt = doubtAbout(finding.file, workspace);
    if (doubt !== undefined) return { reason: doubt };
    return {
      title: 'Remove the needless `dangerouslyAllowBrowser`',
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

/**
 * What speaks against a module running on a server alone. Beside the pages of an application a
 * folder's name says nothing: `src/api` holds what the pages ask. There the module that leads to
 * this one must itself be one that no browser could load, or one that a script starts.
 */
function doubtAbout(file: string, workspace: Workspace): string | undefined {
  const pages = workspace.surfaces.conventionsFor(file).some(({ id }) => id === 'browser-app');
  const heads = workspace.surfaces.of(file).flatMap(({ trail }) => trail[0]?.file ?? []);
  if (heads.length > 0 && (!pages || heads.every((head) => isOfServer(head, workspace))))
    return undefined;
  return pages
    ? `\`${file}\` lies beside the pages of an application and nothing but its folder says that ` +
        'it is server code: the first page that imports it would fail'
    : `nothing says where \`${file}\` runs`;
}

/** Whether a module imports what only a server has, or its package starts it. */
function isOfServer(file: string, workspace: Workspace): boolean {
  const pkg = workspace.packages.of(file);
  const local = relativeTo(file, pkg.dir);
  const scripts = [...manifestSection(pkg, 'scripts').values()];
  return (
    (workspace.syntax(file)?.sourceFile.statements ?? []).some(
      (statement) =>
        ts.isImportDeclaration(statement) &&
        ts.isStringLiteralLike(statement.moduleSpecifier) &&
        ['server', 'script'].includes(runsBy(statement.moduleSpecifier.text) ?? ''),
    ) || scripts.some((script) => typeof script === 'string' && script.split(/\s+/).includes(local))
  );
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
