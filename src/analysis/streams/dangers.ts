import ts from 'typescript';
import { matches } from '../../models/match';
import type { DangerKind } from '../../models/sink';
import { enclosing, isFunction } from '../calls/positions';
import { callSink } from '../calls/sinks';
import { usesOf } from '../calls/uses';
import { identifiersOf, lookup, referencesTo, type Declaration } from '../source/scope';
import { accessedName, attributeName, propertyName, unwrap } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import { schemaCheckAt } from '../taint/schemaChecks';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';

const MAX_PLACES = 300;
const MAX_DEPTH = 30;

/** A place that takes the model’s text for more than a text. */
export interface DangerAt {
  readonly into: DangerKind;
  readonly node: ts.Node;
}

/**
 * The places where the answer of a request is run or shown as it is. Only what certainly is the
 * model’s own text is followed: names, members, templates, helpers of the workspace, the state of a
 * component. Whatever else is called with it may have checked or escaped it.
 */
export function dangersOf(evaluator: Evaluator, request: ts.Expression): readonly DangerAt[] {
  const search = new Search(evaluator);
  search.follow(request, 0);
  // What is compared, matched or looked up may be allowed; markup stays what it is.
  return search.isChecked ? search.found.filter(({ into }) => into === 'markup') : search.found;
}

/** Methods that give the text, or what it stands in, unchanged as far as danger goes. */
const KEEPS = new Set(
  'trim trimStart trimEnd toString concat join json text at pop shift then map forEach'.split(' '),
);
/** Members of an answer that nobody writes a text into. */
const BOOKS = new Set(
  'usage length id model role type status finish_reason index created headers ok size'.split(' '),
);
/** Functions that give their argument in another form, in which it does no harm. */
const ENCODES = /^(encode|escape|sanitiz|purify|strip|clean|btoa|stringify|keys)/i;
/** Methods that ask something about the text. */
const ASKS = /^(includes|has|test|match|startsWith|indexOf|some|find|get|is[A-Z]\w*|valid\w*)$/;

class Search {
  readonly found: DangerAt[] = [];
  isChecked = false;
  private readonly seen = new Set<ts.Node>();
  /** The calls by which functions of the workspace were given the text. */
  private readonly entered = new Map<ts.Node, ts.Expression>();

  constructor(private readonly evaluator: Evaluator) {}

  follow(at: ts.Node, depth: number): void {
    this.evaluator.tick();
    const { parent } = at;
    if (!parent || this.seen.has(at) || this.seen.size > MAX_PLACES || depth > MAX_DEPTH) return;
    this.seen.add(at);
    if (ts.isPropertyAccessExpression(parent)) return this.onMember(at, parent, depth);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return this.inCall(at, parent, depth);
    if (ts.isVariableDeclaration(parent)) return this.named(parent.name, parent, depth);
    if (ts.isBinaryExpression(parent)) return this.inBinary(at, parent, depth);
    if (ts.isReturnStatement(parent)) return this.leave(enclosing(parent), depth);
    if (ts.isArrowFunction(parent)) return this.leave(parent, depth);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return this.inProperty(parent, depth);
    if (ts.isForOfStatement(parent)) return this.inLoop(at, parent, depth);
    if (ts.isCaseClause(parent) || ts.isSwitchStatement(parent)) this.isChecked = true;
    if (isSame(at, parent)) this.follow(parent, depth);
  }

