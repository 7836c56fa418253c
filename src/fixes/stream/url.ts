import ts from 'typescript';
import { identifiersNamed, lookup } from '../../analysis/source/scope';
import { relativeTo } from '../../analysis/source/paths';
import { isTestPath } from '../../analysis/source/prefilter';
import { pathOf, propertyName, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { frameworks } from '../../models/frameworks/registry';
import { outward } from '../proxy/payload/outward';
import { homeOf, usesOf } from '../proxy/payload/uses';

/** How many functions a handler may be wrapped in, and how often a router stands on another. */
const MAX_HOPS = 3;

/**
 * The address under which a handler is asked: its registration's path, also where it is registered
 * by its name in another module, or that of its file. Of a router's own address, `/`, what it is
 * mounted under.
 */
export function addressFor(
  handler: ts.FunctionLikeDeclaration,
  path: string,
  workspace: Workspace,
): Address | undefined {
  const given = [handler, ...namesOf(handler, workspace)].flatMap(
    (node) => registrationOf(node) ?? [],
  );
  const found = given.map((registration) => addressOf(registration, workspace));
  const [address] = found;
  if (found.some(({ url }) => url !== address.url)) return undefined;
  if (address) return { url: address.url, files: found.flatMap(({ files }) => files) };
  const pkg = workspace.packages.of(path);
  const local = relativeTo(path, pkg.dir);
  for (const framework of frameworks) {
    const url =
      framework.urlOf && framework.applies(pkg, workspace.packages)
        ? framework.urlOf(local)
        : undefined;
    if (url !== undefined) return { url, files: [] };
  }
  return undefined;
}

/** An address, and the modules that say what answers it. */
export interface Address {
  readonly url: string;
  readonly files: readonly string[];
}

/** A call that says which address leads to a handler. */
interface Registration {
  readonly url: string;
  /** What it is registered on: `router`. */
  readonly on: ts.Expression;
}

/**
 * `app.post('/api/chat', limiter, handler)`, also in a wrapper, and `router.route('/chat').post(handler)`.
 */
function registrationOf(node: ts.Node): Registration | undefined {
  let at = outward(node);
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const call = at.parent;
    if (!ts.isCallExpression(call) || !call.arguments.some((item) => item === at)) return undefined;
    const callee = unwrap(call.expression);
    const [first] = call.arguments;
    if (ts.isPropertyAccessExpression(callee)) {
      if (ts.isStringLiteralLike(first) && first.text.startsWith('/'))
        return { url: first.text, on: callee.expression };
      const routed = routeOf(callee.expression);
      if (routed) return routed;
    }
    at = outward(call);
  }
  return undefined;
}

/** `router.route('/chat')`, with the methods that are chained to it. */
function routeOf(chain: ts.Expression): Registration | undefined {
  for (let at = unwrap(chain); ts.isCallExpression(at);) {
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const [first, ...others] = at.arguments;
    if (others.length === 0 && first && ts.isStringLiteralLike(first) && first.text.startsWith('/'))
      return { url: first.text, on: callee.expression };
    at = unwrap(callee.expression);
  }
  return undefined;
}

/** The address; where it is a router's own, that under which the router is known. */
function addressOf({ url, on }: Registration, workspace: Workspace): Address {
  let at: Registration = { url, on };
  const files = [pathOf(on)];
  for (let hop = 0; at.url === '/' && hop < MAX_HOPS; hop++) {
    const [mount, ...others] = mountsOf(at.on, workspace);
    if (!mount || others.some((other) => other.url !== mount.url)) return { url, files };
    files.push(pathOf(mount.on));
    at = mount;
  }
  return { url: at.url, files };
}

/** `app.use('/api/chat', router)`, wherever the router is known. */
function mountsOf(on: ts.Expression, workspace: Workspace): Registration[] {
  const router = unwrap(on);
  const home = ts.isIdentifier(router) ? homeOf(router, workspace) : undefined;
  return home
    ? [...usesOf(home, workspace).nodes, ...required(home, workspace)].flatMap(
        (use) => registrationOf(use) ?? [],
      )
    : [];
}

