import ts from 'typescript';
import type { ShownMarkup } from '../source/markup';
import { isValueReference, lookup } from '../source/scope';
import { propertyName } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import type { Evaluator } from '../values/engine';

/** Members of an answer that nobody writes a text into. */
const BOOKS = new Set(
  'usage length id model role type status finish_reason index created headers ok size'.split(' '),
);
/** Members by which what is kept in something is read: of a Vue `ref`, of React’s `useRef`. */
export const HOLDERS = new Set(['value', 'current']);

/** How far the text has been followed, and the members that lead to it in what is followed. */
export interface Way {
  readonly depth: number;
  readonly within?: readonly string[];
}

/** One step on. */
export function further({ depth, ...way }: Way, by = 1): Way {
  return { ...way, depth: depth + by };
}

/** What holds the text as a member. */
export function held(way: Way, name: string): Way {
  return { depth: way.depth + 1, within: [name, ...(way.within ?? [])] };
}

/** What is followed of a member; `undefined` where it is another one than the text is in. */
export function memberOf(name: string, way: Way): Way | undefined {
  const [first, ...rest] = way.within ?? [];
  if (first === undefined) return BOOKS.has(name) ? undefined : way;
  if (name === first) return { depth: way.depth, ...(rest.length > 0 ? { within: rest } : {}) };
  return HOLDERS.has(name) ? way : undefined;
}

/** The member that a binding takes out: `a` of `{ a: b }`. */
export function boundName({ propertyName: name, name: own }: ts.BindingElement): string {
  return propertyName(name) ?? (ts.isIdentifier(own) ? own.text : '');
}

/** What holds the text deeper: as `a.b`. */
export function inMembers(names: readonly string[], way: Way): Way {
  return names.reduceRight((inner, name) => held(inner, name), way);
}

/** What the template of a node’s file shows as markup. */
export function shownIn(evaluator: Evaluator, node: ts.Node): readonly ShownMarkup[] {
  return evaluator.program.syntax(evaluator.siteOf(node).file)?.shown ?? [];
}

/** The uses of a name in an expression. */
export function namesIn(root: ts.Expression, name: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && node.text === name && isValueReference(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** `const [answer, setAnswer] = useState('')`: what the setter is given, the state is. */
export function stateSetBy(
  evaluator: Evaluator,
  callee: ts.Identifier,
): ts.BindingElement | undefined {
  const declaration = lookup(callee);
  if (!declaration || !ts.isBindingElement(declaration)) return undefined;
  const { elements, parent } = declaration.parent;
  const [state, setter] = elements;
  const value = ts.isVariableDeclaration(parent) && parent.initializer;
  return value &&
    setter === declaration &&
    state &&
    ts.isBindingElement(state) &&
    ts.isCallExpression(value) &&
    summaryOf(evaluator, value) === 'pair'
    ? state
    : undefined;
}
