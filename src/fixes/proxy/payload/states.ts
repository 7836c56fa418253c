import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { functionOf } from './callers';
import { outward } from './outward';
import { homeOf, usesOf, type Sight } from './uses';

/**
 * What a variable holds first: also what a state is made with, as `useState([])`, `ref([])`,
 * `$state(() => [])`; `undefined` for a state that is made with nothing.
 */
export function firstValue(initializer: ts.Expression, sight: Sight): ts.Expression | undefined {
  const node = unwrap(initializer);
  const [first, ...more] = ts.isCallExpression(node) ? node.arguments : [];
  const isState = ts.isCallExpression(node) && isFree(node.expression);
  if (!isState || more.length > 0 || functionOf(node.expression, sight)) return node;
  const value = first && unwrap(first);
  return value && ts.isArrowFunction(value) && !ts.isBlock(value.body) ? value.body : value;
}

/** `useState`, `React.useState`: a function that is no method of a value. */
function isFree(callee: ts.Expression): boolean {
  const node = unwrap(callee);
  if (ts.isIdentifier(node)) return true;
  const owner = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : undefined;
  const home = owner && ts.isIdentifier(owner) ? lookup(owner) : undefined;
  return home !== undefined && (ts.isImportClause(home) || ts.isNamespaceImport(home));
}

/** What a state is made with, and everything that its setter is given. */
export interface StateValues {
  readonly made: ts.Expression;
  readonly given: readonly (ts.Expression | undefined)[];
}

/** The values of `const [messages, setMessages] = useState([])`, or the place that hides some. */
export function stateValues(
  element: ts.BindingElement,
  sight: Sight,
): StateValues | { readonly why: ts.Node } {
  const pattern = element.parent;
  const owner = pattern.parent;
  if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(owner))
    return { why: element };
  const [first, setter] = pattern.elements;
  if (first !== element || !owner.initializer) return { why: element };
  if (!setter || !ts.isBindingElement(setter)) return { made: owner.initializer, given: [] };
  const { nodes, hidden } = usesOf(setter, sight);
  if (hidden) return { why: setter };
  const calls = nodes.map((use) => ({ use, call: use.parent }));
  const other = calls.find(
    ({ use, call }) => !ts.isCallExpression(call) || call.expression !== use,
  );
  if (other) return { why: other.use };
  return {
    made: owner.initializer,
    given: calls.map(({ call }) => (call as ts.CallExpression).arguments[0]),
  };
}

/** The state that a setter's function is given as it was: `setMessages((before) => …)`. */
export function stateBefore(
  { parent: fn }: ts.ParameterDeclaration,
  sight: Sight,
): (ts.BindingElement & { readonly name: ts.Identifier }) | undefined {
  const call = outward(fn).parent;
  const setter =
    ts.isCallExpression(call) && ts.isIdentifier(call.expression)
      ? homeOf(call.expression, sight)
      : undefined;
  if (!setter || !ts.isBindingElement(setter) || !ts.isArrayBindingPattern(setter.parent))
    return undefined;
  const [state, own] = setter.parent.elements;
  return own === setter && ts.isBindingElement(state) && ts.isIdentifier(state.name)
    ? (state as ts.BindingElement & { readonly name: ts.Identifier })
    : undefined;
}
