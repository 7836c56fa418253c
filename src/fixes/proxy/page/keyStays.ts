import ts from 'typescript';
import type { Site } from '../../../analysis/source/host';
import { pathOf, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import type { TextEdit } from '../../../edits/edit';
import type { Refusal } from '../../fix';
import { heldKeys } from './heldKeys';
import { outward } from '../payload/outward';
import { usesOf } from '../payload/uses';
import type { ClientChanges } from './rewriteClient';

/**
 * Why a move is half done: a place that the key comes from is still in the page when the client, or
 * the request, that reads it is not. What another client reads too goes with the last of them.
 */
export function keyStays(
  use: Pick<Site, 'file' | 'start'>,
  { edits, gone }: ClientChanges,
  workspace: Workspace,
): Refusal | undefined {
  const isGone = ({ file, start, end }: Site) =>
    file === gone || edits.get(file)?.some((edit) => edit.start <= start && edit.end >= end);
  const uses = workspace.relevantFiles().flatMap((file) => workspace.facts(file).keyUses);
  const own = uses.find(({ file, start }) => file === use.file && start === use.start);
  for (const { kind, site, trail } of own?.origins ?? []) {
    const isKey = kind === 'env' || kind === 'literal';
    const isOwn = (node: ts.Node) => {
      const at = { file: pathOf(node), start: node.getStart(), end: node.getEnd() };
      return isGone(at) || trail.some((step) => isSame(step, at));
    };
    const isShared = uses.some(
      (other) => other !== own && other.origins.some((origin) => isSame(origin.site, site)),
    );
    if (isKey && !isShared && !isGone(site) && readersOf(site, workspace).every(isOwn))
      return {
        reason:
          `The key comes from \`${site.file}\` by a way that is not followed here, so it would stay ` +
          'in the page.',
      };
  }
  return undefined;
}

/**
 * Why a move is half done where its key is taken out of a state: of
 * `reactive({ apiKey: import.meta.env.VITE_KEY })` the variable stays in the page.
 */
export function heldKeyStays(
  gone: readonly ts.Node[],
  { edits, gone: file }: ClientChanges,
  syntax: Syntax,
): Refusal | undefined {
  const left = heldKeys(gone, syntax).find(({ node }) => {
    const [start, end] = [node.getStart(), node.getEnd()];
    const isIn = (edit: TextEdit) => edit.start <= start && edit.end >= end;
    return file !== syntax.path && !edits.get(syntax.path)?.some(isIn);
  });
  return left && { reason: `The key is kept in \`${left.holder}\`, so it would stay in the page.` };
}

/** What reads the constant that a key is kept in; nothing where it is kept in none. */
function readersOf({ file, start, end }: Site, workspace: Workspace): readonly ts.Node[] {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const constant = node && outward(node).parent;
  return constant && ts.isVariableDeclaration(constant) ? usesOf(constant, workspace).nodes : [];
}

function isSame(one: Pick<Site, 'file' | 'start'>, other: Pick<Site, 'file' | 'start'>): boolean {
  return one.file === other.file && one.start === other.start;
}
