import ts from 'typescript';
import { styleOf, type ScriptStyle } from '../../../edits/style';
import { isTypeScript } from '../../typescript';
import type { Workspace } from '../../../analysis/workspace';
import { accessedName, propertyName, walk, type Syntax } from '../../../analysis/source/syntax';
import { isAiSdk } from '../../../routes/methods';
import type { Asking } from '../../../routes/route';
import { importsOfClient, type MovableClient } from './clientCalls';
import { isUntyped } from './untyped';
import type { MovableCall } from '../payload/movableCall';
import { classTests, type ClassTests } from './errorClasses';
import { sdkImport, type SdkImport } from './sdkImport';

/** A call and how the route that answers it from now on is asked. */
export interface RoutedCall {
  readonly call: MovableCall;
  readonly asked: Asking;
}

/** A file of the page in which the client is made or called, with what its edits have to know. */
export interface PageFile {
  readonly syntax: Syntax;
  readonly style: ScriptStyle;
  readonly client: MovableClient;
  /** The client is made here. */
  readonly isHome: boolean;
  /** The calls that stand here. */
  readonly own: readonly RoutedCall[];
  /** Some call of the move, here or elsewhere, is one of the AI SDK. */
  readonly aiSdk: boolean;
  readonly sdk: SdkImport | undefined;
  /** How it tells failures apart by classes of the SDK. */
  readonly tests: ClassTests;
  /** A failure is asked for its `response`, here or in a module that calls this one. */
  readonly readsAnswers: boolean;
  /**
   * Through what types of the SDK are named here; `undefined` in JavaScript, and where the client
   * has no type: what was read from its answers freely still is.
   */
  readonly types: string | undefined;
}

/**
 * The files that a move changes: the client's own first, then those of the calls, and those that
 * only import the client, or tell the failures of the calls apart.
 */
export function pageFiles(
  client: MovableClient,
  routed: readonly RoutedCall[],
  workspace: Workspace,
): PageFile[] {
  const home = client.syntax.path;
  const untyped = isUntyped(client.node, client.declaration ?? client.statement);
  const aiSdk = routed.some(({ call }) => isAiSdk(call.method));
  const changed = new Set([home, ...routed.map(({ call }) => call.syntax.path)]);
  const files = new Set([
    ...changed,
    ...importersOfClient(client, workspace),
    ...tellersApart(changed, workspace),
  ]);
  return [...files].flatMap((path) => {
    const own = routed.filter(({ call }) => call.syntax.path === path);
    const isHome = path === home;
    const syntax = isHome ? client.syntax : (own[0]?.call.syntax ?? workspace.syntax(path));
    if (!syntax) return [];
    const sdk = sdkImport(syntax);
    // An `await import('openai')` goes with the client; its types are named where they stand.
    const types = sdk?.name.text ?? (isHome ? "import('openai').OpenAI" : 'OpenAI');
    return {
      syntax,
      style: styleOf(syntax.sourceFile),
      client,
      isHome,
      own,
      aiSdk,
      sdk,
      tests: classTests(syntax),
      readsAnswers: readsAnswers(path, workspace),
      types: isTypeScript(syntax) && !untyped ? types : undefined,
    };
  });
}

function importersOfClient({ syntax: { path }, name }: MovableClient, workspace: Workspace) {
  return workspace.importersOf(path).filter((file) => {
    const syntax = workspace.syntax(file);
    return syntax && importsOfClient(syntax, path, name.text, workspace).length > 0;
  });
}

/** The modules above others that tell failures apart by classes of the SDK. */
function tellersApart(paths: ReadonlySet<string>, workspace: Workspace): string[] {
  const seen = new Set(paths);
  for (const file of seen) workspace.importersOf(file).forEach((importer) => seen.add(importer));
  return [...seen].filter((file) => {
    const syntax = workspace.syntax(file);
    const tests = syntax && classTests(syntax);
    return tests && (tests.edits.length > 0 || tests.others.length > 0);
  });
}

/** Whether a module, or one that it is imported by, directly or not, reads a `response` of anything. */
function readsAnswers(path: string, workspace: Workspace): boolean {
  const seen = new Set([path]);
  for (const file of seen) {
    const root = workspace.syntax(file)?.sourceFile;
    let found = false;
    if (root)
      walk(root, (node) => {
        found ||=
          accessedName(node) === 'response' ||
          (ts.isBindingElement(node) && takenName(node) === 'response');
      });
    if (found) return true;
    workspace.importersOf(file).forEach((importer) => seen.add(importer));
  }
  return false;
}

/** The property that `{ response }` or `{ response: answer }` takes out of an object. */
function takenName({ propertyName: from, name }: ts.BindingElement): string | undefined {
  return propertyName(from ?? (ts.isIdentifier(name) ? name : undefined));
}
