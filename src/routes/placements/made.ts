import ts from 'typescript';
import { importedReference } from '../../analysis/source/importedReference';
import { walk, type Syntax } from '../../analysis/source/syntax';
import type { Made } from '../../models/frameworks/placement';
import { covers, leadsTo } from '../../models/match';

type Call = ts.CallExpression | ts.NewExpression;

/** An expression as such a call of what a package exports, however that is named here. */
export function madeAs(node: ts.Node, { packages, call }: Made): Call | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const reference = importedReference(node);
  const isOfThese =
    reference !== undefined &&
    packages.some((name) => covers(name, reference.name)) &&
    leadsTo(call, reference.path);
  return isOfThese ? node : undefined;
}

/** The calls of that kind in a module, in the order in which they stand. */
export function madeIn(syntax: Syntax | undefined, made: Made): readonly Call[] {
  const found: Call[] = [];
  if (syntax && made.packages.some((name) => syntax.text.includes(name)))
    walk(syntax.sourceFile, (node) => {
      const call = madeAs(node, made);
      if (call) found.push(call);
    });
  return found;
}
