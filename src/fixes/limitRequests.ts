import ts from 'typescript';
import { join } from '../analysis/source/paths';
import { lookupName } from '../analysis/source/scope';
import { unwrap, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { addNamedImport } from '../edits/addImport';
import type { FileChange, TextEdit } from '../edits/edit';
import { setInJson } from '../edits/json';
import { nodeSpanning } from '../edits/nodeAt';
import { styleOf } from '../edits/style';
import { dependencyRange } from '../models/package';
import type { Limiter } from '../models/frameworks/framework';
import { frameworks } from '../models/frameworks/registry';
import { isCommonJs } from '../routes/commonJs';
import type { Finding } from '../rules/rule';
import type { Fix, Refusal } from './fix';

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
    const syntax = workspace.syntax(finding.file);
    const call = syntax && registrationAt(syntax, finding);
    const limiter = limiterOf(finding.file, workspace);
    if (!syntax || !call || !limiter) return NOT_HERE;
    const place = placeIn(call);
    if (!place) return { reason: 'the address of the route does not stand first in its call' };
    const own = ownLimiter(syntax, limiter, call);
    if (own !== undefined)
      return {
        title: `Put \`${own}\` before the handler`,
        changes: () => [{ kind: 'edit', file: finding.file, edits: [inserted(place, own)] }],
      };
    const refused = cannotAdd(syntax, finding.file, limiter, workspace);
    if (refused) return refused;
    const made = `${limiter.name}(${limiter.options(CALLS)})`;
    return {
      title: `Let each caller in ${CALLS} times a minute (\`${limiter.from}\`)`,
      note: limiter.note,
      changes: () => [
        {
          kind: 'edit',
          file: finding.file,
          edits: [importOf(syntax, limiter), inserted(place, made)].filter(
            (edit) => edit !== undefined,
          ),
        },
        ...manifestChanges(finding.file, limiter, workspace),
      ],
    };
  },
};

const NOT_HERE: Refusal = {
  reason:
    'there is no one way to count callers here: ask who is calling, or count, first thing in the ' +
    'handler',
};

/** The call that registers a handler, by the name of its method. */
function registrationAt(
  { sourceFile }: Syntax,
  { start, end }: Finding,
): ts.CallExpression | undefined {
  const callee = nodeSpanning(sourceFile, start, end)?.parent;
  return callee && ts.isPropertyAccessExpression(callee) && ts.isCallExpression(callee.parent)
    ? callee.parent
    : undefined;
}

/** The usual limiter of the framework that the file itself imports. */
function limiterOf(file: string, workspace: Workspace): Limiter | undefined {
  const specifiers = specifiersIn(workspace.syntax(file));
  return frameworks.find(
    ({ limiter, packages = [] }) => limiter && specifiers.includes(packages[0]),
  )?.limiter;
}

function specifiersIn(syntax: Syntax | undefined): string[] {
  return (syntax?.sourceFile.statements ?? []).flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier))
      return [statement.moduleSpecifier.text];
    return requiredIn(statement).map(({ from }) => from);
  });
}

interface Required {
  readonly from: string;
  readonly declaration: ts.VariableDeclaration;
}

/** `const express = require('express')` */
function requiredIn(statement: ts.Statement): Required[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const value = declaration.initializer && unwrap(declaration.initializer);
    if (!value || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return [];
    const [first] = value.arguments;
    return value.expression.text === 'require' && first && ts.isStringLiteralLike(first)
      ? [{ from: first.text, declaration }]
      : [];
  });
}

interface Place {
  readonly at: number;
  /** The handlers follow an address; else they come first. */
  readonly behindAddress: boolean;
}

/** Where a limiter goes: behind the address, or first where `route('/ask')` has taken it. */
function placeIn({ arguments: args, expression }: ts.CallExpression): Place | undefined {
  const [first] = args;
  if (!first) return undefined;
  if (ts.isStringLiteralLike(first)) return { at: first.getEnd(), behindAddress: true };
  return hasTakenAddress(expression) ? { at: first.getStart(), behindAddress: false } : undefined;
}

