import ts from 'typescript';
import type { Evaluator } from '../values/engine';
import type { Exit } from './exits';

/** A prop of a client component, given by a server component: React serialises it into the page. */
export function clientProp(node: ts.JsxAttribute, evaluator: Evaluator): Exit | undefined {
  const { initializer } = node;
  const { tagName } = node.parent.parent;
  if (!initializer || !ts.isJsxExpression(initializer) || !initializer.expression) return undefined;
  if (!ts.isIdentifier(tagName) || !isComponentName(tagName.text)) return undefined;
  if (isClientModule(node.getSourceFile())) return undefined;
  const component = evaluator.evaluate(tagName);
  if (component.kind !== 'function') return undefined;
  const made = evaluator.program.syntax(component.site.file)?.sourceFile;
  return made && isClientModule(made)
    ? {
        kind: 'client-props',
        name: `a prop of the client component \`${tagName.text}\``,
        values: [initializer.expression],
      }
    : undefined;
}

/** An element whose name begins with a capital is a component. */
function isComponentName(name: string): boolean {
  const [first] = name;
  return first !== first.toLowerCase();
}

/** Whether a module begins with `'use client'`: a server hands its name on and runs nothing of it. */
export function isClientModule({ statements }: ts.SourceFile): boolean {
  const [first] = statements;
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use client'
  );
}
