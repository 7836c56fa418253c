import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import { removeStatement } from '../../../edits/removeStatement';
import type { Finding } from '../../../rules/rule';
import type { Plan } from '../../fix';
import { outward } from '../payload/outward';
import { usesOf } from '../payload/uses';
import { envChanges } from '../server/envChanges';
import { FIRST_KEY } from '../../../routes/routeKey';

/**
 * A key that a page reads for nothing: `const KEY = import.meta.env.VITE_OPENAI_API_KEY` goes where
 * nothing reads the constant, and the variable with it where nothing else reads that.
 */
export function idleKey({ file, start, end }: Finding, workspace: Workspace): Plan | undefined {
  const read = workspace.facts(file).envReads.find((item) => item.start === start);
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const statement = node && idleConstant(node, workspace);
  if (!read || !syntax || !statement) return undefined;
  const edits = [removeStatement(syntax, statement)];
  return {
    title: `Delete the constant that holds \`${read.name}\` and that nothing reads`,
    note:
      'Create a new key and delete the old one, which has been public; delete the variable at ' +
      'your host too, unless something else reads it.',
    changes: () => [
      { kind: 'edit', file, edits },
      ...envChanges(
        new Set([read.name]),
        new Map([[file, edits]]),
        { page: workspace.packages.of(file), unused: true, key: FIRST_KEY.variable },
        workspace,
      ),
    ],
  };
}

/** The statement of a constant that holds what is read here, and that nothing reads. */
function idleConstant(node: ts.Node, workspace: Workspace): ts.VariableStatement | undefined {
  let value = outward(node);
  if (isBefore(value, value.parent)) value = outward(value.parent);
  const { parent: declaration } = value;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1)
    return undefined;
  const { nodes, hidden } = usesOf(declaration, workspace);
  return nodes.length === 0 && !hidden ? statement : undefined;
}

/** Whether a value has a text for when it is missing: `value || ''`, `value ?? ''`. */
function isBefore(value: ts.Node, around: ts.Node): boolean {
  return (
    ts.isBinaryExpression(around) &&
    around.left === value &&
    (around.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      around.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) &&
    ts.isStringLiteralLike(unwrap(around.right))
  );
}
