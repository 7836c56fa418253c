import ts from 'typescript';
import { isValueReference, lookup, referencesTo } from '../../../analysis/source/scope';
import { walk } from '../../../analysis/source/syntax';
import { movedStatements } from '../payload/movedStatements';

/** Settings that hold a key, as they are read in a page. */
const KEY_SETTING = new RegExp(
  [String.raw`\.NAME`, String.raw`\[['"]NAME['"]\]`]
    .map((reading) => String.raw`\b(?:import\.meta|process)\.env${reading}`)
    .join('|')
    .replaceAll('NAME', String.raw`\w*(?:KEY|TOKEN|SECRET|OPENAI|GPT)\w*`),
  'gi',
);

/**
 * The statements that serve nothing but the key of nodes that go: constants that only those read,
 * and checks that the key is there (`if (!apiKey) throw …`), which would stop the page once it is
 * not. Checks stand around what goes, or around the calls that need it.
 */
export function keyStatements(
  gone: readonly ts.Node[],
  calls: readonly ts.Node[] = [],
): ts.Statement[] {
  const constants = constantsIn(gone);
  const settings = new Set(
    [...gone, ...constants].flatMap((node) => node.getText().match(KEY_SETTING) ?? []),
  );
  const checks = [
    ...new Set([...gone, ...calls].flatMap((node) => checksOf(node, constants, settings))),
  ];
  const variables = new Set([...constants].filter(ts.isVariableDeclaration));
  const moved = movedStatements([...gone, ...checks], variables);
  // A check of what something else still reads stays with it.
  const isGone = (declaration: Named) =>
    ts.isParameter(declaration)
      ? referencesTo(declaration, declaration.name.getText()).every((id) =>
          [...gone, ...checks].some((node) => contains(node, id)),
        )
      : moved.some((statement) => contains(statement, declaration));
  const idle = checks.filter((check) => readsOf(check.expression).every(isGone));
  return idle.length === checks.length
    ? [...moved, ...idle]
    : [...movedStatements([...gone, ...idle], variables), ...idle];
}

/** What a key may be named by: a variable, or what a function is given. */
type Named = ts.VariableDeclaration | ts.ParameterDeclaration;

/**
 * Every `if` without an `else` in the blocks around a node whose condition is about the key alone.
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
      ...at.statements.filter(ts.isIfStatement).filter(({ expression, elseStatement }) => {
        const direct = expression.getText().match(KEY_SETTING) ?? [];
        const reads = readsOf(expression);
        const other = expression
          .getText()
          .replace(KEY_SETTING, '')
          .replace(
            /(['"`]).*?\1|\b(undefined|null|typeof|trim|length|startsWith|includes|current|value)\b/g,
            '',
          );
        const names = new Set(other.match(/[A-Za-z_$][\w$]*/g) ?? []);
        const known = new Set(reads.map((item) => item.name.getText()));
        return (
          !elseStatement &&
          direct.length + reads.length > 0 &&
          direct.every((setting) => settings.has(setting)) &&
          reads.every((item) => constants.has(item)) &&
          [...names].every((name) => known.has(name))
        );
      }),
    );
  }
  return found;
}

/** The variables and parameters that a condition reads. */
function readsOf(expression: ts.Expression): Named[] {
  const found: Named[] = [];
  walk(expression, (item) => {
    const declaration = ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)))
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