/** `app.route('/ask').get(…)`: the address was given before, on the same chain. */
function hasTakenAddress(callee: ts.Expression): boolean {
  for (let at = callee; ts.isPropertyAccessExpression(at);) {
    const owner = unwrap(at.expression);
    if (!ts.isCallExpression(owner)) return false;
    at = owner.expression;
    if (ts.isPropertyAccessExpression(at) && at.name.text === 'route') return true;
  }
  return false;
}

function inserted({ at, behindAddress }: Place, code: string): TextEdit {
  return { start: at, end: at, text: behindAddress ? `, ${code}` : `${code}, ` };
}

/** The name of a limiter that the file makes before the route is registered. */
function ownLimiter(
  syntax: Syntax,
  { from }: Limiter,
  call: ts.CallExpression,
): string | undefined {
  const makers = new Set(namesFrom(syntax, from));
  for (const statement of syntax.sourceFile.statements) {
    if (!ts.isVariableStatement(statement) || statement.end > call.pos) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && unwrap(initializer);
      if (
        value &&
        ts.isIdentifier(name) &&
        ts.isCallExpression(value) &&
        ts.isIdentifier(value.expression) &&
        makers.has(value.expression.text)
      )
        return name.text;
    }
  }
  return undefined;
}

/** What a file calls things of a package. */
function namesFrom({ sourceFile }: Syntax, from: string): string[] {
  return sourceFile.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const { moduleSpecifier, importClause } = statement;
      if (!ts.isStringLiteralLike(moduleSpecifier) || moduleSpecifier.text !== from) return [];
      const bindings = importClause?.namedBindings;
      const named =
        bindings && ts.isNamedImports(bindings)
          ? bindings.elements.map(({ name }) => name.text)
          : [];
      return [...(importClause?.name ? [importClause.name.text] : []), ...named];
    }
    return requiredIn(statement)
      .filter((item) => item.from === from)
      .flatMap(({ declaration: { name } }) => {
        if (ts.isIdentifier(name)) return [name.text];
        return name.elements.flatMap((element) =>
          ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
        );
      });
  });
}

/** Why the usual limiter cannot be added as it is. */
function cannotAdd(
  syntax: Syntax,
  file: string,
  { from, name, since }: Limiter,
  workspace: Workspace,
): Refusal | undefined {
  const pkg = workspace.packages.of(file);
  const range = dependencyRange(pkg, from);
  const version = range === undefined ? undefined : Number(/\d+/.exec(range)?.[0]);
  if (version !== undefined && !(version >= since))
    return { reason: `\`${from}\` is older than its version ${since} here: raise it first` };
  const anchor = syntax.sourceFile.statements[0];
  const isTaken =
    anchor !== undefined &&
    lookupName(name, anchor) !== undefined &&
    !namesFrom(syntax, from).includes(name);
  if (isTaken) return { reason: `\`${name}\` is the name of something else here` };
  return pkg.manifest
    ? undefined
    : { reason: `there is no package.json in which \`${from}\` could be asked for` };
}

function importOf(syntax: Syntax, { from, name }: Limiter): TextEdit | undefined {
  if (namesFrom(syntax, from).includes(name)) return undefined;
  if (!isCommonJs(syntax.text)) return addNamedImport(syntax, name, from).edit;
  const required = syntax.sourceFile.statements.filter((item) => requiredIn(item).length > 0);
  const last = required[required.length - 1];
  const { quote, semicolons, lineBreak } = styleOf(syntax.sourceFile);
  const at = last?.getEnd() ?? 0;
  const line = `const { ${name} } = require(${quote}${from}${quote})${semicolons ? ';' : ''}`;
  return { start: at, end: at, text: last ? `${lineBreak}${line}` : `${line}${lineBreak}` };
}

/** The dependency, where the package does not ask for it yet. */
function manifestChanges(
  file: string,
  { from, range }: Limiter,
  workspace: Workspace,
): FileChange[] {
  const pkg = workspace.packages.of(file);
  const manifest = join(pkg.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  if (text === undefined || pkg.dependencies.has(from)) return [];
  const edits = setInJson(text, ['dependencies', from], range, { sorted: true });
  return edits ? [{ kind: 'edit', file: manifest, edits }] : [];
}
