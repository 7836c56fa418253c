import ts from 'typescript';
import { lookup, referencesTo, type Declaration } from '../../analysis/source/scope';
import { enclosing } from '../../analysis/calls/positions';
import { pathOf, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { removeStatement } from '../../edits/removeStatement';
import { isCertainText } from './certainText';
import { statementOf } from '../proxy/payload/movedStatements';
import { textParts } from '../proxy/payload/textParts';
import { builtText } from './builtText';
import { filledText } from './filledText';
import { isRewritten } from './rewritten';
import type { Composed, Kept } from './text';

/** How many names and functions a text is followed through. */
const MAX_HOPS = 4;

/**
 * The text that an expression gives: written there, held by a constant that serves this place alone,
 * added to step by step, filled into a pattern, or given by a function that only this place calls.
 */
export function composedOf(
  expression: ts.Expression,
  workspace: Workspace,
  hops = MAX_HOPS,
): Composed | undefined {
  const at = unwrap(expression);
  const parts = writtenParts(at);
  if (parts)
    return isStable(parts, at) ? { parts, at, codeOf: (item) => item.getText() } : undefined;
  if (hops === 0 || ts.isAwaitExpression(expression)) return undefined;
  if (ts.isIdentifier(at)) return held(at, workspace, hops);
  if (!ts.isCallExpression(at)) return undefined;
  return (
    filledText(at, workspace) ??
    builtText(at, workspace, (inner) => composedOf(inner, workspace, hops - 1))
  );
}

/** The parts of a text that is written out, also one that is trimmed or whose lines are joined. */
function writtenParts(node: ts.Expression): Composed['parts'] | undefined {
  const parts = textParts(node, isCertainText);
  if (parts || !ts.isCallExpression(node)) return parts;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'trim') return undefined;
  const inner = textParts(unwrap(callee.expression));
  const first = inner?.[0];
  const last = inner?.at(-1);
  if (!inner || typeof first !== 'string' || typeof last !== 'string') return undefined;
  // An end of nothing but blanks would have what is inserted there trimmed, too.
  return inner.length === 1
    ? [first.trim()]
    : [first.trimStart(), ...inner.slice(1, -1), last.trimEnd()];
}

/** The text that a name stands for which serves this place alone. */
function held(name: ts.Identifier, workspace: Workspace, hops: number): Composed | undefined {
  const declaration = lookup(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !statementOf(declaration))
    return undefined;
  const made = declaration.initializer;
  if (!made || !ts.isIdentifier(declaration.name) || !isInSight(declaration, name))
    return undefined;
  const uses = referencesTo(declaration, name.text);
  if (uses.length > 1) return grown(declaration, name, uses);
  const inner = composedOf(made, workspace, hops - 1);
  return inner && isStable(inner.parts, name)
    ? { ...inner, at: name, kept: keptBy(declaration, name, inner) }
    : undefined;
}

/** How a constant goes on: with the rules as what it holds, or not at all beside a pattern. */
function keptBy(
  declaration: ts.VariableDeclaration,
  name: ts.Identifier,
  { at, kept, goesWhole }: Composed,
): Kept {
  const file = pathOf(declaration);
  const statement = statementOf(declaration);
  if (kept && goesWhole && statement)
    return {
      code: kept.code,
      put: (rules, moved) => [
        ...kept.put(rules, moved),
        { file, ...removeStatement(declaration.getSourceFile(), statement) },
      ],
    };
  return {
    code: () => name.text,
    put: (rules, moved) => [
      ...(kept?.put(rules, moved) ?? []),
      { file, ...range(at), text: kept?.code(moved) ?? rules },
    ],
  };
}

/** `let prompt = 'Summarise.'; prompt += ' The text: ' + text;`, one behind the other. */
function grown(
  declaration: ts.VariableDeclaration,
  name: ts.Identifier,
  uses: readonly ts.Identifier[],
): Composed | undefined {
  const statement = statementOf(declaration);
  const made = declaration.initializer;
  const additions = uses.filter((use) => use !== name).map(additionOf);
  const last = additions.at(-1)?.parent;
  if (!statement || !made || !last || !additions.every((item) => item !== undefined))
    return undefined;
  const isRow = additions.every(
    (item) => item.parent.parent === statement.parent && item.getStart() < name.getStart(),
  );
  const pieces = [made, ...additions.map(({ right }) => right)].map((piece) => {
    const value = unwrap(piece);
    return ts.isStringLiteralLike(value)
      ? [value.text]
      : (writtenParts(value) ?? (isCertainText(value) || piece !== made ? [value] : undefined));
  });
  if (!isRow || !pieces.every((piece) => piece !== undefined)) return undefined;
  const parts = pieces.flat();
  if (!isStable(parts, name)) return undefined;
  const file = pathOf(declaration);
  const gone = [statement, ...additions.map((item) => item.parent)].filter((item) => item !== last);
  const type = declaration.type ? `: ${declaration.type.getText()}` : '';
  return {
    parts,
    at: name,
    codeOf: (item) => item.getText(),
    kept: {
      code: () => name.text,
      put: (rules) => [
        ...gone.map((item) => ({ file, ...removeStatement(item.getSourceFile(), item) })),
        { file, ...range(last), text: `const ${name.text}${type} = ${rules}${endOf(last)}` },
      ],
    },
  };
}

/** `prompt += …` as a statement of its own. */
function additionOf(
  use: ts.Identifier,
): (ts.BinaryExpression & { readonly parent: ts.ExpressionStatement }) | undefined {
  const { parent } = use;
  return ts.isBinaryExpression(parent) &&
    parent.left === use &&
    parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken &&
    ts.isExpressionStatement(parent.parent)
    ? (parent as ts.BinaryExpression & { readonly parent: ts.ExpressionStatement })
    : undefined;
}

function endOf(statement: ts.Node): string {
  return statement.getText().endsWith(';') ? ';' : '';
}

function range(node: ts.Node): { readonly start: number; readonly end: number } {
  return { start: node.getStart(), end: node.getEnd() };
}

/** Whether a name is declared in the module, or in the function that reads it or one around that. */
function isInSight(declaration: Declaration, name: ts.Identifier): boolean {
  const home = enclosing(declaration);
  for (let fn = enclosing(name); fn && home; fn = enclosing(fn)) if (fn === home) return true;
  return home === undefined;
}

/** Whether what is inserted still is the same where the text is read. */
function isStable(parts: Composed['parts'], at: ts.Node): boolean {
  return parts.every((part) => typeof part === 'string' || !isRewritten(part, at));
}
