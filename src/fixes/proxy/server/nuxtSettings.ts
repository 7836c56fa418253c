import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { dottedName, propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import { join } from '../../../analysis/source/paths';
import type { Package } from '../../../analysis/source/packages';
import { settingName } from '../../../analysis/source/setting';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { applyEdits } from '../../../edits/applyEdits';
import type { FileChange, TextEdit } from '../../../edits/edit';

/**
 * `runtimeConfig.public.model` of a variable that holds Nuxt's configuration: the server has the
 * same. Keys are none. Source: nuxt.com/docs, "Runtime Config".
 */
export function nuxtSetting(node: ts.Expression): string | undefined {
  const name = publicName(node);
  return name === undefined || /key|secret|token|password/i.test(name)
    ? undefined
    : `useRuntimeConfig().public.${name}`;
}

/** The name of an entry of Nuxt's public configuration: `X` of `useRuntimeConfig().public.X`. */
export function publicName(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const holder = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(holder) || holder.name.text !== 'public') return undefined;
  const root = unwrap(holder.expression);
  const declaration = ts.isIdentifier(root) ? lookup(root) : undefined;
  const source =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : root;
  return source &&
    ts.isCallExpression(source) &&
    source.arguments.length === 0 &&
    dottedName(source.expression)?.join('.') === 'useRuntimeConfig'
    ? node.name.text
    : undefined;
}

/** The name of a setting that every visitor gets: of the environment, or of Nuxt's configuration. */
export function shownSetting(expression: ts.Expression): string | undefined {
  return settingName(expression) ?? publicName(expression);
}

/**
 * Takes the entry of a client's key out of `runtimeConfig.public`, when no module of the package
 * reads it once it has `changed`: as long as it is there, every page gets it.
 */
export function publicEntryChanges(
  client: ts.NewExpression | ts.CallExpression,
  changed: ReadonlyMap<string, readonly TextEdit[]>,
  pkg: Package,
  workspace: Workspace,
): FileChange[] {
  const options = client.arguments?.[0] && unwrap(client.arguments[0]);
  const key =
    options && ts.isObjectLiteralExpression(options)
      ? options.properties.find((item) => propertyName(item.name) === 'apiKey')
      : undefined;
  const name = key && ts.isPropertyAssignment(key) ? publicName(key.initializer) : undefined;
  const file = ['nuxt.config.ts', 'nuxt.config.js', 'nuxt.config.mjs']
    .map((path) => join(pkg.dir, path) ?? path)
    .find((path) => workspace.text(path) !== undefined);
  const syntax = file === undefined ? undefined : workspace.syntax(file);
  if (name === undefined || file === undefined || !syntax) return [];
  const isRead = workspace.packages
    .filesOf(pkg)
    .some(
      (path) =>
        path !== file &&
        /\.([mc]?[jt]s|vue)$/.test(path) &&
        new RegExp(`public\\.${name}\\b`).test(
          applyEdits(workspace.text(path) ?? '', changed.get(path) ?? []),
        ),
    );
  const entries: ts.Node[] = [];
  walk(syntax.sourceFile, (node) => {
    if (
      !ts.isPropertyAssignment(node) ||
      propertyName(node.name) !== name ||
      !ts.isPropertyAssignment(node.parent.parent)
    )
      return;
    if (propertyName(node.parent.parent.name) === 'public') entries.push(node);
  });
  if (isRead || entries.length !== 1) return [];
  const [entry] = entries;
  const line = removeStatement(syntax, entry);
  // The comma behind it goes too.
  const comma = syntax.text.indexOf(',', entry.getEnd());
  const between = comma < 0 ? 'none' : syntax.text.slice(entry.getEnd(), comma);
  if (between.trim() !== '') return [{ kind: 'edit', file, edits: [line] }];
  const rest = /^[ \t]*\r?\n/.exec(syntax.text.slice(comma + 1))?.[0].length ?? 0;
  return [{ kind: 'edit', file, edits: [{ start: line.start, end: comma + 1 + rest, text: '' }] }];
}
