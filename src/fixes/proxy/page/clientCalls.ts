import ts from 'typescript';
import type { ModuleFacts } from '../../../analysis/facts';
import type { Site } from '../../../analysis/source/host';
import { referencesTo } from '../../../analysis/source/scope';
import { dottedName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { sdkOf } from '../../../models/vendors';
import { nodeSpanning } from '../../../edits/nodeAt';
import { isRefusal, type Refusal } from '../../fix';
import { setElsewhere } from './assignedClient';
import { clientHome, isFieldOnlyAsked, isPrivate, type ClientHome } from './clientHome';
import { clientOptions } from './clientOptions';
import { failureReads } from './failureReads';
import { goingAlong, type GoingAlong } from './goingAlong';
import { isWithin } from './handedOver';
import { idleHands } from './idleHands';
import { movableCalls } from './followedCalls';
import type { MovableCall } from '../payload/movableCall';

/** The construction of a client and everything that hangs on it. */
export interface MovableClient extends ClientHome, GoingAlong {
  readonly syntax: Syntax;
  readonly node: ts.NewExpression | ts.CallExpression;
  readonly calls: readonly MovableCall[];
  /** What the server's client is made with beside its key, a property a line. */
  readonly options: readonly string[];
  /** Whom it asks. */
  readonly provider: string;
  /** Statements that export it. */
  readonly exports: readonly ts.Statement[];
  /** Entries of what functions return that give it to nobody. */
  readonly entries: readonly ts.Node[];
}

/**
 * The client that a finding is about, when all its uses are calls that can move; else nothing can
 * be promised.
 */
export function movableClient(
  site: Site,
  workspace: Workspace,
): MovableClient | Refusal | undefined {
  const made = constructionAt(site, workspace);
  if (!made) return undefined;
  const kept = clientHome(made.node);
  const elsewhere = kept && setElsewhere(kept.parts, workspace);
  if (!kept || !elsewhere)
    return {
      reason: 'The client is made inside of other code, so who uses it cannot be followed.',
    };
  const idle = idleHands(kept, workspace, made.syntax.path);
  const home = { ...kept, parts: [...kept.parts, ...idle.members] };
  const calls = movableCalls(made.fact, home, workspace);
  if (isRefusal(calls)) return calls;
  const reads = failureReads(
    calls.map(({ call }) => call),
    sdkOf(made.fact).failures,
    workspace,
  );
  if (reads) return reads;
  const options = clientOptions(made.node, made.fact.sdk, workspace);
  if ('reason' in options) return options;
  const along = goingAlong(home, calls, workspace);
  if (isRefusal(along)) return along;
  const client: MovableClient = {
    syntax: made.syntax,
    ...home,
    node: made.node,
    calls,
    options,
    provider: made.fact.provider,
    exports: home.declaration ? exportsOf(made.syntax.sourceFile, home.name.text) : [],
    entries: idle.entries,
    ...along,
    servants: [...along.servants, ...elsewhere],
  };
  return everyUseMoves(client, workspace)
    ? client
    : { reason: `\`${home.name.text}\` is used for more than the requests that a route can make.` };
}

type ClientFact = ModuleFacts['clients'][number];

/** Where a client of OpenAI's is made. */
interface Construction {
  readonly fact: ClientFact;
  readonly syntax: Syntax;
  readonly node: ts.NewExpression | ts.CallExpression;
}

/**
 * The construction at a place, or that of the client which the request at that place goes through.
 */
function constructionAt(site: Site, workspace: Workspace): Construction | undefined {
  const covers = (item: Site, inner: Site) =>
    item.file === inner.file && item.start <= inner.start && item.end >= inner.end;
  const { requests } = workspace.facts(site.file);
  const at = requests.find((item) => covers(item, site))?.client ?? site;
  const fact = workspace.facts(at.file).clients.find((client) => covers(client, at));
  const syntax = workspace.syntax(at.file);
  const node = fact && syntax && nodeSpanning(syntax.sourceFile, fact.start, fact.end);
  return node && isMovable(fact, node) ? { fact, syntax, node } : undefined;
}

/** `new OpenAI(…)` of the SDK, whomever it asks, `createOpenAI(…)` of the AI SDK. */
function isMovable(
  { sdk, api }: ClientFact,
  node: ts.Node,
): node is ts.NewExpression | ts.CallExpression {
  if (sdk === 'openai') return ts.isNewExpression(node) && api === 'new OpenAI';
  if (sdk === 'openai-v3') return ts.isNewExpression(node);
  return sdk === 'ai-sdk' && ts.isCallExpression(node) && api === 'createOpenAI';
}

/** Whether the client is used for nothing but the calls, in every file. */
function everyUseMoves(client: MovableClient, workspace: Workspace): boolean {
  const { syntax, name, calls, statement, parts, declaration, exports, entries, handed, servants } =
    client;
  const receivers = new Set(calls.map((call) => `${call.syntax.path}:${call.receiver.getStart()}`));
  const along = [...handed.values, ...servants, ...parts, ...entries];
  const isReceiver = (file: string, id: ts.Identifier) =>
    receivers.has(`${file}:${id.getStart()}`) || along.some((node) => isWithin(id, node));
  if (!declaration) {
    const here =
      calls.every((call) => call.syntax.path === syntax.path) &&
      isFieldOnlyAsked(client, new Set(calls.map(({ receiver }) => receiver.getStart())));
    return (
      here &&
      (isPrivate(statement) ||
        !workspace
          .importersOf(syntax.path)
          .some((file) => (workspace.text(file) ?? '').includes(`.${name.text}`)))
    );
  }
  const own = referencesTo(declaration, name.text).filter(
    (id) =>
      !exports.some((item) => id.getStart() >= item.getStart() && id.getEnd() <= item.getEnd()),
  );
  if (own.some((id) => !isReceiver(syntax.path, id))) return false;
  if (
    syntax.sourceFile.statements.some(
      (item) =>
        ts.isExportDeclaration(item) &&
        !exports.includes(item) &&
        item.exportClause !== undefined &&
        ts.isNamedExports(item.exportClause) &&
        item.exportClause.elements.some(
          (element) => (element.propertyName ?? element.name).text === name.text,
        ),
    )
  )
    return false;
  if (!isExported(statement) && exports.length === 0) return true;
  // Exported: whoever imports it may only make calls with it.
  return workspace.importersOf(syntax.path).every((file) => {
    const other = workspace.syntax(file);
    return (
      other !== undefined &&
      importsOfClient(other, syntax.path, name.text, workspace).every(
        ({ declaration: imported, local }) =>
          referencesTo(imported, local).every((id) => isReceiver(file, id)),
      )
    );
  });
}

/**
 * The names under which a file imports the client from its module: by its own name, or as what the
 * module exports by default.
 */
export function importsOfClient(
  syntax: Syntax,
  path: string,
  name: string,
  workspace: Workspace,
): {
  readonly declaration: ts.ImportClause | ts.ImportSpecifier;
  readonly local: string;
  readonly statement: ts.ImportDeclaration;
}[] {
  const file = workspace.syntax(path)?.sourceFile;
  const isDefault = file !== undefined && isDefaultOf(file, name);
  return syntax.sourceFile.statements.flatMap((statement) => {
    if (
      !ts.isImportDeclaration(statement) ||
      !statement.importClause ||
      !ts.isStringLiteralLike(statement.moduleSpecifier) ||
      workspace.resolve(statement.moduleSpecifier.text, syntax.path) !== path
    )
      return [];
    const clause = statement.importClause;
    const named =
      clause.namedBindings && ts.isNamedImports(clause.namedBindings)
        ? clause.namedBindings.elements.filter(
            (item) => (item.propertyName ?? item.name).text === name,
          )
        : [];
    return [
      ...(clause.name && isDefault
        ? [{ declaration: clause, local: clause.name.text, statement }]
        : []),
      ...named.map((item) => ({ declaration: item, local: item.name.text, statement })),
    ];
  });
}

/**
 * Whether a module gives a name as its default: what a component of Vue or Svelte gives is the
 * component, whatever else stands in it.
 */
function isDefaultOf(file: ts.SourceFile, name: string): boolean {
  const isName = (node: ts.Node) => ts.isIdentifier(node) && node.text === name;
  return file.statements.some((statement) => {
    if (ts.isExportAssignment(statement)) return isName(unwrap(statement.expression));
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      return (
        !moduleSpecifier &&
        exportClause !== undefined &&
        ts.isNamedExports(exportClause) &&
        exportClause.elements.some(
          (item) => item.name.text === 'default' && (item.propertyName?.text ?? '') === name,
        )
      );
    }
    // `module.exports = openai` is the default of whoever imports it.
    const assigned = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    return (
      assigned !== undefined &&
      ts.isBinaryExpression(assigned) &&
      dottedName(assigned.left)?.join('.') === 'module.exports' &&
      isName(unwrap(assigned.right))
    );
  });
}

/**
 * `export default openai`, `export { openai }`: statements that do nothing but hand the client on.
 */
function exportsOf(file: ts.SourceFile, name: string): ts.Statement[] {
  return file.statements.filter(
    (item) =>
      (ts.isExportAssignment(item) && !item.isExportEquals && item.expression.getText() === name) ||
      (ts.isExportDeclaration(item) &&
        !item.moduleSpecifier &&
        item.exportClause !== undefined &&
        ts.isNamedExports(item.exportClause) &&
        item.exportClause.elements.length === 1 &&
        item.exportClause.elements[0].getText() === name),
  );
}

export function isExported(statement: ts.Node): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ??
      false)
  );
}
