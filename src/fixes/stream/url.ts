import ts from 'typescript';
import { relativeTo } from '../../analysis/source/paths';
import type { Workspace } from '../../analysis/workspace';
import { frameworks } from '../../models/frameworks/registry';

/** The address under which a handler is asked: its registration's path, or that of its file. */
export function urlOf(
  handler: ts.FunctionLikeDeclaration,
  path: string,
  workspace: Workspace,
): string | undefined {
  // `app.post('/api/chat', limiter, async (req, res) => …)`
  const { parent } = handler;
  const [first] = ts.isCallExpression(parent) ? parent.arguments : [];
  if (first && ts.isStringLiteralLike(first) && first.text.startsWith('/')) return first.text;
  const pkg = workspace.packages.of(path);
  const local = relativeTo(path, pkg.dir);
  for (const framework of frameworks) {
    const url =
      framework.urlOf && framework.applies(pkg, workspace.packages)
        ? framework.urlOf(local)
        : undefined;
    if (url !== undefined) return url;
  }
  return undefined;
}
