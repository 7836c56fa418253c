import ts from 'typescript';
import type { Step } from '../source/host';
import { isFunction, returnsOf } from '../calls/positions';
import { identifiersOf, lookup, type Declaration } from '../source/scope';
import { accessedName, nameOf, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { propertiesOf, type Properties } from '../values/properties';
import { optionsOf } from '../values/value';
import { changesOf, isBoundInMarkup } from './changes';
import { traceField } from './fields';
import {
  atLeast,
  enter,
  isInstruction,
  opensDelimiter,
  prepend,
  type Context,
  type Flow,
  type Role,
} from './flow';
import { guardOf } from './guards';
import { traceCall } from './calls';
import { traceParameter } from './parameters';
import type { Tracer } from './tracer';

const MAX_DEPTH = 40;
const MAX_FLOWS = 12;
/** Searches within one search: what is asked more often than that counts as not reached. */
const MAX_NESTED = 40;

/** A search that another one has begun. */
interface Nested {
  readonly depth: number;
  /** What is left for all searches within the outermost. */
  readonly left: { searches: number };
}

/** Every flow of untrusted text into an expression that a request sends; at most twelve. */
export function flowsInto(
  evaluator: Evaluator,
  expression: ts.Expression,
  start: Pick<Context, 'role' | 'mixed'> & { readonly path?: readonly string[] },
  nested: Nested = { depth: 0, left: { searches: MAX_NESTED } },
): Flow[] {
  const flows: Flow[] = [];
  const seen = new Set<string>();
  const frames: Tracer['frames'] = [];
  const tracer: Tracer = {
    evaluator,
    flows,
    frames,
    followed: new Map(),
    trace(node, context) {
      evaluator.tick();
      const inner = unwrap(node);
      const key = questionOf(tracer, inner, context);
      if (seen.has(key) || context.depth > MAX_DEPTH || flows.length >= MAX_FLOWS) return;
      seen.add(key);
      step(tracer, inner, { ...context, depth: context.depth + 1 });
    },
    isTainted: (node) =>
      nested.depth < 2 &&
      nested.left.searches-- > 0 &&
      flowsInto(
        evaluator,
        node,
        { role: 'user', mixed: false },
        { ...nested, depth: nested.depth + 1 },
      ).length > 0,
    found(node, source, context) {
      if (context.bound === 'allowed') return;
      const named = source.field.filter((name) => name !== '*' && !name.endsWith('()'));
      const field = (named.length < source.field.length ? named.slice(-1) : named).join('.');
      const subject = field === '' ? source.what : `\`${field.slice(0, 60)}\` from ${source.what}`;
      const flow: Flow = {
        source: { ...evaluator.siteOf(node), kind: source.kind, label: `${subject} comes in here` },
        subject,
        steps: context.steps,
        role: context.role,
        mixed: context.mixed,
        delimited: context.delimited,
        bound: context.bound,
        ...(context.check ? { check: context.check } : {}),
        wholeMessages:
          !context.inMessage &&
          (source.field.length <= 1 || source.field[source.field.length - 1] === 'messages'),
        ...(source.guessed ? { guessed: true } : {}),
      };
      if (
        !flows.some(
          (known) =>
            known.source.start === flow.source.start &&
            known.source.file === flow.source.file &&
            known.role === flow.role,
        )
      )
        flows.push(flow);
    },
  };
  tracer.trace(expression, {
    path: start.path ?? [],
    steps: [],
    role: start.role,
    mixed: start.mixed,
    delimited: false,
    bound: 'none',
    inMessage: false,
    depth: 0,
  });
  return flows;
}

function step(tracer: Tracer, node: ts.Expression, context: Context): void {
  const { trace } = tracer;
  if (ts.isIdentifier(node)) return identifier(tracer, node, context);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return access(tracer, node, context);
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return traceCall(tracer, node, context);
  if (ts.isTemplateExpression(node)) return template(tracer, node, context);
  if (ts.isBinaryExpression(node)) return binary(tracer, node, context);
  if (ts.isConditionalExpression(node)) {
    trace(node.whenTrue, context);
    return trace(node.whenFalse, context);
  }
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(tracer, node, context);
  if (ts.isArrayLiteralExpression(node)) {
    const index = context.path[0];
    const inner =
      enter(context, index === '*' || /^\d+$/.test(index ?? '') ? index : '*') ?? context;
    for (const element of node.elements)
      trace(
        ts.isSpreadElement(element) ? element.expression : element,
        ts.isSpreadElement(element) ? prepend(inner, '*') : inner,
      );
    return;
  }
  if (ts.isSpreadElement(node)) return trace(node.expression, context);
  // An agent's instructions as a function.
  if (isFunction(node)) return returnsOf(node).forEach((value) => trace(value, context));
  if (ts.isTaggedTemplateExpression(node) && ts.isTemplateExpression(node.template))
    return template(tracer, node.template, context);
}

function identifier(tracer: Tracer, node: ts.Identifier, start: Context): void {
  const declaration = lookup(node);
  const guard = guardOf(tracer.evaluator, node, node.text, start.path);
  if (guard.allowed) return;
  const context = atLeast(start, guard.bound, guard.check);
  if (!declaration) return;
  followDeclaration(tracer, declaration, node, withStep(tracer, context, node));
}

/** Follows a name to what it was given. */
export function followDeclaration(
  tracer: Tracer,
  declaration: Declaration,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator, trace } = tracer;
  if (ts.isParameter(declaration)) return traceParameter(tracer, declaration, context);
  if (ts.isBindingElement(declaration)) return binding(tracer, declaration, context);
  if (ts.isVariableDeclaration(declaration)) {
    variable(tracer, declaration, context);
    if (ts.isIdentifier(declaration.name)) changes(tracer, declaration, use, context);
    return;
  }
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration)
  ) {
    for (const option of optionsOf(evaluator.evaluate(use), 4))
      if (option.kind === 'object' && !tracer.frames.some(({ fn }) => fn === option.node))
        trace(option.node, context);
  }
}

