import ts from 'typescript';
import { accessedName, unwrap } from './syntax';

/**
 * The name of a setting that the build writes into the page: `X` of `import.meta.env.X`,
 * `process.env.X`, `process.env['X']`.
 */
export function settingName(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  const name = accessedName(node);
  return name !== undefined && isEnvironment(holderOf(node)) ? name : undefined;
}

function holderOf(node: ts.Expression): ts.Expression {
  return (node as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression;
}

/** `import.meta.env`, `process.env` */
function isEnvironment(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (accessedName(node) !== 'env') return false;
  const owner = unwrap(holderOf(node));
  return ts.isMetaProperty(owner) || (ts.isIdentifier(owner) && owner.text === 'process');
}
