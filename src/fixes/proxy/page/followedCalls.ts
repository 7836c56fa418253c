import ts from 'typescript';
import type { Site } from '../../../analysis/source/host';
import { lookup, referencesTo, type Declaration } from '../../../analysis/source/scope';
import { pathOf } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { isRefusal, type Refusal } from '../../fix';
import { functionOf } from '../payload/callers';
import { movableCallAt } from '../payload/findCall';
import type { MovableCall } from '../payload/movableCall';
import { outward } from '../payload/outward';
import { usesOf } from '../payload/uses';
import type { ClientHome } from './clientHome';

/**
 * The calls that go through a client, also those of functions that it is handed to; a reason when
 * one of them cannot move.
 */
export function movableCalls(
  { file, start }: Site,
  { declaration }: ClientHome,
  workspace: Workspace,
): MovableCall[] | Refusal {
  const known: Site[] = workspace
    .relevantFiles()
    .flatMap((path) => workspace.facts(path).requests)
    .filter(({ client }) => client?.file === file && client.start === start);
  const followed = declaration ? throughParameters(declaration, workspace) : [];
  const sites = new Map(
    [...known, ...followed].map((site) => [`${site.file}:${site.start}`, site]),
  );
  const calls: MovableCall[] = [];
  for (const site of sites.values()) {
    const call = movableCallAt(site, workspace);
    if (!call)
      return {
        reason: `Another request goes through this client, in \`${site.file}\`, that no route is known for.`,
      };
    if (isRefusal(call)) return call;
    calls.push(call);
  }
  return calls;
}

/** The calls of methods of what parameters hold that the client is handed over as. */
function throughParameters(declaration: Declaration, workspace: Workspace): Site[] {
  const parameters = new Set<ts.ParameterDeclaration>();
  const uses = [...usesOf(declaration, workspace).nodes];
  for (const use of uses) {
    const parameter = parameterFor(use, workspace);
    if (!parameter || parameters.has(parameter)) continue;
    parameters.add(parameter);
    uses.push(...referencesTo(parameter, parameter.name.getText()));
  }
  return uses.flatMap((use) => {
    const of = ts.isIdentifier(use) ? lookup(use) : undefined;
    const call = of && ts.isParameter(of) && parameters.has(of) ? calledOn(use) : undefined;
    return call ? [{ file: pathOf(call), start: call.getStart(), end: call.getEnd() }] : [];
  });
}

/** The parameter that an argument is received as, in a function of the workspace. */
function parameterFor(
  use: ts.Expression,
  workspace: Workspace,
): ts.ParameterDeclaration | undefined {
  const { parent } = use;
  if (!ts.isCallExpression(parent)) return undefined;
  const at = parent.arguments.indexOf(use);
  const parameter = at < 0 ? undefined : functionOf(parent.expression, workspace)?.parameters[at];
  return parameter && ts.isParameter(parameter) && ts.isIdentifier(parameter.name)
    ? parameter
    : undefined;
}

/** The call at the end of `client.chat.completions.create(…)`. */
function calledOn(receiver: ts.Expression): ts.CallExpression | undefined {
  let at: ts.Node = receiver;
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at)
    at = outward(at.parent);
  return at !== receiver && ts.isCallExpression(at.parent) && at.parent.expression === at
    ? at.parent
    : undefined;
}