function variable(tracer: Tracer, declaration: ts.VariableDeclaration, context: Context): void {
  const { parent } = declaration;
  if (declaration.initializer) {
    const initializer = unwrap(declaration.initializer);
    // A Vue `ref` holds its value in `value`.
    const inner =
      ts.isCallExpression(initializer) &&
      /^(ref|shallowRef|signal|\$state|writable|model)$/.test(initializer.expression.getText())
        ? (enter(context, 'value') ?? context)
        : context;
    tracer.trace(declaration.initializer, inner);
    return;
  }
  const loop = parent.parent;
  if (ts.isForOfStatement(loop)) tracer.trace(loop.expression, prepend(context, '*'));
}

/** What is done to a variable after its declaration, in the code and by a text field that the markup binds to it. */
function changes(
  tracer: Tracer,
  declaration: ts.VariableDeclaration,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator } = tracer;
  // Nothing is followed any deeper.
  if (context.depth <= MAX_DEPTH) followChanges(tracer, declaration, use, context);
  if (evaluator.concluded(declaration, isBoundInMarkup))
    tracer.found(declaration.name, { kind: 'page', what: 'a text field', field: [] }, context);
}

function followChanges(
  tracer: Tracer,
  declaration: ts.VariableDeclaration,
  use: ts.Identifier,
  context: Context,
): void {
  const { evaluator } = tracer;
  const { touching, at } = evaluator.concluded(declaration, changesOf);
  const question = questionOf(tracer, declaration, context);
  const first = tracer.followed.get(question);
  // A second use that asks the same meets what the first has followed; new is only what is done where that one stood.
  const there = first && at(first);
  for (const change of first ? (there ? [there] : []) : touching(context.path[0])) {
    evaluator.tick();
    const inner = change.id === use ? undefined : change.enter(context);
    if (inner) change.values.forEach((value) => tracer.trace(value, inner));
  }
  if (!first) tracer.followed.set(question, use);
}

/** A declaration and all that `trace` tells contexts apart by: following it twice for the same question finds nothing new. */
function questionOf(tracer: Tracer, declaration: ts.Node, context: Context): string {
  const { file, start, end } = tracer.evaluator.siteOf(declaration);
  return `${file}:${start}:${end}:${context.path.join('.')}:${context.role}:${context.mixed}:${tracer.frames.length}`;
}

