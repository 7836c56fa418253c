import ts from 'typescript';
import { outsideCallers } from '../calls/outside';
import { enclosing } from '../calls/positions';
import { usesOf } from '../calls/uses';
import type { EntryKind } from '../calls/entries';
import { identifiersOf, lookup, referencesTo, type Declaration } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { assigned } from './assignments';
import { calledOn, handedTo, isBook } from './calls';
import { otherUses } from './fields';
import type { Destination, Forward } from './search';
import { memberSink } from '../calls/sinks';

const MAX_PLACES = 400;
const MAX_DEPTH = 40;

/**
 * Follows the value of a request forwards: through names, members, templates, helpers and returns,
 * to where it is used up.
 */
export function destinationsOf(evaluator: Evaluator, request: ts.Expression): Destination[] {
  const search = new Search(evaluator);
  search.follow(request, 0);
  return search.found;
}

/** Looks at each place once. */
class Search implements Forward {
  readonly found: Destination[] = [];
  private readonly seen = new Set<ts.Node>();

  constructor(readonly evaluator: Evaluator) {}

  note(kind: Destination['kind'], node: ts.Node, how: Partial<Destination> = {}): void {
    if (!this.found.some((known) => known.kind === kind && known.node === node))
      this.found.push({ kind, node, certain: true, ...how });
  }

  follow(at: ts.Node, depth: number): void {
    this.evaluator.tick();
    const { parent } = at;
    if (!parent || this.seen.has(at) || this.seen.size > MAX_PLACES || depth > MAX_DEPTH) return;
    this.seen.add(at);
    if (STEPS.some((step) => step(this, at, parent, depth))) return;
    // Whatever else an expression makes of it still is the value: `await`, a list, a choice of two.
    if (ts.isExpression(parent)) this.follow(parent, depth);
  }

  named(name: ts.BindingName, declaration: Declaration, depth: number): void {
    if (ts.isIdentifier(name))
      referencesTo(declaration, name.text).forEach((id) => this.follow(id, depth + 1));
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element) && !keepsBooks(element))
          this.named(element.name, element, depth);
  }

  held(target: ts.Expression, depth: number): void {
    const holder = unwrap(target);
    const sink = memberSink(this.evaluator, holder);
    if (sink?.into === 'screen') return this.note('screen', holder, { certain: sink.certain });
    for (const use of usesBeside(holder)) this.follow(use, depth + 1);
  }

  leave(fn: ts.FunctionLikeDeclaration, depth: number): void {
    if (this.seen.has(fn)) return;
    this.seen.add(fn);
    for (const { entry } of outsideCallers(this.evaluator, fn))
      if (GIVEN_BACK.has(entry.kind)) this.note('response', fn, { certain: !entry.guessed });
    for (const use of usesOf(this.evaluator, fn)) {
      if (use.kind === 'call') this.follow(use.node, depth + 1);
      else if (use.kind === 'argument') this.follow(use.call, depth + 1);
    }
  }
}

/** `const { usage } = answer`: none of the text is in it. */
function keepsBooks({ propertyName: from, name }: ts.BindingElement): boolean {
  const member = propertyName(from) ?? (ts.isIdentifier(name) ? name.text : undefined);
  return member !== undefined && isBook(member);
}

/** Where else the same variable, or the same field of a class, stands. */
function usesBeside(holder: ts.Expression): readonly ts.Node[] {
  if (ts.isPropertyAccessExpression(holder)) return otherUses(holder);
  const declaration = ts.isIdentifier(holder) ? lookup(holder) : undefined;
  return ts.isIdentifier(holder) && declaration
    ? identifiersOf(declaration, holder.text).filter((id) => id !== holder)
    : [];
}

/** Callers that pass a result on to a waiting person. */
const GIVEN_BACK: ReadonlySet<EntryKind> = new Set(['http', 'page', 'action', 'rpc', 'query']);

/** What one kind of node makes of the value within it; false when it is another kind. */
type Step = (search: Forward, at: ts.Node, parent: ts.Node, depth: number) => boolean;

const STEPS: readonly Step[] = [
  onMember,
  inCall,
  inDeclaration,
  inAssignment,
  inReturn,
  inMarkup,
  inLoop,
  inYield,
  inCondition,
  inObjectOrTemplate,
];

function onMember(search: Forward, at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return false;
  calledOn(search, parent, depth);
  return true;
}

function inCall(search: Forward, at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  if (parent.expression === at) search.follow(parent, depth);
  else handedTo(search, at, parent, depth);
  return true;
}

function inDeclaration(search: Forward, _at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isVariableDeclaration(parent) && !ts.isBindingElement(parent)) return false;
  search.named(parent.name, parent, depth);
  return true;
}

function inAssignment(search: Forward, at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isBinaryExpression(parent)) return false;
  assigned(search, at, parent, depth);
  return true;
}

function inReturn(search: Forward, at: ts.Node, parent: ts.Node, depth: number): boolean {
  const isBody = ts.isArrowFunction(parent) && parent.body === at;
  if (!ts.isReturnStatement(parent) && !isBody) return false;
  const fn = isBody ? parent : enclosing(parent);
  if (!fn) return true;
  // A callback hands its value to the call it stands in.
  const call = fn.parent;
  const isCallback =
    ts.isCallExpression(call) &&
    call.arguments.some((item) => item === fn) &&
    outsideCallers(search.evaluator, fn).length === 0;
  if (isCallback) search.follow(call, depth + 1);
  else search.leave(fn, depth);
  return true;
}

function inMarkup(search: Forward, _at: ts.Node, parent: ts.Node): boolean {
  if (!ts.isJsxExpression(parent)) return false;
  search.note('screen', parent);
  return true;
}

function inLoop(search: Forward, at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isForOfStatement(parent) || parent.expression !== at) return false;
  search.note('loop', parent);
  if (ts.isVariableDeclarationList(parent.initializer))
    for (const declaration of parent.initializer.declarations)
      search.named(declaration.name, declaration, depth + 1);
  return true;
}

function inYield(search: Forward, _at: ts.Node, parent: ts.Node, depth: number): boolean {
  if (!ts.isYieldExpression(parent)) return false;
  const fn = enclosing(parent);
  if (fn) search.leave(fn, depth + 1);
  return true;
}

/** A test of the value holds none of its text. */
function inCondition(_search: Forward, at: ts.Node, parent: ts.Node): boolean {
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === at)
  );
}

function inObjectOrTemplate(
  search: Forward,
  _at: ts.Node,
  parent: ts.Node,
  depth: number,
): boolean {
  if (
    !ts.isPropertyAssignment(parent) &&
    !ts.isShorthandPropertyAssignment(parent) &&
    !ts.isSpreadAssignment(parent) &&
    !ts.isTemplateSpan(parent)
  )
    return false;
  search.follow(parent.parent, depth);
  return true;
}
