import ts from 'typescript';
import { modelsOf } from '../../../models/match';
import type { Failures } from '../../../models/thrown';
import { sdks } from '../../../models/sdks/registry';
import { identifiersNamed, isValueReference, lookup } from '../../../analysis/source/scope';
import type { Syntax } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';

/** How a file tells the failures of an SDK apart by its classes, and how it does without them. */
export interface ClassTests {
  /** The tests as they are written when the SDK is gone: by the status that the helper throws. */
  readonly edits: readonly TextEdit[];
  /** Names of the SDK's import that nothing else reads. */
  readonly idle: readonly (ts.ImportClause | ts.ImportSpecifier)[];
  /** Uses of an error class that a status cannot stand for. */
  readonly others: readonly ts.Identifier[];
}

/** The tests in a file by error classes of the packages that it imports an SDK's classes from. */
export function classTests({ sourceFile }: Syntax): ClassTests {
  const edits: TextEdit[] = [];
  const idle: (ts.ImportClause | ts.ImportSpecifier)[] = [];
  const others: ts.Identifier[] = [];
  for (const { declaration, failures, isClient } of importedClasses(sourceFile)) {
    const uses = identifiersNamed(sourceFile, declaration.name?.text ?? '').filter(
      (id) => isValueReference(id) && lookup(id) === declaration,
    );
    const tests = uses.map((id) => ({ id, edit: testOf(id, failures, isClient, declaration) }));
    for (const { id, edit } of tests)
      if (edit) edits.push(edit);
      else if (!isClient || namesClass(id)) others.push(id);
    if (uses.length > 0 && tests.every(({ edit }) => edit)) idle.push(declaration);
  }
  return { edits, idle, others };
}

type ByClass = Extract<Failures, { readonly by: 'class' }>;

interface ImportedClass {
  readonly declaration: ts.ImportClause | ts.ImportSpecifier;
  readonly failures: ByClass;
  /** It is the client's class, which has the error classes as members. */
  readonly isClient: boolean;
}

/** What a file imports of an SDK that tells failures by classes: the client's class, and those. */
function importedClasses(file: ts.SourceFile): ImportedClass[] {
  return file.statements.flatMap((statement): ImportedClass[] => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier))
      return [];
    const models = modelsOf(statement.moduleSpecifier.text);
    const failures = sdks.find((sdk) => models.includes(sdk))?.failures;
    const clause = statement.importClause;
    if (!clause || failures?.by !== 'class') return [];
    const bindings = clause.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    return [
      ...(clause.name ? [{ declaration: clause, failures, isClient: true }] : []),
      ...named
        .filter((item) => !item.isTypeOnly && !clause.isTypeOnly)
        .map((item) => ({
          declaration: item,
          failures,
          isClient: (item.propertyName ?? item.name).text === failures.name,
        }))
        .filter(({ declaration, isClient }) => isClient || isErrorName(declaration, failures)),
    ];
  });
}

/** The SDK's error classes all end as the two that are known do. */
function isErrorName({ propertyName, name }: ts.ImportSpecifier, { any }: ByClass): boolean {
  const { text } = propertyName ?? name;
  return text === any || text.endsWith('Error');
}

/** Whether the client's class is read for one of its members: `OpenAI.APIError`. */
function namesClass({ parent }: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(parent) && parent.name.text.endsWith('Error');
}

/** `error instanceof OpenAI.RateLimitError` as a test of the status; `undefined` for other uses. */
function testOf(
  id: ts.Identifier,
  failures: ByClass,
  isClient: boolean,
  declaration: ts.ImportClause | ts.ImportSpecifier,
): TextEdit | undefined {
  const named = isClient ? id.parent : id;
  const name = isClient
    ? ts.isPropertyAccessExpression(named) && named.expression === id
      ? named.name.text
      : undefined
    : ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : undefined;
  const test = named.parent;
  if (
    !ts.isBinaryExpression(test) ||
    test.right !== named ||
    test.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword ||
    !ts.isIdentifier(test.left)
  )
    return undefined;
  const error = test.left.text;
  const failed = `${error} instanceof Error && 'status' in ${error}`;
  const code =
    name === failures.any
      ? failed
      : name === failures.rateLimit
        ? `${failed} && ${error}.status === 429`
        : undefined;
  if (code === undefined) return undefined;
  const text = standsAlone(test) ? code : `(${code})`;
  return { start: test.getStart(), end: test.getEnd(), text };
}

/** Whether a test may grow by `&&` where it stands, without parentheses. */
function standsAlone({ parent, ...test }: ts.BinaryExpression): boolean {
  if (ts.isIfStatement(parent) || ts.isParenthesizedExpression(parent)) return true;
  if (ts.isReturnStatement(parent) || ts.isVariableDeclaration(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition.pos === test.pos;
  return (
    ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}
