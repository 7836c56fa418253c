import ts from 'typescript';
import {
  dottedName,
  propertyName,
  unwrap,
  walk,
  type Syntax,
} from '../../../analysis/source/syntax';
import type { Package } from '../../../analysis/source/packages';
import { isWithin, join, relativeTo } from '../../../analysis/source/paths';
import { exportsOf } from '../../../analysis/source/imports';
import { lookup, lookupName } from '../../../analysis/source/scope';
import type { Workspace } from '../../../analysis/workspace';
import { mainSurface } from '../../../rules/rule';
import { isFallback } from '../../answerText';
import { settingName } from '../../../analysis/source/setting';
import { envEntry } from '../../envFiles';
import { isRenamed, passesOn } from './devServer';
import { servesPage } from './servedPage';
import { portIn, serverPorts } from './serverPorts';

/**
 * How a page asks a server of the same project: code that gives what stands before `/api`, or ''
 * for the page's own origin.
 */
export interface Reach {
  readonly base: string;
  /**
   * Whether the development server of the page passes requests on, as far as its configuration
   * shows.
   */
  readonly passedOn: boolean;
}

/** What sends a request by itself, and by its methods. */
const SENDERS: ReadonlySet<string> = new Set(['fetch', '$fetch', 'ofetch', 'axios', 'ky', 'got']);
const SENDING = /^(axios|ky|client|instance|\$?http|\w*api\w*)$/i;
const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'request']);

/**
 * How the page reaches a server, or the gateway before it, read off what it does already: the
 * address that its other requests begin with, the development server that passes `/api` on, or the
 * server that serves the page. `undefined` when nothing of this is seen, or two things are.
 */
export function reachOf(
  page: Package,
  server: Package,
  workspace: Workspace,
  gateway = false,
): Reach | undefined {
  const passedOn = passesOn(page, workspace);
  // Asked for each finding of a check; the answer reads every module of the page.
  const asked = workspace.remember(`addresses asked in ${page.dir}`, () =>
    askedBases(page, workspace),
  );
  const ports = serverPorts(server, workspace);
  const bases = new Map(
    asked
      .filter(({ base, known }) => base !== '' && isServed(known, ports))
      .map((item) => [item.base, item]),
  );
  if (bases.size > 1) return undefined;
  const [foreign] = bases.values();
  // Every path of a gateway begins behind its address, whatever that ends with.
  if (gateway) return foreign && { base: foreign.base, passedOn };
  if (foreign) {
    const path = foreign.known === undefined ? undefined : pathOf(foreign.known);
    const beforeApi = asked
      .filter(({ base }) => base === foreign.base)
      .every(({ tail }) => /^\/api(\/|$)/.test(tail));
    return beforeApi || path === '' ? { base: foreign.base, passedOn } : undefined;
  }
  // Another path reaches it, if it is this server at all.
  if (isRenamed(page, workspace)) return undefined;
  return passedOn ||
    asked.some(({ base, tail }) => base === '' && /^\/api\//.test(tail)) ||
    serves(server, workspace) ||
    page === server
    ? { base: '', passedOn }
    : undefined;
}

interface AskedBase {
  /**
   * Code for an expression or the inside of a template: `${import.meta.env.VITE_API_URL}`,
   * `http://localhost:3000`.
   */
  readonly base: string;
  readonly tail: string;
  /** The address itself, where the code or an `.env` file says it. */
  readonly known?: string;
}

/**
 * What the requests of the page's modules begin with; addresses of other hosts are other people's.
 */
function askedBases(page: Package, workspace: Workspace): AskedBase[] {
  const found: AskedBase[] = [];
  for (const file of sourcesOf(page, workspace)) {
    if (
      !/fetch\(|axios|\bky\b|baseURL|\.(get|post|put|patch|delete)\(/.test(
        workspace.text(file) ?? '',
      )
    )
      continue;
    const syntax = workspace.syntax(file);
    // A server in the same package asks others: that says nothing of the page.
    if (
      !syntax ||
      ['server', 'edge', 'script', 'test'].includes(mainSurface(workspace.surfaces.at(file, 0)))
    )
      continue;
    walk(syntax.sourceFile, (node) => {
      const address =
        ts.isCallExpression(node) && sends(node.expression)
          ? node.arguments[0]
          : ts.isPropertyAssignment(node) && propertyName(node.name) === 'baseURL'
            ? node.initializer
            : undefined;
      const base = address && baseOf(address, syntax, page, workspace);
      if (base) found.push(base);
    });
  }
  return found;
}

/** `fetch`, `axios.post`, `this.http.get`: by their names. */
function sends(callee: ts.Expression): boolean {
  const names = dottedName(callee);
  if (!names) return false;
  const [method, sender] = [...names].reverse();
  return names.length === 1
    ? SENDERS.has(method)
    : METHODS.has(method) && SENDING.test(sender) && names.length - Number(names[0] === 'this') < 3;
}

function baseOf(
  expression: ts.Expression,
  syntax: Syntax,
  page: Package,
  workspace: Workspace,
): AskedBase | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return ofText(node.text);
  if (ts.isTemplateExpression(node)) {
    if (node.head.text !== '') return ofText(node.head.text);
    const [span] = node.templateSpans;
    const base = ofExpression(span.expression, syntax, page, workspace);
    return base && { ...base, tail: span.literal.text };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    let left: ts.Expression = node;
    let right: ts.Expression = node.right;
    while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      right = left.right;
      left = unwrap(left.left);
    }
    const base = ofExpression(left, syntax, page, workspace);
    return (
      base && {
        ...base,
        tail: ts.isStringLiteralLike(right)
          ? right.text
          : ts.isTemplateExpression(right)
            ? right.head.text
            : '',
      }
    );
  }
  return ofExpression(node, syntax, page, workspace);
}

/** A written address: of this machine or of the page's own origin. */
function ofText(text: string): AskedBase | undefined {
  const local = /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?/.exec(text)?.[0];
  if (local !== undefined) return { base: local, tail: text.slice(local.length), known: local };
  return text.startsWith('/') && !text.startsWith('//') ? { base: '', tail: text } : undefined;
}

/**
 * `import.meta.env.VITE_API_URL`, also with a fallback, also in a constant of this or another
 * module of the package.
 */
function ofExpression(
  expression: ts.Expression,
  syntax: Syntax,
  page: Package,
  workspace: Workspace,
): AskedBase | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return ofText(node.text);
  if (ts.isIdentifier(node)) {
    const declaration = lookup(node);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return ts.isIdentifier(unwrap(declaration.initializer))
        ? undefined
        : ofExpression(declaration.initializer, syntax, page, workspace);
    return declaration && importedBase(declaration, syntax, page, workspace);
  }
  return ofSetting(node, page, workspace);
}

