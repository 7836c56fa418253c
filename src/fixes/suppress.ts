import ts from 'typescript';
import { kindOf } from '../analysis/source/prefilter';
import type { Workspace } from '../analysis/workspace';
import type { TextEdit } from '../edits/edit';
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
    const { file, rule, start } = finding;
    const edit = lineComment({ file, rule, start, reason: 'TODO: say why' }, workspace);
    return (
      edit && {
        title: `Suppress \`${rule}\` on this line`,
        changes: () => [{ kind: 'edit', file, edits: [edit] }],
      }
    );
  },
};

/** What is switched off, where, and why. */
export interface Quiet {
  readonly file: string;
  readonly rule: string;
  /** Offset of the finding. */
  readonly start: number;
  readonly reason: string;
}

/** The comment above the line of a finding; `undefined` where none can stand. */
export function lineComment(
  { file, rule, start, reason }: Quiet,
  workspace: Workspace,
): TextEdit | undefined {
  const text = workspace.text(file);
  if (text === undefined) return undefined;
  const lines = workspace.lines(file);
  const { line } = lines.position(start);
  const at = lines.offset({ line, character: 0 });
  const open = openerAt(file, at, workspace);
  if (!open) return undefined;
  const indent = /^[ \t]*/.exec(lines.line(line))?.[0] ?? '';
  const [before, after] = open;
  const order = `airlock-disable-next-line ${rule} -- ${reason}`;
  return { start: at, end: at, text: `${indent}${before} ${order}${after}${lineBreakOf(text)}` };
}

/** The comment at the top of a file that switches a rule off in all of it. */
export function fileComment(
  { file, rule, reason }: Quiet,
  workspace: Workspace,
): TextEdit | undefined {
  const text = workspace.text(file);
  if (text === undefined) return undefined;
  // A first line that starts a program, or the code of an Astro page, stays the first one.
  const at = /^(#!|---\r?\n)/.test(text) ? text.indexOf('\n') + 1 : 0;
  const isMarkup = at === 0 && /\.(html|vue|svelte|astro)$/.test(file);
  const [before, after] =
    kindOf(file) === 'env' ? ['#', ''] : isMarkup ? ['<!--', ' -->'] : ['//', ''];
  const order = `airlock-disable-file ${rule} -- ${reason}`;
  return { start: at, end: at, text: `${before} ${order}${after}${lineBreakOf(text)}` };
}

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
