import ts from 'typescript';
import type { Site } from '../../analysis/source/host';
import { referencesTo } from '../../analysis/source/scope';
import { enclosing } from '../../analysis/calls/positions';
import { dottedName, unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { isMethod, V3_METHODS, type Method } from '../../routes/methods';
import { nodeSpanning } from '../nodeAt';
import type { ShownText } from './shownText';
import { aiSdkCall } from './aiSdkCall';
import { clientHome, isFieldOnlyAsked, isPrivate, type ClientHome } from './clientHome';
import { keyStatements } from './keyStatements';
import { splitPayload, type Split } from './splitPayload';

/** A browser call that can move to the server. */
export interface MovableCall {
  readonly syntax: Syntax;
  readonly call: ts.CallExpression;
  /** Through what the client is reached: `openai` of `openai.chat.completions.create`, `this.openai`, `getClient()`. */
  readonly receiver: ts.Expression;
  readonly method: Method;
  readonly split: Split;
  /** It is one of version 3 of the SDK: what it gives holds the answer as `data`. */
  readonly wrapped?: boolean;
  /** The abort signal the call is given, as code. */
  readonly signal?: string;
  /**
   * Where more than the call itself changes: the statements that show its answer, which did not
   * stream until now, or take its stream apart.
   */
  readonly shown?: ShownText;
}

/** The construction of a client and everything that hangs on it. */
export interface MovableClient extends ClientHome {
  readonly syntax: Syntax;
  readonly node: ts.NewExpression | ts.CallExpression;
  readonly calls: readonly MovableCall[];
  /** Statements that export it. */
  readonly exports: readonly ts.Statement[];
  /** Constants that only its options use, and checks that its key is there, in its file and those of the calls. */
  readonly servants: readonly ts.Statement[];
}

/** The client that a finding is about, when all its uses are calls that can move; else nothing can be promised. */
export function movableClient(site: Site, workspace: Workspace): MovableClient | undefined {
  const isAt = (item: Site) =>
    item.file === site.file && item.start <= site.start && item.end >= site.end;
  // A finding about a request is one about the client it goes through.
  const at = workspace.facts(site.file).requests.find(isAt)?.client ?? site;
  const fact = workspace
    .facts(at.file)
    .clients.find(
      (client) => client.file === at.file && client.start <= at.start && client.end >= at.end,
    );
  const syntax = workspace.syntax(at.file);
  const node = fact && syntax && nodeSpanning(syntax.sourceFile, fact.start, fact.end);
  const fits =
    fact?.provider === 'openai' &&
    node &&
    (fact.sdk === 'openai' || fact.sdk === 'openai-v3'
      ? ts.isNewExpression(node)
      : fact.sdk === 'ai-sdk' && ts.isCallExpression(node) && fact.api === 'createOpenAI');
  if (
    !fact ||
    !syntax ||
    !node ||
    !fits ||
    !(ts.isNewExpression(node) || ts.isCallExpression(node))
  )
    return undefined;
  const home = clientHome(node);
  if (!home) return undefined;
  const requests = workspace
    .relevantFiles()
    .flatMap((file) => workspace.facts(file).requests)
    .filter((request) => request.client?.file === fact.file && request.client.start === fact.start);
  const calls = requests.map((request) => movableCall(request, workspace));
  if (calls.length === 0 || calls.some((call) => call === undefined)) return undefined;
  const movable = calls as MovableCall[];
  const client: MovableClient = {
    syntax,
    ...home,
    node,
    calls: movable,
    exports: home.declaration ? exportsOf(syntax.sourceFile, home.name.text) : [],
    servants: keyStatements(
      [home.statement, ...home.parts],
      movable.map(({ call }) => call),
    ),
  };
  return everyUseMoves(client, workspace) ? client : undefined;
}

function movableCall(site: Site, workspace: Workspace): MovableCall | undefined {
  const syntax = workspace.syntax(site.file);
  const node = syntax && nodeSpanning(syntax.sourceFile, site.start, site.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  if (!syntax || !call || !ts.isCallExpression(call)) return undefined;
  const names = dottedName(call.expression);
  if (names?.length === 1 && (names[0] === 'generateText' || names[0] === 'streamText'))
    return aiSdkCall(syntax, call, names[0]);
  const { receiver, path } = reached(call.expression);
  const helper = /^(?:beta\.)?(chat\.completions)\.stream$/.exec(path.join('.'))?.[1];
  const written = helper === undefined ? path.join('.') : `${helper}.create`;
  const old = V3_METHODS[written];
  const method = old ?? written;
  if (!isMethod(method) || (old && readsFailures(call))) return undefined;
  const [payload, options] = call.arguments;
  const object = payload && unwrap(payload);
  const split = object && ts.isObjectLiteralExpression(object) ? splitPayload(object) : undefined;
  const signal = options ? signalOf(options) : undefined;
  if (!split || signal === false || (helper !== undefined && !isOnlyRead(call))) return undefined;
  return {
    syntax,
    call,
    receiver,
    method,
    split:
      helper === undefined
        ? split
        : { ...split, streams: true, payload: [...split.payload, 'stream: true,'] },
    ...(signal === undefined ? {} : { signal }),
    ...(old ? { wrapped: true } : {}),
  };
}

/** Whether nothing of what `.stream(…)` gives is used but its pieces: `for await (const chunk of stream)`. */
function isOnlyRead(call: ts.CallExpression): boolean {
  const at = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const isRead = (node: ts.Node) =>
    ts.isForOfStatement(node.parent) && node.parent.expression === node;
  const kept = at.parent;
  return (
    isRead(at) ||
    (ts.isVariableDeclaration(kept) &&
      ts.isIdentifier(kept.name) &&
      !kept.type &&
      referencesTo(kept, kept.name.text).every(isRead))
  );
}

/** What a method is called on, and the names behind it: `this.openai` and `chat`, `completions`, `create`. */
function reached(callee: ts.Expression): {
  readonly receiver: ts.Expression;
  readonly path: readonly string[];
} {
  const path: string[] = [];
  let receiver = unwrap(callee);
  while (
    ts.isPropertyAccessExpression(receiver) &&
    receiver.expression.kind !== ts.SyntaxKind.ThisKeyword
  ) {
    path.unshift(receiver.name.text);
    receiver = unwrap(receiver.expression);
  }
  return { receiver, path };
}

/** Whether the code around a call of version 3 takes its failures apart, as axios gives them: they will be others. */
function readsFailures(call: ts.CallExpression): boolean {
  return /\b(error|err|e)\??\.response\b/.test((enclosing(call) ?? call.getSourceFile()).getText());
}

/** The `signal` of the call's options; `false` when there are others, which have no meaning for `fetch`. */
function signalOf(options: ts.Expression): string | undefined | false {
  const object = unwrap(options);
  if (!ts.isObjectLiteralExpression(object)) return false;
  let signal: string | undefined;
  for (const property of object.properties) {
    const name = property.name && ts.isIdentifier(property.name) ? property.name.text : '';
    if (name !== 'signal') return false;
    signal = ts.isPropertyAssignment(property) ? property.initializer.getText() : 'signal';
  }
  return signal;
}

/** Whether the client is used for nothing but the calls, in every file. */
function everyUseMoves(client: MovableClient, workspace: Workspace): boolean {
  const { syntax, name, calls, statement, declaration, exports } = client;
  const receivers = new Set(calls.map((call) => `${call.syntax.path}:${call.receiver.getStart()}`));
  const isReceiver = (file: string, id: ts.Identifier) => receivers.has(`${file}:${id.getStart()}`);
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
        item.getText().includes(name.text),
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
  const isDefault = !exportsAnotherDefault(workspace.syntax(path)?.sourceFile, name);
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

/** Whether a module's default export is certainly something else: `export default function ask()` beside the client. */
function exportsAnotherDefault(file: ts.SourceFile | undefined, name: string): boolean {
  return (
    file?.statements.some((statement) =>
      ts.isExportAssignment(statement)
        ? statement.expression.getText() !== name
        : ts.canHaveModifiers(statement) &&
          (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false),
    ) ?? false
  );
}

/** `export default openai`, `export { openai }`: statements that do nothing but hand the client on. */
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
