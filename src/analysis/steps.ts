import type ts from 'typescript';
import type { Step } from './source/host';
import type { Evaluator } from './values/engine';

/** A step of a trail at a node: what is underlined ends with the node's first line. */
export function stepAt(node: ts.Node, evaluator: Evaluator, label: string): Step {
  const site = evaluator.siteOf(node);
  const [firstLine] = node.getText().split('\n');
  return { ...site, end: site.start + Math.max(1, firstLine.length), label };
}
