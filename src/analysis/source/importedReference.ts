import ts from 'typescript';
import type { Reference } from '../../models/reference';
import { lookup, lookupName } from './scope';
import { propertyName, unwrap } from './syntax';

/**
 * What the import of a name, by `import` or `require`, says of a chain of members, calls and
 * constructions that begins with it, without leaving its file: `createServerFn().handler`.
 * `undefined` where it begins with anything else.
 */
export function importedReference(node: ts.Expression): Reference | undefined {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return importOf(at);
  if (ts.isPropertyAccessExpression(at)) return below(at.expression, at.name.text);
  if (ts.isNewExpression(at)) return below(at.expression, '()');
  if (!ts.isCallExpression(at)) return undefined;
  const from = requiredBy(at);
  return from === undefined ? below(at.expression, '()') : wholeOf(from);
}

/** The default export is what a module is, for those who load all of it. */
function below(owner: ts.Expression, name: string): Reference | undefined {
  const reference = importedReference(owner);
  return reference && name !== 'default'
    ? { ...reference, path: [...reference.path, name] }
    : reference;
}

function importOf(name: ts.Identifier): Reference | undefined {
  const declaration = lookup(name);
  if (!declaration) return undefined;
  if (ts.isVariableDeclaration(declaration)) return required(declaration.initializer);
  if (ts.isBindingElement(declaration)) return takenOut(declaration);
  if (ts.isImportSpecifier(declaration)) {
    const from = specifierOf(declaration.parent.parent.parent);
    const { text } = declaration.propertyName ?? declaration.name;
    return from === undefined
      ? undefined
      : { ...wholeOf(from), path: text === 'default' ? [] : [text] };
  }
  const clause = ts.isImportClause(declaration)
    ? declaration
    : ts.isNamespaceImport(declaration)
      ? declaration.parent
      : undefined;
  const from = clause && specifierOf(clause.parent);
  return from === undefined ? undefined : wholeOf(from);
}

function specifierOf(statement: ts.Node): string | undefined {
  return ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier)
    ? statement.moduleSpecifier.text
    : undefined;
}

function wholeOf(from: string): Reference {
  return { root: 'package', name: from, path: [] };
}

/** `const express = require('express')`, `const Router = require('koa-router').Router` */
function required(initializer: ts.Expression | undefined): Reference | undefined {
  let at = initializer && unwrap(initializer);
  while (at && ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return initializer && at && ts.isCallExpression(at) && requiredBy(at) !== undefined
    ? importedReference(initializer)
    : undefined;
}

/** `const { Router } = require('express')` */
function takenOut({ parent, name, propertyName: from }: ts.BindingElement): Reference | undefined {
  const whole = ts.isVariableDeclaration(parent.parent)
    ? required(parent.parent.initializer)
    : undefined;
  const taken = propertyName(from ?? (ts.isIdentifier(name) ? name : undefined));
  return whole && taken !== undefined ? { ...whole, path: [...whole.path, taken] } : undefined;
}

/** What a call of `require` loads, where the code has no function of that name. */
function requiredBy({ expression, arguments: [from] }: ts.CallExpression): string | undefined {
  return ts.isIdentifier(expression) &&
    expression.text === 'require' &&
    from &&
    ts.isStringLiteralLike(from) &&
    !lookupName('require', expression)
    ? from.text
    : undefined;
}
