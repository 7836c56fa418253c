import ts from 'typescript';
import { isTestPath } from '../../analysis/source/prefilter';
import { lookup } from '../../analysis/source/scope';
import { pathOf, walk, type Syntax } from '../../analysis/source/syntax';
import { browserPlacement } from '../../rules/rule';
import type { Workspace } from '../../analysis/workspace';
import { givesResponse } from '../../models/libraries/httpClients';
import { usesOf } from '../proxy/payload/uses';
import { outward } from '../proxy/payload/outward';

/** A place that an address leads to: where `fetch` asks it, or where somebody does in another way. */
export interface Asker {
  readonly file: string;
  readonly node: ts.Expression;
  /** The call by which the platform's `fetch` asks it. */
  readonly call?: ts.CallExpression;
}

const ASKING = /\.([mc]?[jt]sx?|vue|svelte|astro|html)$/;

/**
 * Everyone in the workspace, tests left out, who asks the address `url`, also on another host and
 * below what its router is mounted under. `own` are the modules of its handler and of its
 * registration, which ask nothing by naming it.
 */
export function askersOf(url: string, own: readonly string[], workspace: Workspace): Asker[] {
  const [fixed] = url.split(/\/[:[*{]/);
  const isOpen = fixed !== url;
  return [...shortened(fixed, workspace), ...askersOfWhole(fixed, isOpen, own, workspace)];
}

/**
 * `${API}/story`, `API + '/story'` of `/api/story`: what stands before may hold the rest of the
 * address.
 */
function shortened(address: string, workspace: Workspace): Asker[] {
  const end = address.slice(address.lastIndexOf('/'));
  if (end === address || end.length < 2) return [];
  return filesWith(end, workspace).flatMap((syntax) => {
    const found: Asker[] = [];
    walk(syntax.sourceFile, (node) => {
      const isBehind =
        ts.isTemplateMiddle(node) ||
        ts.isTemplateTail(node) ||
        (ts.isStringLiteralLike(node) &&
          ts.isBinaryExpression(node.parent) &&
          node.parent.right === node &&
          node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken);
      if (!isBehind || node.text.split(/[?#]/)[0].replace(/\/$/, '') !== end) return;
      const whole = ts.isStringLiteralLike(node) ? node : node.parent.parent;
      found.push(...askingAt(addressAround(whole as ts.Expression), false, workspace));
    });
    // The call is left out: which address it asks is not known here.
    return found.map(({ file, node }) => ({ file, node }));
  });
}

function askersOfWhole(
  fixed: string,
  isOpen: boolean,
  own: readonly string[],
  workspace: Workspace,
): Asker[] {
  return filesWith(fixed, workspace).flatMap((syntax) => {
    const found: Asker[] = [];
    walk(syntax.sourceFile, (node) => {
      const prefixes = prefixesOf(node, fixed, isOpen);
      if (prefixes.length === 0) return;
      const asking = askingAt(
        addressAround(node as ts.Expression),
        own.includes(syntax.path),
        workspace,
      );
      const isSure = prefixes.every((prefix) => prefix === '' || isMounted(prefix, own, workspace));
      found.push(
        ...asking.map(({ file, node: at, call }) => ({
          file,
          node: at,
          ...(isSure && call ? { call } : {}),
        })),
      );
    });
    return found;
  });
}

/** Whether the module of a handler, or one that imports it, names a path that it may be mounted under. */
function isMounted(prefix: string, own: readonly string[], workspace: Workspace): boolean {
  return own.some((path) =>
    [path, ...workspace.importersOf(path)].some((file) => {
      const syntax = workspace.syntax(file);
      let found = false;
      if (syntax)
        walk(syntax.sourceFile, (node) => {
          found ||=
            ts.isStringLiteralLike(node) &&
            ts.isCallExpression(node.parent) &&
            node.text.replace(/\/$/, '') === prefix;
        });
      return found;
    }),
  );
}

function filesWith(text: string, workspace: Workspace): Syntax[] {
  return workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter((file) => ASKING.test(file) && !isTestPath(file))
    .filter((file) => (workspace.text(file) ?? '').includes(text))
    .flatMap((file) => workspace.syntax(file) ?? []);
}

/**
 * What stands before `url` in an address, `''` where nothing does: of `'/api/chat'`,
 * `'https://host/api/chat?a=b'`, `${BASE}/api/chat`. None for all else.
 */
function prefixesOf(node: ts.Node, url: string, isOpen: boolean): string[] {
  if (ts.isStringLiteralLike(node)) return prefixOf(node.text, url, isOpen);
  return ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].flatMap(({ text }) =>
        prefixOf(text, url, isOpen),
      )
    : [];
}

function prefixOf(text: string, url: string, isOpen: boolean): string[] {
  const path = text
    .split(/[?#]/)[0]
    .replace(/^\w+:\/\/[^/]*/, '')
    .replace(/\/$/, '');
  // A part of the path is the caller's own: `/api/chats/${id}`.
  const at = isOpen && path.includes(`${url}/`) ? path.indexOf(`${url}/`) : path.lastIndexOf(url);
  return at >= 0 && (isOpen || at + url.length === path.length) ? [path.slice(0, at)] : [];
}

/** An address with what is added to it: `BASE + '/api/chat'`. */
function addressAround(node: ts.Expression): ts.Expression {
  let at: ts.Node = outward(node);
  while (
    ts.isBinaryExpression(at.parent) &&
    at.parent.operatorToken.kind === ts.SyntaxKind.PlusToken
  )
    at = outward(at.parent);
  return at as ts.Expression;
}

/** Who asks what an expression leads to, straight or by the name of a constant. */
function askingAt(node: ts.Expression, isOwn: boolean, workspace: Workspace): Asker[] {
  const { parent } = node;
  const file = pathOf(node);
  if (ts.isCallExpression(parent) && parent.arguments.includes(node)) {
    if (parent.arguments[0] === node && isFetch(parent.expression))
      return [{ file, node, call: parent }];
    // `app.post('/api/chat', …)` says what the address does.
    const isRegistration = isOwn && ts.isPropertyAccessExpression(parent.expression);
    return isRegistration ? [] : [{ file, node }];
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    const { nodes, hidden } = usesOf(parent, workspace);
    return [
      ...nodes.flatMap((use): Asker[] => {
        const around = addressAround(use);
        const call = around.parent;
        const asked = ts.isTemplateSpan(call) ? addressAround(call.parent).parent : call;
        return ts.isCallExpression(asked) && isFetch(asked.expression)
          ? [{ file: pathOf(use), node: use, call: asked }]
          : [{ file: pathOf(use), node: use }];
      }),
      ...(hidden ? [{ file, node }] : []),
    ];
  }
  return isHandedOver(node) ? [{ file, node }] : [];
}

/** `fetch` where nobody declares it, also of `window`. */
function isFetch(callee: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(name) || lookup(name) !== undefined) return false;
  const [fetched] = givesResponse;
  return ts.isPropertyAccessExpression(callee)
    ? GLOBALS.has(name.text) && callee.name.text === fetched
    : name.text === fetched;
}

const GLOBALS: ReadonlySet<string> = new Set(['window', 'globalThis', 'self']);

/** In an object or a list that a call gets, `useChat({ api: '/api/chat' })`, made into an instance, or an attribute. */
function isHandedOver(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isStatement(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isJsxAttribute(parent) || ts.isJsxExpression(parent)) return true;
    if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) return true;
    if (ts.isFunctionLike(parent)) return false;
  }
  return false;
}

/** A module of a page that sends requests to addresses of its own, where one does. */
export function someAsker(workspace: Workspace): string | undefined {
  const [fetched] = givesResponse;
  return filesWith(fetched, workspace).find(({ path, sourceFile }) => {
    let asks = false;
    walk(sourceFile, (node) => {
      asks ||=
        ts.isCallExpression(node) &&
        isFetch(node.expression) &&
        browserPlacement(workspace.surfaces.at(path, node.getStart())) !== undefined;
    });
    return asks;
  })?.path;
}