/** A setting, whose value is that of an `.env` file, or else of the fallback beside it. */
function ofSetting(
  node: ts.Expression,
  page: Package,
  workspace: Workspace,
): AskedBase | undefined {
  const hasFallback = ts.isBinaryExpression(node) && isFallback(node);
  const fallback = hasFallback ? unwrap(node.right) : undefined;
  const read = hasFallback ? unwrap(node.left) : node;
  const name = settingName(read);
  if (name === undefined || (fallback && !ts.isStringLiteralLike(fallback))) return undefined;
  const known = valueOf(name, page, workspace) ?? fallback?.text;
  // Without its path the address would be another one.
  return { base: `\${${node.getText()}}`, tail: '', ...(known === undefined ? {} : { known }) };
}

/** The base that a constant of another module of the package holds. */
function importedBase(
  declaration: ts.Node,
  { path }: Syntax,
  page: Package,
  workspace: Workspace,
): AskedBase | undefined {
  const imported = importedFrom(declaration);
  const file = imported && workspace.resolve(imported.from, path);
  const syntax =
    file !== undefined && isWithin(file, page.dir) ? workspace.syntax(file) : undefined;
  const target = syntax && imported && exportsOf(syntax).names.get(imported.name);
  if (!syntax || target?.kind === 'declaration' || target?.kind === 'reexport') return undefined;
  const [first] = syntax.sourceFile.statements;
  const local = target?.kind === 'local' && first ? lookupName(target.name, first) : undefined;
  const value =
    target?.kind === 'expression'
      ? target.node
      : local && ts.isVariableDeclaration(local)
        ? local.initializer
        : undefined;
  return value && !ts.isIdentifier(unwrap(value))
    ? ofExpression(value, syntax, page, workspace)
    : undefined;
}

/** What an import calls a name of another module: `api` of `import { api as base } from './x'`. */
function importedFrom(
  declaration: ts.Node,
): { readonly name: string; readonly from: string } | undefined {
  const statement = ts.isImportSpecifier(declaration)
    ? declaration.parent.parent.parent
    : ts.isImportClause(declaration)
      ? declaration.parent
      : undefined;
  const from =
    statement && ts.isImportDeclaration(statement) ? statement.moduleSpecifier : undefined;
  if (!from || !ts.isStringLiteralLike(from)) return undefined;
  const name = ts.isImportSpecifier(declaration)
    ? (declaration.propertyName ?? declaration.name).text
    : 'default';
  return { name, from: from.text };
}

function valueOf(name: string, page: Package, workspace: Workspace): string | undefined {
  for (const file of ['.env', '.env.local', '.env.development', '.env.example']) {
    const value = envEntry(workspace.text(join(page.dir, file) ?? file) ?? '', name)?.value;
    const [plain] = value?.split(/[\s#]/) ?? [];
    if (plain) return plain.replace(/^(["'`])(.*)\1$/, '$2');
  }
  return undefined;
}

function pathOf(address: string): string {
  return address.replace(/^https?:\/\/[^/]*/, '').replace(/\/+$/, '');
}

/** Whether a server may be at an address: a port of this machine that it never names is another's. */
function isServed(address: string | undefined, ports: ReadonlySet<string>): boolean {
  const port = address !== undefined && ports.size > 0 ? portIn(address) : undefined;
  return port === undefined || !isLocal(address ?? '') || ports.has(port);
}

function isLocal(address: string): boolean {
  return ofText(address)?.known !== undefined;
}

/** Whether a server's code hands out the built page. */
function serves(server: Package, workspace: Workspace): boolean {
  return sourcesOf(server, workspace).some((file) => servesPage(file, workspace));
}

function sourcesOf(pkg: Package, workspace: Workspace): string[] {
  return workspace.packages
    .filesOf(pkg)
    .filter(
      (file) =>
        /\.([mc]?[jt]sx?|vue|svelte)$/.test(file) &&
        !file.endsWith('.d.ts') &&
        !/\.(test|spec)\.|(^|\/)(dist|build)\//.test(relativeTo(file, pkg.dir)),
    );
}
