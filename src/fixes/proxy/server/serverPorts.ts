import ts from 'typescript';
import type { Package } from '../../../analysis/source/packages';
import { dottedName, propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { mainSurface } from '../../../rules/rule';

/**
 * The ports that a package's server code names: what it listens on, options and variables called
 * `port`, what stands beside `process.env.PORT`. Empty where it names none.
 */
export function serverPorts(server: Package, workspace: Workspace): ReadonlySet<string> {
  return workspace.remember(`ports of ${server.dir}`, () => {
    const ports = new Set<string>();
    for (const file of workspace.packages.filesOf(server)) {
      if (!/\.[mc]?[jt]s$/.test(file) || !/port|listen/i.test(workspace.text(file) ?? '')) continue;
      const syntax = workspace.syntax(file);
      if (syntax && mainSurface(workspace.surfaces.at(file, 0)) === 'server')
        walk(syntax.sourceFile, (node) => {
          const port = ts.isExpression(node) && portOf(unwrap(node));
          if (port && isNamed(node)) ports.add(port);
        });
    }
    return ports;
  });
}

/** The port of a local address, the one of its scheme where it says none. */
export function portIn(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { port, protocol } = new URL(address);
  return port || (protocol === 'https:' ? '443' : '80');
}

function portOf(node: ts.Expression): string | undefined {
  return (ts.isNumericLiteral(node) || ts.isStringLiteralLike(node)) && /^\d{2,5}$/.test(node.text)
    ? node.text
    : undefined;
}

/** Whether what stands around a number says that it is a port. */
function isNamed(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent))
    return ts.isIdentifier(parent.name) && isPort(parent.name.text);
  if (ts.isPropertyAssignment(parent)) return isPort(propertyName(parent.name));
  if (ts.isBinaryExpression(parent) && isPort(dottedName(parent.left)?.at(-1))) return true;
  if (ts.isCallExpression(parent) && dottedName(parent.expression)?.at(-1) === 'listen')
    return true;
  return ts.isExpression(parent) && !ts.isFunctionLike(parent) && isNamed(parent);
}

function isPort(name: string | undefined): boolean {
  return name?.toLowerCase() === 'port';
}
