import ts from 'typescript';
import { matches } from '../../models/match';
import type { DangerKind } from '../../models/sink';
import { enclosing, isFunction } from '../calls/positions';
import { dangerOfCall } from './dangerCalls';
import { usesOf } from '../calls/uses';
import { identifiersOf, lookup, referencesTo, type Declaration } from '../source/scope';
import { accessedName, attributeName, propertyName, unwrap } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import { schemaCheckAt } from '../taint/schemaChecks';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import {
  boundName,
  further,
  held,
  HOLDERS,
  inMembers,
  memberOf,
  namesIn,
  shownIn,
  stateSetBy,
  type Way,
} from './textWay';

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
  search.follow(request, { depth: 0 });
  // What is compared, matched or looked up may be allowed; markup stays what it is.
  return search.isChecked ? search.found.filter(({ into }) => into === 'markup') : search.found;
}

/** Methods that give the text, or what it stands in, unchanged as far as danger goes. */
const KEEPS = new Set(
  'trim trimStart trimEnd toString concat join json text at pop shift then map forEach'.split(' '),
);
/** Methods that add their argument to a list. */
const ADDS = new Set(['push', 'unshift']);
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

  follow(at: ts.Node, way: Way): void {
    this.evaluator.tick();
    const { parent } = at;
    if (!parent || this.seen.has(at) || this.seen.size > MAX_PLACES || way.depth > MAX_DEPTH)
      return;
    this.seen.add(at);
    if (this.inTemplate(at, way)) return;
    if (ts.isPropertyAccessExpression(parent)) return this.onMember(at, parent, way);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return this.inCall(at, parent, way);
    if (ts.isVariableDeclaration(parent)) return this.named(parent.name, parent, way);
    if (ts.isBinaryExpression(parent)) return this.inBinary(at, parent, way);
    if (ts.isReturnStatement(parent)) return this.leave(enclosing(parent), way);
    if (ts.isArrowFunction(parent)) return this.leave(parent, way);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return this.inProperty(parent, way);
    if (ts.isForOfStatement(parent)) return this.inLoop(at, parent, way);
    if (ts.isCaseClause(parent) || ts.isSwitchStatement(parent)) this.isChecked = true;
    if (isSame(at, parent)) this.follow(parent, way);
  }

  private named(name: ts.BindingName, declaration: Declaration, way: Way): void {
    if (ts.isIdentifier(name)) {
      for (const use of referencesTo(declaration, name.text)) this.follow(use, further(way));
      this.shownAs(name.text, declaration, declaration, way);
    } else
      for (const element of name.elements) {
        if (!ts.isBindingElement(element)) continue;
        const inside = ts.isObjectBindingPattern(name) ? memberOf(boundName(element), way) : way;
        if (inside) this.named(element.name, element, inside);
      }
  }

  /** Follows a name in what the templates of its file show; one of a component’s own is not declared. */
  private shownAs(name: string, at: ts.Node, declaration: Declaration | undefined, way: Way): void {
    for (const { node, loops } of shownIn(this.evaluator, at))
      for (const root of [node, ...loops.map(({ list }) => list)])
        for (const use of namesIn(root, name))
          if (lookup(use) === declaration) this.follow(use, further(way));
  }

  /** What a template shows as markup; what it goes through is followed as each of its items. */
  private inTemplate(at: ts.Node, way: Way): boolean {
    if (!ts.isParenthesizedExpression(at.parent) || !ts.isExpressionStatement(at.parent.parent))
      return false;
    const shown = shownIn(this.evaluator, at);
    if (shown.some(({ node }) => node === at)) {
      if (!way.within) this.found.push({ into: 'markup', node: at });
      return true;
    }
    const around = shown.flatMap(({ node, loops }) =>
      loops.flatMap(({ name, list }, index) =>
        list === at
          ? [{ name, roots: [node, ...loops.slice(index + 1).map((it) => it.list)] }]
          : [],
      ),
    );
    for (const { name, roots } of around)
      for (const use of roots.flatMap((root) => namesIn(root, name)))
        this.follow(use, further(way));
    return around.length > 0;
  }

  private onMember(at: ts.Node, access: ts.PropertyAccessExpression, way: Way): void {
    if (access.expression !== at) return;
    const call = access.parent;
    const isCalled = ts.isCallExpression(call) && call.expression === access;
    const { text } = access.name;
    if (!isCalled) {
      const inside = memberOf(text, way);
      if (inside) this.follow(access, inside);
      return;
    }
    if (ASKS.test(text)) this.isChecked = true;
    if (!KEEPS.has(text)) return;
    const [first] = call.arguments;
    const callback = first && isFunction(first) ? first : undefined;
    if (callback) {
      this.entered.set(callback, call);
      const [parameter] = callback.parameters;
      if (parameter) this.named(parameter.name, parameter, further(way));
    } else this.follow(call, way);
  }

  private inCall(at: ts.Node, call: ts.CallExpression | ts.NewExpression, way: Way): void {
    const index = call.arguments?.findIndex((item) => item === at) ?? -1;
    if (index < 0) return;
    const callee = unwrap(call.expression);
    const into = dangerOfCall(this.evaluator, call, index);
    if (into) this.found.push({ into, node: call });
    if (into || !ts.isCallExpression(call)) return;
    const name = ts.isIdentifier(callee) ? callee.text : (accessedName(callee) ?? '');
    if (ASKS.test(name) || schemaCheckAt(this.evaluator, call)) this.isChecked = true;
    const state = ts.isIdentifier(callee) ? stateSetBy(this.evaluator, callee) : undefined;
    if (state) return this.named(state.name, state, way);
    if (ADDS.has(name) && ts.isPropertyAccessExpression(callee))
      return this.keptIn(callee.expression, way);
    if (summaryOf(this.evaluator, call) === 'arguments') {
      if (!ENCODES.test(name)) this.follow(call, further(way));
      return;
    }
    this.enter(call, callee, index, way);
  }

  /** Follows the text into the functions of the workspace that a call may be of. */
  private enter(call: ts.CallExpression, callee: ts.Expression, index: number, way: Way): void {
    for (const option of optionsOf(this.evaluator.evaluate(callee), 2)) {
      const parameter = option.kind === 'function' ? option.node.parameters[index] : undefined;
      if (!parameter || option.kind !== 'function') continue;
      this.entered.set(option.node, call);
      this.named(parameter.name, parameter, further(way, 2));
    }
  }

  private inBinary(at: ts.Node, node: ts.BinaryExpression, way: Way): void {
    const { kind } = node.operatorToken;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) {
      if (node.right === at) this.assigned(node.left, way);
      return;
    }
    if (kind === ts.SyntaxKind.PlusToken || isChoice(kind)) return this.follow(node, way);
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken)
      this.isChecked = true;
  }

  private assigned(target: ts.Expression, way: Way): void {
    const name = accessedName(target);
    if (name !== undefined) {
      const { expression } = target as ts.PropertyAccessExpression;
      const [danger] = referencesOf(this.evaluator, expression)
        .map((owner) => ({ ...owner, path: [...owner.path, name] }))
        .flatMap((reference) => matches('dangers', reference))
        .filter(({ row }) => row.of === 'member');
      if (danger) this.found.push({ into: danger.row.into, node: target });
      else if (expression.kind === ts.SyntaxKind.ThisKeyword)
        this.shownAs(name, target, undefined, way);
      else this.keptIn(expression, HOLDERS.has(name) ? way : held(way, name));
      return;
    }
    this.keptIn(target, way);
  }

  /** What a variable holds from here on, itself or deeper: `answer`, `messages.value[0]`. */
  private keptIn(target: ts.Expression, way: Way): void {
    const names: string[] = [];
    let root = unwrap(target);
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
      if (ts.isPropertyAccessExpression(root)) {
        const own = root.expression.kind === ts.SyntaxKind.ThisKeyword;
        if (own) return this.shownAs(root.name.text, target, undefined, inMembers(names, way));
        if (!HOLDERS.has(root.name.text)) names.unshift(root.name.text);
      }
      root = unwrap(root.expression);
    }
    if (!ts.isIdentifier(root)) return;
    const declaration = lookup(root);
    const way2 = inMembers(names, way);
    if (declaration)
      for (const use of identifiersOf(declaration, root.text))
        if (use !== root) this.follow(use, further(way2));
    this.shownAs(root.text, target, declaration, way2);
  }

  /** `dangerouslySetInnerHTML={{ __html: text }}`; any other property is followed with its object. */
  private inProperty(
    property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
    way: Way,
  ): void {
    const object = property.parent;
    const attribute = ts.isJsxExpression(object.parent) ? object.parent.parent : undefined;
    if (
      propertyName(property.name) === '__html' &&
      attribute &&
      ts.isJsxAttribute(attribute) &&
      attributeName(attribute) === 'dangerouslySetInnerHTML'
    ) {
      if (!way.within) this.found.push({ into: 'markup', node: attribute.name });
    } else {
      const name = propertyName(property.name);
      if (name !== undefined) this.follow(object, held(way, name));
    }
  }

  private inLoop(at: ts.Node, { expression, initializer }: ts.ForOfStatement, way: Way): void {
    if (expression !== at || !ts.isVariableDeclarationList(initializer)) return;
    for (const declaration of initializer.declarations)
      this.named(declaration.name, declaration, further(way));
  }

  /** What a function gives: to the call that gave it the text, else to all its callers. */
  private leave(fn: ts.FunctionLikeDeclaration | undefined, way: Way): void {
    if (!fn) return;
    const { parent } = fn;
    if (ts.isCallExpression(parent) && parent.expression !== fn) {
      // `setMessages((all) => [...all, message])`, `computed(() => marked(answer.value))`.
      const callee = unwrap(parent.expression);
      const state = ts.isIdentifier(callee) ? stateSetBy(this.evaluator, callee) : undefined;
      if (state) return this.named(state.name, state, further(way));
      if (summaryOf(this.evaluator, parent) === 'result') return this.follow(parent, further(way));
    }
    const call = this.entered.get(fn);
    if (call) return this.follow(call, further(way));
    for (const use of usesOf(this.evaluator, fn))
      if (use.kind === 'call' && ts.isCallExpression(use.node)) this.follow(use.node, further(way));
  }
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
