import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { pathOf, unwrap } from '../../analysis/source/syntax';
import { replyPackages } from '../../models/answerWays';
import { accepts } from '../../models/match';
import type { Asked } from './answering';
import { usesPackage } from './usesPackage';

/** Methods by which a route is registered. */
const ROUTES = '{get,post,put,patch,delete,all,head,options}';

/**
 * Whether a function is a route of a server that hands a reply over and takes what is given back for
 * the answer: `app.post('/a', async (request, reply) => ({ … }))`, of an app made in the file, or of
 * one that a plug-in is given in a package that depends on the library.
 */
export function isReplying({ fn, workspace }: Pick<Asked, 'fn' | 'workspace'>): boolean {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((argument) => argument === fn))
    return false;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !accepts(ROUTES, callee.name.text)) return false;
  const app = unwrap(callee.expression);
  const declaration = ts.isIdentifier(app) ? lookup(app) : undefined;
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration)) {
    const made = declaration.initializer && unwrap(declaration.initializer);
    return (
      made !== undefined &&
      ts.isCallExpression(made) &&
      usesPackage(fn.getSourceFile(), replyPackages)
    );
  }
  const { dependencies } = workspace.packages.of(pathOf(fn));
  return ts.isParameter(declaration) && replyPackages.some((name) => dependencies.has(name));
}
