import ts from 'typescript';
import type { Workspace } from '../analysis/workspace';
import { nodeSpanning } from '../edits/nodeAt';
import type { Limiter, Unshared } from '../models/limiters/limiter';
import { limiters } from '../models/limiters/registry';
import { unshared } from '../models/limiters/unshared';
import type { Finding } from '../rules/rule';
import type { Fix, Plan, Refusal } from './fix';
import { beforeHandler } from './limiting/beforeHandler';
import { inOptions } from './limiting/inOptions';
import { specifiersIn } from './limiting/names';
import { onMethod } from './limiting/onMethod';

/** So many calls a minute and caller: enough for a person, few for a script. */
const CALLS = 20;

/**
 * Puts a limiter before the handler of a route: the one that the file has already, else the usual
 * one of the framework. Who may call at all is for people to decide.
 */
export const limitRequests: Fix = {
  meta: {
    id: 'limit-requests',
    summary: 'Puts the project’s limiter before the route, or the framework’s usual one.',
    rules: ['open-route'],
    safe: false,
  },
  plan(finding, workspace) {
    const { file } = finding;
    const syntax = workspace.syntax(file);
    const at = syntax && nodeSpanning(syntax.sourceFile, finding.start, finding.end);
    if (!syntax || !at) return NOT_HERE;
    const alone = unsharedExport(finding, at, workspace);
    if (alone) return alone;
    const limiter = limiterOf(file, workspace);
    if (!limiter) return NOT_HERE;
    const hosted = unsharedPackage(file, workspace);
    if (hosted) return hosted;
    const { onlyWith } = limiter;
    if (onlyWith && !workspace.packages.of(file).dependencies.has(onlyWith.package))
      return { reason: onlyWith.reason };
    return placed(at, { file, syntax, calls: CALLS }, limiter, workspace);
  },
};

const NOT_HERE: Refusal = {
  reason:
    'there is no one way to count callers here: ask who is calling, or count, first thing in the ' +
    'handler',
};

function placed(
  at: ts.Node,
  common: Omit<Parameters<typeof beforeHandler>[0], 'call'>,
  limiter: Limiter,
  workspace: Workspace,
): Plan | Refusal {
  const { parent } = at;
  if (limiter.stands === 'on-method')
    return ts.isMethodDeclaration(parent)
      ? onMethod({ ...common, method: parent }, limiter, workspace)
      : NOT_HERE;
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent))
    return NOT_HERE;
  const route = { ...common, call: parent.parent };
  return limiter.stands === 'in-options'
    ? inOptions(route, limiter, workspace)
    : beforeHandler(route, limiter, workspace);
}

/** A handler that a framework calls because its module exports it: its functions may share nothing. */
function unsharedExport(
  { file }: Finding,
  at: ts.Node,
  { surfaces }: Workspace,
): Refusal | undefined {
  if (ts.isPropertyAccessExpression(at.parent) && ts.isCallExpression(at.parent.parent))
    return undefined;
  const by = [ts.isIdentifier(at) ? at.text : 'default', 'default', 'handler'].map(
    (name) => surfaces.handlerOf(file, name)?.by,
  );
  return reasonOf(({ handlersOf = [] }) => handlersOf.some((id) => by.includes(id)));
}

/** A package whose application runs as functions. */
function unsharedPackage(file: string, { packages }: Workspace): Refusal | undefined {
  const pkg = packages.of(file);
  return reasonOf(
    ({ files = [], packages: names = [] }) =>
      files.some((name) => pkg.files.has(name)) || names.some((name) => pkg.dependencies.has(name)),
  );
}

function reasonOf(fits: (item: Unshared) => boolean): Refusal | undefined {
  const found = unshared.find(fits);
  return found && { reason: found.reason };
}

/**
 * The usual limiter of the framework that the file imports; where it imports none, of the only one
 * that the package has.
 */
function limiterOf(file: string, workspace: Workspace): Limiter | undefined {
  const specifiers = specifiersIn(workspace.syntax(file));
  const imported = limiters.find(({ frameworks }) =>
    frameworks.some((name) => specifiers.includes(name)),
  );
  if (imported) return imported;
  const { dependencies } = workspace.packages.of(file);
  const possible = limiters.filter(({ frameworks }) =>
    frameworks.some((name) => dependencies.has(name)),
  );
  return possible.length === 1 ? possible[0] : undefined;
}
