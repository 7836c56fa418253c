import ts from 'typescript';
import { matches } from '../../models/match';
import { importedReference } from '../source/importedReference';
import { referencesTo } from '../source/scope';
import { dottedName, walk, type Syntax } from '../source/syntax';
import type { Surface } from '../../models/convention';

/**
 * A part of a module that runs somewhere else than the rest, because the bundler or the runtime
 * keeps it there.
 */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly surface: Surface;
  readonly why: string;
}

export interface RegionRules {
  /** Exports that run on the server only. */
  readonly serverExports: readonly string[];
  /** The module imports something whose calls keep functions on the server. */
  readonly hasServerCalls: boolean;
}

/** Without one of these words a file has no region that only a full walk would find. */
const HINTS =
  /['"]use server['"]|typeof\s+(window|document)|import\.meta\.(server|env\.SSR)|process\.server/;

/**
 * The parts of a module whose place is decided by what they are: server actions, loaders, the
 * frontmatter and the scripts of a page, checks for the server.
 */
export function regionsOf(syntax: Syntax, rules: RegionRules): Region[] {
  const regions = [
    ...scriptRegions(syntax),
    ...(rules.hasServerCalls || HINTS.test(syntax.text) ? innerRegions(syntax, rules) : []),
    ...exportRegions(syntax, rules),
  ];
  return withHelpers(syntax, regions);
}

function onServer(node: ts.Node, why: string): Region {
  return { start: node.getStart(), end: node.getEnd(), surface: 'server', why };
}

function scriptRegions({ scripts }: Syntax): Region[] {
  return scripts.flatMap(({ start, end, surface }) =>
    surface
      ? [
          {
            start,
            end,
            surface,
            why:
              surface === 'server'
                ? 'the frontmatter runs on the server'
                : 'a script element runs in the browser',
          },
        ]
      : [],
  );
}

/** What only a walk through all of a module finds. */
function innerRegions({ sourceFile }: Syntax, { hasServerCalls }: RegionRules): Region[] {
  const regions: Region[] = [];
  walk(sourceFile, (node) => {
    if (ts.isFunctionLike(node) && hasDirective(node, 'use server'))
      regions.push(onServer(node, "'use server' keeps it on the server"));
    else if (hasServerCalls && ts.isCallExpression(node)) regions.push(...argumentRegions(node));
    else if (ts.isIfStatement(node) && isServerGuard(node.expression))
      regions.push(onServer(node.thenStatement, 'a check for the server guards it'));
  });
  return regions;
}

/** The functions that are given to a call which keeps them on the server. */
function argumentRegions(call: ts.CallExpression): Region[] {
  const functions = call.arguments.filter((argument) => ts.isFunctionLike(argument));
  const reference = functions.length > 0 ? importedReference(call.expression) : undefined;
  if (!reference || matches('serverFunctions', reference).length === 0) return [];
  const name = calleeText(call.expression);
  return functions.map((argument) => onServer(argument, `\`${name}\` runs it on the server`));
}

function exportRegions({ sourceFile }: Syntax, { serverExports }: RegionRules): Region[] {
  if (serverExports.length === 0) return [];
  return sourceFile.statements.flatMap((statement) => {
    const name = exportedName(statement);
    return name !== undefined && serverExports.includes(name)
      ? [onServer(statement, `\`${name}\` runs on the server only`)]
      : [];
  });
}

/** The surface that a region imposes on an offset. The innermost region decides. */
export function regionAt(regions: readonly Region[], offset: number): Region | undefined {
  let best: Region | undefined;
  for (const region of regions) {
    if (
      offset >= region.start &&
      offset < region.end &&
      (!best || region.end - region.start < best.end - best.start)
    )
      best = region;
  }
  return best;
}

/** Functions and constants of the module that only server regions use run on the server too. */
function withHelpers(syntax: Syntax, regions: Region[]): Region[] {
  if (!regions.some((region) => region.surface === 'server')) return regions;
  for (let round = 0; round < 4; round++) {
    const before = regions.length;
    for (const statement of syntax.sourceFile.statements) {
      if (
        exportedName(statement) !== undefined ||
        regions.some((region) => region.start === statement.getStart())
      )
        continue;
      const names = declaredNames(statement);
      const uses = names
        .flatMap(({ declaration, name }) => referencesTo(declaration, name))
        .filter((id) => id.getStart() < statement.getStart() || id.getEnd() > statement.getEnd());
      if (
        uses.length > 0 &&
        uses.every((id) => regionAt(regions, id.getStart())?.surface === 'server')
      ) {
        regions.push({
          start: statement.getStart(),
          end: statement.getEnd(),
          surface: 'server',
          why: 'only server code of this file uses it',
        });
      }
    }
    if (regions.length === before) break;
  }
  return regions;
}

function declaredNames(statement: ts.Statement): {
  declaration: ts.VariableDeclaration | ts.FunctionDeclaration | ts.ClassDeclaration;
  name: string;
}[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
    return [{ declaration: statement, name: statement.name.text }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) =>
    ts.isIdentifier(declaration.name) ? [{ declaration, name: declaration.name.text }] : [],
  );
}

function exportedName(statement: ts.Statement): string | undefined {
  if (
    !ts.canHaveModifiers(statement) ||
    !ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
  )
    return undefined;
  return declaredNames(statement)[0]?.name ?? 'default';
}

function hasDirective(node: ts.SignatureDeclaration, directive: string): boolean {
  const body = 'body' in node ? node.body : undefined;
  const first = body && ts.isBlock(body as ts.Node) ? (body as ts.Block).statements[0] : undefined;
  return (
    !!first &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === directive
  );
}

/** `createServerFn({…}).validator(…).handler` as `createServerFn.validator.handler`. */
function calleeText(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node))
    return `${calleeText(node.expression)}.${node.name.text}`;
  if (ts.isCallExpression(node)) return calleeText(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
}

function isServerGuard(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    const compares =
      node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
      node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken;
    return (
      compares &&
      ts.isTypeOfExpression(node.left) &&
      ts.isIdentifier(node.left.expression) &&
      /^(window|document)$/.test(node.left.expression.text) &&
      ts.isStringLiteral(node.right) &&
      node.right.text === 'undefined'
    );
  }
  return /^import\.meta\.(server|env\.SSR)$|^process\.server$/.test(
    ts.isPropertyAccessExpression(node) ? metaText(node) : '',
  );
}

function metaText(node: ts.PropertyAccessExpression): string {
  return node.expression.kind === ts.SyntaxKind.MetaProperty
    ? `import.meta.${node.name.text}`
    : ts.isPropertyAccessExpression(node.expression)
      ? `${metaText(node.expression)}.${node.name.text}`
      : (dottedName(node)?.join('.') ?? '');
}