/** `const { body: { message } } = request`: down the pattern to what it takes apart. */
function binding(tracer: Tracer, element: ts.BindingElement, start: Context): void {
  const { trace } = tracer;
  if (element.initializer) trace(element.initializer, start);
  const names: string[] = [];
  let at: ts.BindingElement | ts.VariableDeclaration | ts.ParameterDeclaration = element;
  while (ts.isBindingElement(at)) {
    const pattern: ts.BindingPattern = at.parent;
    if (ts.isArrayBindingPattern(pattern)) names.unshift(String(pattern.elements.indexOf(at)));
    else if (!at.dotDotDotToken)
      names.unshift(
        propertyName(at.propertyName) ?? (ts.isIdentifier(at.name) ? at.name.text : '*'),
      );
    at = pattern.parent;
  }
  const context = prepend(start, ...names);
  if (ts.isParameter(at)) return traceParameter(tracer, at, context);
  const initializer = at.initializer && unwrap(at.initializer);
  // `const [input, setInput] = useState('')`: what the setter is given.
  if (
    initializer &&
    ts.isCallExpression(initializer) &&
    ts.isArrayBindingPattern(at.name) &&
    /^(React\.)?(useState|useSignal|createSignal|useLocalStorage|useRecoilState|useAtom|usePersistedState)$/.test(
      initializer.expression.getText(),
    )
  )
    return state(tracer, at.name, initializer, start);
  variable(tracer, at, context);
}

/** Everything that the setter of a state is called with, or handed to as an event handler. */
function state(
  tracer: Tracer,
  pattern: ts.ArrayBindingPattern,
  initializer: ts.CallExpression,
  context: Context,
): void {
  const [first] = initializer.arguments;
  if (first) tracer.trace(first, context);
  const question = `${questionOf(tracer, pattern, context)}:${context.bound}`;
  if (tracer.followed.has(question)) return;
  if (context.depth <= MAX_DEPTH) tracer.followed.set(question, undefined);
  const setter = pattern.elements[1];
  if (!setter || !ts.isBindingElement(setter) || !ts.isIdentifier(setter.name)) return;
  for (const id of identifiersOf(setter, setter.name.text)) {
    tracer.evaluator.tick();
    const { parent } = id;
    if (ts.isCallExpression(parent) && parent.expression === id && parent.arguments[0]) {
      const given = unwrap(parent.arguments[0]);
      if (isFunction(given)) returnsOf(given).forEach((value) => tracer.trace(value, context));
      else tracer.trace(given, context);
    } else if (
      ts.isJsxExpression(parent) &&
      ts.isJsxAttribute(parent.parent) &&
      /^on(ChangeText|ValueChange|Change|Input)$/.test(parent.parent.name.getText())
    )
      tracer.found(id, { kind: 'page', what: 'a text field', field: [] }, context);
  }
}

function access(
  tracer: Tracer,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  start: Context,
): void {
  const name = accessedName(node) ?? '*';
  // Numbers say nothing.
  if (name === 'length' || name === 'size') return;
  const guard = guardOf(tracer.evaluator, node, node.getText().replace(/[?!]/g, ''), start.path);
  if (guard.allowed) return;
  const context = prepend(atLeast(start, guard.bound, guard.check), name);
  const object = unwrap(node.expression);
  if (object.kind === ts.SyntaxKind.ThisKeyword)
    return traceField(tracer, node.getSourceFile(), name, start);
  const text = node.getText();
  if (/^(process\.argv|Deno\.args|Bun\.argv)/.test(text))
    return tracer.found(node, { kind: 'local', what: 'the command line', field: [] }, start);
  if (/^Astro\.(request|url|params|cookies)$/.test(text))
    return tracer.found(node, { kind: 'request', what: 'the request', field: start.path }, start);
  // A table of the developer's own texts: the key only chooses.
  if (
    name === '*' &&
    ts.isIdentifier(object) &&
    optionsOf(tracer.evaluator.evaluate(object), 2).every((option) => option.kind === 'object')
  )
    return;
  tracer.trace(object, context);
}

function template(tracer: Tracer, node: ts.TemplateExpression, context: Context): void {
  const written = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(
    ' ',
  );
  // The developer's words may come from a table: `${prompts[kind].start} ${text}`.
  const constant =
    isInstruction(written) || node.templateSpans.length < 2
      ? written
      : `${written} ${node.templateSpans.map((span) => wordsOf(tracer.evaluator, span.expression)).join(' ')}`;
  const mixed = context.mixed || isInstruction(constant);
  let before = node.head.text;
  for (const span of node.templateSpans) {
    const delimited = context.delimited || opensDelimiter(before, span.literal.text);
    tracer.trace(span.expression, { ...context, path: [], mixed, delimited });
    before = span.literal.text;
  }
}