/** Every place in the package that reads a handler by its name. */
function namesOf(handler: ts.FunctionLikeDeclaration, workspace: Workspace): ts.Node[] {
  const at = outward(handler);
  const { parent } = at;
  const named =
    (ts.isFunctionDeclaration(handler) || ts.isMethodDeclaration(handler)) && handler.name
      ? handler
      : ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
        ? parent
        : ts.isPropertyDeclaration(parent)
          ? parent
          : undefined;
  const assigned = exportedName(at);
  const name = assigned ?? propertyName(named?.name as ts.PropertyName | undefined);
  return name === undefined ? [] : readsOf(name, pathOf(handler), workspace);
}

/** `story` of `exports.story = async (req, res) => …`. */
function exportedName(value: ts.Node): string | undefined {
  const { parent } = value;
  return ts.isBinaryExpression(parent) &&
    parent.right === value &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(parent.left)
    ? parent.left.name.text
    : undefined;
}

/** Where modules read a name of a module: the name alone, or as a member of what it gives. */
function readsOf(name: string, path: string, workspace: Workspace): ts.Node[] {
  const { packages } = workspace;
  return packages
    .filesOf(packages.of(path))
    .filter((file) => !isTestPath(file) && (workspace.text(file) ?? '').includes(name))
    .flatMap((file) => {
      const syntax = workspace.syntax(file);
      return syntax ? identifiersNamed(syntax.sourceFile, name) : [];
    })
    .flatMap((id): ts.Node[] => {
      const access = id.parent;
      const isMember = ts.isPropertyAccessExpression(access) && access.name === id;
      const root = isMember ? unwrap(access.expression) : id;
      return ts.isIdentifier(root) && isOf(root, path, workspace) ? [isMember ? access : id] : [];
    });
}

/** Whether a name leads to a module: declared there, imported or required from it, or made of what is. */
function isOf(name: ts.Identifier, path: string, workspace: Workspace, hops = MAX_HOPS): boolean {
  const declaration = lookup(name);
  if (!declaration || hops === 0) return false;
  const home = homeOf(name, workspace) ?? declaration;
  const made = ts.isVariableDeclaration(home) && home.initializer ? unwrap(home.initializer) : null;
  // `const controller = new Controller(…)`, wherever that stands.
  if (made && ts.isNewExpression(made) && ts.isIdentifier(made.expression))
    return isOf(made.expression, path, workspace, hops - 1);
  if (pathOf(home) === path && (home !== declaration || pathOf(name) === path)) return true;
  return moduleOf(declaration, workspace) === path;
}

/** The module that a declaration takes something from: `import * as x`, `require('./x')`. */
function moduleOf(declaration: ts.Node, workspace: Workspace): string | undefined {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at)) at = at.parent;
  const made = ts.isVariableDeclaration(at) && at.initializer ? unwrap(at.initializer) : undefined;
  const isRequire =
    made &&
    ts.isCallExpression(made) &&
    ts.isIdentifier(made.expression) &&
    made.expression.text === 'require';
  while (!isRequire && at.parent && !ts.isImportDeclaration(at)) at = at.parent;
  const from = isRequire
    ? made.arguments[0]
    : ts.isImportDeclaration(at)
      ? at.moduleSpecifier
      : undefined;
  return from && ts.isStringLiteralLike(from)
    ? workspace.resolve(from.text, pathOf(declaration))
    : undefined;
}

/** Where modules that `require` a router read it, or hand it on as it comes. */
function required(home: ts.Node, workspace: Workspace): ts.Node[] {
  const path = pathOf(home);
  return workspace.importersOf(path).flatMap((file) => {
    const syntax = workspace.syntax(file);
    if (!syntax) return [];
    return identifiersNamed(syntax.sourceFile, 'require').flatMap((id): ts.Node[] => {
      const call = id.parent;
      if (!ts.isCallExpression(call) || call.expression !== id) return [];
      const [from] = call.arguments;
      if (!from || !ts.isStringLiteralLike(from)) return [];
      if (workspace.resolve(from.text, file) !== path) return [];
      const held = call.parent;
      return ts.isVariableDeclaration(held) && ts.isIdentifier(held.name)
        ? [...identifiersNamed(syntax.sourceFile, held.name.text)]
        : [call];
    });
  });
}
