import ts from 'typescript';
import { isFunction } from '../calls/positions';

/** Visits what runs as part of a body: functions that are only defined there are left out. */
export function walkRunning(body: ts.Node, visit: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    visit(node);
    if (node !== body && isFunction(node)) return;
    ts.forEachChild(node, descend);
  };
  descend(body);
}
