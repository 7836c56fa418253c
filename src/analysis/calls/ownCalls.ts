import ts from 'typescript';
import { accepts } from '../../models/match';
import { referencesTo } from '../source/scope';
import { propertyName } from '../source/syntax';
import type { OutsideCaller } from './outside';

/**
 * The calls by which the code itself lets a library run a function that it was given: `mutate('Hi')`
 * of `useMutation({ mutationFn })`. None when what calls it is handed on, out of sight.
 */
export function ownCalls({ entry, registration }: OutsideCaller): readonly ts.CallExpression[] {
  if (entry.calledBy === undefined || !registration) return [];
  const { parent } = registration;
  if (!ts.isVariableDeclaration(parent)) return [];
  const { name } = parent;
  const uses: ts.Expression[] = [];
  if (ts.isIdentifier(name)) {
    for (const id of referencesTo(parent, name.text)) {
      const member = id.parent;
      // The whole of it is handed on.
      if (!ts.isPropertyAccessExpression(member)) return [];
      if (accepts(entry.calledBy, member.name.text)) uses.push(member);
    }
  } else if (ts.isObjectBindingPattern(name))
    for (const element of name.elements) {
      if (element.dotDotDotToken || !ts.isIdentifier(element.name)) return [];
      if (accepts(entry.calledBy, propertyName(element.propertyName) ?? element.name.text))
        uses.push(...referencesTo(element, element.name.text));
    }
  const calls = uses.flatMap((use) =>
    ts.isCallExpression(use.parent) && use.parent.expression === use ? [use.parent] : [],
  );
  return calls.length === uses.length ? calls : [];
}