  private named(name: ts.BindingName, declaration: Declaration, depth: number): void {
    if (ts.isIdentifier(name))
      for (const use of referencesTo(declaration, name.text)) this.follow(use, depth + 1);
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) this.named(element.name, element, depth);
  }

  private onMember(at: ts.Node, access: ts.PropertyAccessExpression, depth: number): void {
    if (access.expression !== at) return;
    const call = access.parent;
    const isCalled = ts.isCallExpression(call) && call.expression === access;
    const { text } = access.name;
    if (!isCalled) {
      if (!BOOKS.has(text)) this.follow(access, depth);
      return;
    }
    if (ASKS.test(text)) this.isChecked = true;
    if (!KEEPS.has(text)) return;
    const [first] = call.arguments;
    const callback = first && isFunction(first) ? first : undefined;
    if (callback) {
      this.entered.set(callback, call);
      const [parameter] = callback.parameters;
      if (parameter) this.named(parameter.name, parameter, depth + 1);
    } else this.follow(call, depth);
  }

  private inCall(at: ts.Node, call: ts.CallExpression | ts.NewExpression, depth: number): void {
    const index = call.arguments?.findIndex((item) => item === at) ?? -1;
    if (index < 0) return;
    const callee = unwrap(call.expression);
    const into = this.dangerOf(callee, call, index);
    if (into) this.found.push({ into, node: call });
    if (into || !ts.isCallExpression(call)) return;
    const name = ts.isIdentifier(callee) ? callee.text : (accessedName(callee) ?? '');
    if (ASKS.test(name) || schemaCheckAt(this.evaluator, call)) this.isChecked = true;
    const state = ts.isIdentifier(callee) ? this.stateSetBy(callee) : undefined;
    if (state) return this.named(state.name, state, depth);
    if (summaryOf(this.evaluator, call) === 'arguments') {
      if (!ENCODES.test(name)) this.follow(call, depth + 1);
      return;
    }
    for (const option of optionsOf(this.evaluator.evaluate(callee), 2)) {
      const parameter = option.kind === 'function' ? option.node.parameters[index] : undefined;
      if (!parameter || option.kind !== 'function') continue;
      this.entered.set(option.node, call);
      this.named(parameter.name, parameter, depth + 2);
    }
  }

  private dangerOf(
    callee: ts.Expression,
    { arguments: args }: ts.CallExpression | ts.NewExpression,
    index: number,
  ): DangerKind | undefined {
    const found = runBy(this.evaluator, callee)
      .flatMap((expression) => referencesOf(this.evaluator, expression))
      .flatMap((reference) => matches('dangers', reference))
      .find(({ row, certain }) => certain && row.of === undefined && (row.argument ?? 0) === index);
    return found?.row.into ?? this.addressOf(callee, args?.[index]);
  }

  /** Whether a call sends the browser to an address that the text begins. */
  private addressOf(callee: ts.Expression, argument?: ts.Expression): 'address' | undefined {
    const sink = callSink(this.evaluator, callee);
    const isSent = sink?.into === 'address' && sink.certain;
    return isSent && argument && isOpenAtStart(this.evaluator, argument) ? 'address' : undefined;
  }

  /** `const [answer, setAnswer] = useState('')`: what the setter is given, the state is. */
  private stateSetBy(callee: ts.Identifier): ts.BindingElement | undefined {
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
      summaryOf(this.evaluator, value) === 'pair'
      ? state
      : undefined;
  }

  private inBinary(at: ts.Node, node: ts.BinaryExpression, depth: number): void {
    const { kind } = node.operatorToken;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) {
      if (node.right === at) this.assigned(node.left, depth);
      return;
    }
    if (kind === ts.SyntaxKind.PlusToken || isChoice(kind)) return this.follow(node, depth);
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken)
      this.isChecked = true;
  }

  private assigned(target: ts.Expression, depth: number): void {
    const name = accessedName(target);
    if (name !== undefined) {
      const { expression } = target as ts.PropertyAccessExpression;
      const [danger] = referencesOf(this.evaluator, expression)
        .map((owner) => ({ ...owner, path: [...owner.path, name] }))
        .flatMap((reference) => matches('dangers', reference))
        .filter(({ row }) => row.of === 'member');
      if (danger) this.found.push({ into: danger.row.into, node: target });
      return;
    }
    const declaration = ts.isIdentifier(target) ? lookup(target) : undefined;
    if (declaration && ts.isIdentifier(target))
      for (const use of identifiersOf(declaration, target.text))
        if (use !== target) this.follow(use, depth + 1);
  }

  /** `dangerouslySetInnerHTML={{ __html: text }}`; any other property is followed with its object. */
  private inProperty(
    property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
    depth: number,
  ): void {
    const object = property.parent;
    const attribute = ts.isJsxExpression(object.parent) ? object.parent.parent : undefined;
    if (
      propertyName(property.name) === '__html' &&
      attribute &&
      ts.isJsxAttribute(attribute) &&
      attributeName(attribute) === 'dangerouslySetInnerHTML'
    )
      this.found.push({ into: 'markup', node: attribute.name });
    else if (ts.isReturnStatement(object.parent)) this.follow(object, depth);
  }

  private inLoop(at: ts.Node, { expression, initializer }: ts.ForOfStatement, depth: number): void {
    if (expression !== at || !ts.isVariableDeclarationList(initializer)) return;
    for (const declaration of initializer.declarations)
      this.named(declaration.name, declaration, depth + 1);
  }

  /** What a function gives: to the call that gave it the text, else to all its callers. */
  private leave(fn: ts.FunctionLikeDeclaration | undefined, depth: number): void {
    if (!fn) return;
    const call = this.entered.get(fn);
    if (call) return this.follow(call, depth + 1);
    for (const use of usesOf(this.evaluator, fn))
      if (use.kind === 'call' && ts.isCallExpression(use.node)) this.follow(use.node, depth + 1);
  }
}

/** What a call runs: its callee, and what that is a promised form of. */
function runBy(evaluator: Evaluator, callee: ts.Expression): readonly ts.Expression[] {
  const promised = optionsOf(evaluator.evaluate(callee), 2).flatMap((option) =>
    option.kind === 'call' && summaryOf(evaluator, option.node) === 'arguments'
      ? option.node.arguments.slice(0, 1)
      : [],
  );
  return [callee, ...promised];
}

/** Whether nothing of the code’s own stands before the text: `/essays/${title}` leads nowhere else. */
function isOpenAtStart(evaluator: Evaluator, argument: ts.Expression): boolean {
  return optionsOf(evaluator.evaluate(argument), 4).some((option) => {
    if (option.kind !== 'template') return option.kind !== 'text';
    const [first] = option.parts;
    return first?.kind !== 'text' || first.text === '';
  });
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** What stands around a value and still holds it as it is. */
function isSame(at: ts.Node, parent: ts.Node): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isTemplateExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isElementAccessExpression(parent) && parent.expression === at) ||
    (ts.isConditionalExpression(parent) && parent.condition !== at)
  );
}
