import ts from 'typescript';
import { kindOf } from '../analysis/source/prefilter';
import type { Workspace } from '../analysis/workspace';
import { nodeAt } from '../edits/nodeAt';
import { lineBreakOf } from '../edits/style';
import type { Fix } from './fix';

/** Writes a disable comment above the line of the finding, with a place for the reason. */
export const suppress: Fix = {
  meta: {
    id: 'suppress',
    summary: 'Adds a disable comment with a place for the reason.',
    rules: ['*'],
    safe: false,
  },
  plan(finding, workspace) {
    const text = workspace.text(finding.file);
    if (text === undefined) return undefined;
    const lines = workspace.lines(finding.file);
    const { line } = lines.position(finding.start);
    const lineStart = lines.offset({ line, character: 0 });
    const open = openerAt(finding.file, lineStart, workspace);
    if (!open) return undefined;
    return {
      title: `Suppress \`${finding.rule}\` on this line`,
      changes() {
        const indent = /^[ \t]*/.exec(lines.line(line))?.[0] ?? '';
        const [before, after] = open;
        const order = `airlock-disable-next-line ${finding.rule} -- TODO: say why`;
        const comment = `${indent}${before} ${order}${after}${lineBreakOf(text)}`;
        return [
          {
            kind: 'edit',
            file: finding.file,
            edits: [{ start: lineStart, end: lineStart, text: comment }],
          },
        ];
      },
    };
  },
};

/**
 * How a comment is written at the start of a line: not at all inside a template literal, in braces
 * between JSX children.
 */
function openerAt(
  file: string,
  lineStart: number,
  workspace: Workspace,
): readonly [string, string] | undefined {
  if (kindOf(file) === 'env') return ['#', ''];
  const syntax = workspace.syntax(file);
  if (!syntax) return undefined;
  for (
    let node: ts.Node | undefined = nodeAt(syntax.sourceFile, lineStart);
    node;
    node = node.parent
  ) {
    const inside = lineStart > node.getStart() && lineStart < node.getEnd();
    if (!inside) continue;
    if (ts.isTemplateLiteral(node) || ts.isTemplateSpan(node) || ts.isTemplateLiteralToken(node))
      return undefined;
    if (ts.isJsxExpression(node) || ts.isJsxOpeningLikeElement(node)) return ['//', ''];
    if (ts.isJsxText(node) || ts.isJsxElement(node) || ts.isJsxFragment(node))
      return ['{/*', ' */}'];
    if (ts.isBlock(node) || ts.isSourceFile(node)) break;
  }
  return ['//', ''];
}
