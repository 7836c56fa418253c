import ts from 'typescript';
import { isValueReference, lookup, referencesTo } from '../../../analysis/source/scope';
import { walk } from '../../../analysis/source/syntax';
import { movedStatements } from '../payload/movedStatements';
import { shownSetting } from '../server/nuxtSettings';
import { isWithin } from './handedOver';
import { keyLogs, type Named, type Read } from './keyLogs';
import { holdsWithKey, isLogged } from './keyThere';
import { conditionOf, openedAt } from './openedChecks';
import type { TextEdit } from '../../../edits/edit';

/** What settings that hold a key are called. */
const KEY_SETTING = /KEY|TOKEN|SECRET|OPENAI|GPT/i;
/** What a condition may ask a key for. */
const ASKED: ReadonlySet<string> = new Set([
  ...['trim', 'length', 'startsWith', 'includes', 'current', 'value'],
]);

/** What serves nothing but a key. */
export interface KeyStatements {
  /** Statements that go. */
  readonly statements: readonly ts.Statement[];
  /** Conditions that always hold from now on. */
  readonly opened: readonly OpenedCheck[];
}

/**
 * The statements that serve nothing but the key of nodes that go: constants that only those read,
 * and checks that the key is there (`if (!apiKey) throw …`), which would stop the page once it is
 * not. Checks stand around what goes, or around the calls that need it. What is done only where the
 * key is there is done always from now on.
 */
export function keyStatements(
  gone: readonly ts.Node[],
  calls: readonly ts.Node[] = [],
): KeyStatements {
  const constants = constantsIn(gone);
  const settings = new Set([...gone, ...constants].flatMap(keySettingsIn));
  const checks = [
    ...new Set([...gone, ...calls].flatMap((node) => checksOf(node, constants, settings))),
  ];
  const variables = new Set([...constants].filter(ts.isVariableDeclaration));
  const opened = openedChecks([...gone, ...checks], calls, constants, settings);
  const conditions = opened.map(({ condition }) => condition);
  const logs = keyLogs(gone, constants, settings);
  const asking = [...gone, ...checks, ...logs.map(({ statement }) => statement)];
  const moved = movedStatements([...asking, ...conditions], variables);
  // A check of what something else still reads stays with it.
  const isGone = (declaration: Read) =>
    !ts.isVariableDeclaration(declaration)
      ? referencesTo(declaration, declaration.name.getText()).every((id) =>
          asking.some((node) => contains(node, id)),
        )
      : moved.some((statement) => contains(statement, declaration));
  const isIdle = (condition: ts.Expression) => readsOf(condition).every(isGone);
  const idle = checks.filter(({ expression }) => isIdle(expression));
  const free = opened.filter(({ condition }) => isIdle(condition));
  const quiet = logs.filter(({ reads }) => reads.every(isGone)).map(({ statement }) => statement);
  if (
    idle.length === checks.length &&
    free.length === opened.length &&
    quiet.length === logs.length
  )
    return { statements: [...moved, ...idle, ...quiet], opened };
  const left = free.map(({ condition }) => condition);
  const rest = movedStatements([...gone, ...idle, ...quiet, ...left], variables);
  return { statements: [...rest, ...idle, ...quiet], opened: free };
}

/** A condition that goes, and the edits that leave what is done where it holds. */
export interface OpenedCheck {
  readonly condition: ts.Expression;
  readonly file: ts.SourceFile;
  edits(): TextEdit[];
}