function binary(tracer: Tracer, node: ts.BinaryExpression, context: Context): void {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken: {
      const mixed = context.mixed || isInstruction(constantText(node));
      tracer.trace(node.left, { ...context, path: [], mixed });
      return tracer.trace(node.right, { ...context, path: [], mixed });
    }
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      tracer.trace(node.left, context);
      return tracer.trace(node.right, context);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return tracer.trace(node.right, context);
    default:
  }
}

/** The longest text that an expression certainly may be, its callers asked. */
function wordsOf(evaluator: Evaluator, expression: ts.Expression): string {
  const value = evaluator.trace(() => evaluator.evaluate(expression));
  return (
    optionsOf(value, 8)
      .flatMap((option) => (option.kind === 'text' ? [option.text] : []))
      .sort((a, b) => b.length - a.length)[0] ?? ''
  );
}

/** The developer's own words in a concatenation. */
function constantText(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isStringLiteralLike(inner)) return inner.text;
  if (ts.isTemplateExpression(inner))
    return [inner.head.text, ...inner.templateSpans.map((span) => span.literal.text)].join(' ');
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? `${constantText(inner.left)} ${constantText(inner.right)}`
    : '';
}

function objectLiteral(tracer: Tracer, node: ts.ObjectLiteralExpression, start: Context): void {
  const properties = tracer.evaluator.concluded(node, propertiesOf);
  const context = roleOf(properties, start, tracer.evaluator);
  const head = context.path[0];
  const isAny = head === undefined || head === '*';
  for (const property of isAny ? node.properties : properties.mayBe(head)) {
    tracer.evaluator.tick();
    if (ts.isSpreadAssignment(property)) tracer.trace(property.expression, context);
    const name = propertyName(property.name);
    if (name === undefined || (head === undefined && SAYS_NOTHING.test(name))) continue;
    const inner = head === undefined ? context : { ...context, path: context.path.slice(1) };
    if (ts.isPropertyAssignment(property)) tracer.trace(property.initializer, inner);
    else if (ts.isShorthandPropertyAssignment(property)) tracer.trace(property.name, inner);
    else if (ts.isMethodDeclaration(property))
      returnsOf(property).forEach((value) => tracer.trace(value, inner));
  }
}

/** Properties of a request, a message, a tool that hold no prompt. */
const SAYS_NOTHING =
  /^(role|type|id|model|name|temperature|key|cache_control|timestamp|createdAt|user)$/;

/** What the APIs call the speakers of a conversation. */
const ROLES: Readonly<Record<string, Role>> = {
  system: 'instructions',
  developer: 'instructions',
  assistant: 'assistant',
  user: 'user',
};

/** An object with a role is a message: what is below it speaks in that role. Of several that it may be, the one with most say counts. */
function roleOf(properties: Properties, context: Context, evaluator: Evaluator): Context {
  const property = properties.first('role');
  if (!property) return context;
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  const named = value && accessedName(value);
  const texts = value
    ? optionsOf(evaluator.evaluate(value), 8).flatMap((option) =>
        option.kind === 'text' ? [option.text] : [],
      )
    : [];
  // `ChatCompletionRequestMessageRoleEnum.System` of version 3: the member says it.
  const speakers = (texts.length > 0 ? texts : [named?.toLowerCase() ?? '']).map(
    (text) => ROLES[text],
  );
  const role =
    (['instructions', 'assistant', 'user'] as const).find((item) => speakers.includes(item)) ??
    'unknown';
  return { ...context, role, inMessage: true };
}

/** Notes a variable on the way, unless it is the one noted last. */
function withStep(tracer: Tracer, context: Context, node: ts.Identifier): Context {
  // `req.body.text` as a whole says more than `req`.
  let whole: ts.Expression = node;
  while (
    ts.isPropertyAccessExpression(whole.parent) &&
    whole.parent.expression === whole &&
    !(ts.isCallExpression(whole.parent.parent) && whole.parent.parent.expression === whole.parent)
  )
    whole = whole.parent;
  const site = tracer.evaluator.siteOf(whole);
  const label = `\`${nameOf(whole)}\` is used here`;
  const [first] = context.steps;
  if (first && first.file === site.file && first.label === label) return context;
  const step: Step = { ...site, label };
  return { ...context, steps: [step, ...context.steps].slice(0, 8) };
}
