import ts from 'typescript';
import type { Site } from '../../../analysis/source/host';
import { lookup } from '../../../analysis/source/scope';
import { pathOf, propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import type { Refusal } from '../../fix';
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
 * Why a move is half done where a request takes its key out of what a call holds: of
 * `reactive({ apiKey: import.meta.env.VITE_KEY })` the variable stays in the page.
 */
export function heldKeyStays(
  secret: ts.Node | undefined,
  { edits }: ClientChanges,
): Refusal | undefined {
  let reason: string | undefined;
  if (secret)
    walk(secret, (node) => {
      if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return;
      const held = heldUnder(node.name.text, lookup(node.expression));
      if (!held) return;
      const [start, end] = [held.getStart(), held.getEnd()];
      const stays = !edits
        .get(pathOf(held))
        ?.some((edit) => edit.start <= start && edit.end >= end);
      if (stays)
        reason = `The key is kept in \`${node.expression.text}\`, so it would stay in the page.`;
    });
  return reason === undefined ? undefined : { reason };
}

/** The property, read from the environment, of an object given to the call that makes a variable. */
function heldUnder(name: string, declaration: ts.Node | undefined): ts.Node | undefined {
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!made || !ts.isCallExpression(made)) return undefined;
  for (const argument of made.arguments) {
    const object = unwrap(argument);
    const property = ts.isObjectLiteralExpression(object)
      ? object.properties.find((item) => propertyName(item.name) === name)
      : undefined;
    if (property && ts.isPropertyAssignment(property) && isEnvironment(property.initializer))
      return property;
  }
  return undefined;
}

/** `import.meta.env.VITE_KEY`, `process.env.KEY`. */
function isEnvironment(value: ts.Expression): boolean {
  let root = unwrap(value);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return ts.isMetaProperty(root) || (ts.isIdentifier(root) && root.text === 'process');
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