/** What a page does only where its key is there, anywhere in the files of nodes that go. */
function openedChecks(
  gone: readonly ts.Node[],
  calls: readonly ts.Node[],
  constants: ReadonlySet<Named>,
  settings: ReadonlySet<string>,
): OpenedCheck[] {
  const found: OpenedCheck[] = [];
  const isKey = (condition: ts.Expression) =>
    asksForKey(condition, constants, settings) &&
    readsOf(condition).every(
      (item) => ts.isVariableDeclaration(item) && keySettingsIn(item).length > 0,
    );
  const holdsNothing = (item: ts.Node) =>
    ![...gone, ...calls].some((other) => isWithin(other, item));
  for (const file of new Set(gone.map((node) => node.getSourceFile())))
    walk(file, (node) => {
      const condition = conditionOf(node);
      if (!condition || gone.some((item) => isWithin(node, item)) || !isKey(condition)) return;
      const opened = openedAt(node);
      if (opened?.dropped.every(holdsNothing))
        found.push({ condition, file, edits: () => opened.edits() });
    });
  return found;
}

/**
 * Every `if` without an `else` in the blocks around a node whose condition is about the key alone,
 * and that does nothing while the key is there but to say so.
 */
function checksOf(
  node: ts.Node,
  constants: ReadonlySet<Named>,
  settings: ReadonlySet<string>,
): ts.IfStatement[] {
  const found: ts.IfStatement[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    found.push(
      ...at.statements
        .filter(ts.isIfStatement)
        .filter(
          ({ expression, thenStatement, elseStatement }) =>
            !elseStatement &&
            asksForKey(expression, constants, settings) &&
            (holdsWithKey(expression) === false || isLogged(thenStatement)),
        ),
    );
  }
  return found;
}

/** Whether a condition is about a key, and about nothing else. */
function asksForKey(
  condition: ts.Expression,
  constants: ReadonlySet<Named>,
  settings: ReadonlySet<string>,
): boolean {
  const direct = keySettingsIn(condition);
  const reads = readsOf(condition);
  return (
    direct.length + reads.length > 0 &&
    direct.every((setting) => settings.has(setting)) &&
    reads.every((item) => constants.has(item)) &&
    asksNothingElse(condition, reads)
  );
}

/** The names of the settings with a key that a node reads. */
function keySettingsIn(root: ts.Node): string[] {
  const found: string[] = [];
  walk(root, (node) => {
    const name = ts.isExpression(node) ? shownSetting(node) : undefined;
    if (name !== undefined && KEY_SETTING.test(name)) found.push(name);
  });
  return found;
}

/** Whether a condition has no name in it but those of some variables, and what texts are asked. */
function asksNothingElse(condition: ts.Expression, reads: readonly Named[]): boolean {
  const known = new Set(['undefined', ...reads.map(({ name }) => name.getText())]);
  const isKnown = (node: ts.Node): boolean => {
    if (ts.isExpression(node) && KEY_SETTING.test(shownSetting(node) ?? '')) return true;
    if (ts.isPropertyAccessExpression(node))
      return ASKED.has(node.name.text) && isKnown(node.expression);
    if (ts.isIdentifier(node)) return known.has(node.text);
    return !ts.forEachChild(node, (child) => !isKnown(child) || undefined);
  };
  return isKnown(condition);
}

/** The variables and parameters that a condition reads, but for what holds a setting that it reads. */
function readsOf(expression: ts.Expression): Named[] {
  const found: Named[] = [];
  walk(expression, (item) => {
    const declaration = ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
    if (
      declaration &&
      (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) &&
      !ts.findAncestor(item, (node) => ts.isExpression(node) && shownSetting(node) !== undefined)
    )
      found.push(declaration);
  });
  return found;
}

/** The constants and parameters that nodes read, and those that these read in turn. */
function constantsIn(nodes: readonly ts.Node[]): Set<Named> {
  const found = new Set<Named>();
  const visit = (node: ts.Node): void =>
    walk(node, (item) => {
      const declaration =
        ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
      // What is destructured is no constant of its own.
      if (
        !declaration ||
        !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) ||
        !ts.isIdentifier(declaration.name) ||
        found.has(declaration)
      )
        return;
      if (ts.isParameter(declaration)) found.add(declaration);
      else if (declaration.initializer) {
        found.add(declaration);
        visit(declaration.initializer);
      }
    });
  nodes.forEach(visit);
  return found;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && outer.end >= inner.end;
}
