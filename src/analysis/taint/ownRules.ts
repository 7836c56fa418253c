import ts from 'typescript';
import { sdks } from '../../models/sdks/registry';
import { initializerOf } from '../requests/payloadOptions';
import { lookup } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { speakerOf } from './speakers';

/** Whether a list of messages holds one that instructs. */
export function instructs(
  evaluator: Evaluator,
  messages: Value,
  roles: readonly string[],
): boolean {
  return optionsOf(messages, 4).some((option) => {
    if (option.kind !== 'array') return false;
    if (option.elements.length > 0)
      return option.elements.some((element) => isInstruction(evaluator, element, roles));
    // A list that starts empty is filled by `push`.
    const syntax = evaluator.program.syntax(option.site.file);
    return (
      syntax !== undefined &&
      evaluator.concluded(syntax.sourceFile, listsFilledWithRules).has(option.site.start)
    );
  });
}

/** A message whose role instructs, as an object, as a pair of role and text, or by its class. */
function isInstruction(evaluator: Evaluator, message: Value, roles: readonly string[]): boolean {
  const instructs = (role: Value) =>
    optionsOf(role, 4).some((item) => item.kind === 'text' && roles.includes(item.text));
  return optionsOf(message, 2).some((option) => {
    if (option.kind === 'object') return instructs(evaluator.member(option, 'role', option.site));
    if (option.kind === 'array')
      return option.elements.length === 2 && instructs(option.elements[0]);
    return (
      option.kind === 'instance' &&
      option.node !== undefined &&
      speakerOf(evaluator, option.node) === 'instructions'
    );
  });
}

const ROLES = [...new Set(sdks.flatMap(({ instructionRoles }) => instructionRoles))];

/**
 * Where the empty lists stand to which a message that instructs is pushed: `const messages = [];
 * messages.push({ role: 'system', … })`.
 */
function listsFilledWithRules(file: ts.SourceFile, evaluator: Evaluator): ReadonlySet<number> {
  const lists = new Set<number>();
  evaluator.walk(file, (node) => {
    if (
      !ts.isCallExpression(node) ||
      !ts.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== 'push'
    )
      return;
    const list = initialOf(unwrap(node.expression.expression));
    if (
      list &&
      ts.isArrayLiteralExpression(list) &&
      node.arguments.some((item) => isInstruction(evaluator, evaluator.evaluate(item), ROLES))
    )
      lists.add(list.getStart());
  });
  return lists;
}

/** What a variable, a member of one, or a field of the class begins as. */
function initialOf(list: ts.Expression): ts.Expression | undefined {
  if (ts.isIdentifier(list)) {
    const declaration = lookup(list);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(list)) return undefined;
  const { name, expression } = list;
  if (expression.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = ts.findAncestor(list, ts.isClassLike);
    const field = owner?.members.find(
      (member) => ts.isPropertyDeclaration(member) && propertyName(member.name) === name.text,
    );
    return field && ts.isPropertyDeclaration(field) && field.initializer
      ? unwrap(field.initializer)
      : undefined;
  }
  const owner = initialOf(unwrap(expression));
  const value =
    owner && ts.isObjectLiteralExpression(owner) ? initializerOf(owner, name.text) : undefined;
  return value && unwrap(value);
}
