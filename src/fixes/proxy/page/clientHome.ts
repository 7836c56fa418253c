import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import {
  identifiersNamed,
  isValueReference,
  lookup,
  referencesTo,
} from '../../../analysis/source/scope';
import { dottedName, unwrap, walk } from '../../../analysis/source/syntax';
import { assignedIn } from './assignedClient';

/**
 * How the code around a construction keeps the client: in a constant, in a field of a class, or in
 * a function that makes it when it is first asked for.
 */
export interface ClientHome {
  /**
   * The declaration that goes, and in whose place the helper stands when it is one of the module's.
   */
  readonly statement: ts.Statement | ts.ClassElement;
  /** What goes with it: the variable of such a function, the assignment to a field. */
  readonly parts: readonly ts.Node[];
  /** The name under which it is reached. */
  readonly name: ts.Identifier;
  /** What declares that name; missing for a field, which is reached by `this`. */
  readonly declaration?: ts.VariableDeclaration | ts.BindingElement | ts.FunctionDeclaration;
}

export function clientHome(node: ts.NewExpression | ts.CallExpression): ClientHome | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return returned(parent) ?? constant(parent);
  if (ts.isReturnStatement(parent)) return madeIn(parent) ?? maker(parent);
  if (ts.isArrowFunction(parent) && parent.body === node)
    return memo(parent) ?? state(parent) ?? named(parent);
  if (ts.isCallExpression(parent)) return state(node);
  if (ts.isConditionalExpression(parent)) return whereThere(parent, node);
  if (
    ts.isPropertyDeclaration(parent) &&
    ts.isIdentifier(parent.name) &&
    !parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  )
    return { statement: parent, parts: [], name: parent.name };
  if (
    !ts.isBinaryExpression(parent) ||
    parent.right !== node ||
    !GIVES.has(parent.operatorToken.kind)
  )
    return undefined;
  return ts.isIdentifier(parent.left) ? (lazy(parent.left) ?? assigned(parent)) : field(parent);
}

/** `client = …`, `client ??= …`, `client ||= …` */
const GIVES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

function constant(declaration: ts.VariableDeclaration): ClientHome | undefined {
  const list = declaration.parent;
  return ts.isIdentifier(declaration.name) &&
    ts.isVariableDeclarationList(list) &&
    list.declarations.length === 1 &&
    ts.isVariableStatement(list.parent)
    ? { statement: list.parent, parts: [], name: declaration.name, declaration }
    : undefined;
}

/** `const client = new OpenAI(…); return client;` at the end of a function that does no more. */
function returned(declaration: ts.VariableDeclaration): ClientHome | undefined {
  const { name } = declaration;
  const statement = declaration.parent.parent;
  if (!ts.isIdentifier(name) || !ts.isVariableStatement(statement) || !ts.isBlock(statement.parent))
    return undefined;
  const last = statement.parent.statements.at(-1);
  const uses = referencesTo(declaration, name.text);
  return last && ts.isReturnStatement(last) && uses.length === 1 && uses[0] === last.expression
    ? maker(last)
    : undefined;
}

/** `useMemo(() => { return new OpenAI(…); }, [])` */
function madeIn(statement: ts.ReturnStatement): ClientHome | undefined {
  const fn = statement.parent.parent;
  return ts.isArrowFunction(fn) && ts.isBlock(fn.body) && fn.body.statements.length === 1
    ? memo(fn)
    : undefined;
}

/** `const client = useMemo(() => new OpenAI(…), [])`, or a hook that returns it. */
function memo({ parent: call }: ts.ArrowFunction): ClientHome | undefined {
  if (!ts.isCallExpression(call) || dottedName(call.expression)?.at(-1) !== 'useMemo')
    return undefined;
  const { parent } = call;
  if (ts.isVariableDeclaration(parent)) return returned(parent) ?? constant(parent);
  if (ts.isReturnStatement(parent)) return maker(parent);
  return ts.isArrowFunction(parent) && parent.body === call ? named(parent) : undefined;
}

/** `useRef(new OpenAI(…))`, and `const [client] = useState(() => new OpenAI(…))`. */
function state(made: ts.Expression): ClientHome | undefined {
  const call = made.parent;
  const keeper = call.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== made || !ts.isVariableDeclaration(keeper))
    return undefined;
  const hook = dottedName(call.expression)?.at(-1);
  if (hook === 'useRef' || hook === 'ref' || hook === 'shallowRef') return constant(keeper);
  const list = keeper.parent;
  const [element, ...more] = ts.isArrayBindingPattern(keeper.name) ? keeper.name.elements : [];
  return hook === 'useState' &&
    element &&
    more.length === 0 &&
    ts.isBindingElement(element) &&
    ts.isIdentifier(element.name) &&
    ts.isVariableDeclarationList(list) &&
    list.declarations.length === 1 &&
    ts.isVariableStatement(list.parent)
    ? { statement: list.parent, parts: [], name: element.name, declaration: element }
    : undefined;
}

/** `const client = key ? new OpenAI(…) : null` */
function whereThere(choice: ts.ConditionalExpression, made: ts.Expression): ClientHome | undefined {
  const other = unwrap(choice.whenFalse);
  const isNothing =
    other.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(other) && other.text === 'undefined');
  return choice.whenTrue === made && isNothing && ts.isVariableDeclaration(choice.parent)
    ? constant(choice.parent)
    : undefined;
}

/** `let client = null; if (key) client = new OpenAI(…);`, also in a function that does no more. */
function assigned(assignment: ts.BinaryExpression): ClientHome | undefined {
  const name = assignment.left;
  const held = ts.isIdentifier(name) ? lookup(name) : undefined;
  const home = held && ts.isVariableDeclaration(held) ? constant(held) : undefined;
  const parts = home && ts.isSourceFile(home.statement.parent) ? assignedIn(assignment) : undefined;
  return home && parts && { ...home, parts };
}

/** A function that does nothing but to make the client, with constants and checks before it. */
function maker(statement: ts.ReturnStatement): ClientHome | undefined {
  const block = statement.parent;
  const fn = block.parent;
  if (
    !ts.isBlock(block) ||
    block.statements.at(-1) !== statement ||
    !block.statements
      .slice(0, -1)
      .every((item) => ts.isVariableStatement(item) || ts.isIfStatement(item))
  )
    return undefined;
  if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) return named(fn);
  return ts.isFunctionDeclaration(fn) && fn.name
    ? { statement: fn, parts: [], name: fn.name, declaration: fn }
    : undefined;
}

/** `const getClient = () => new OpenAI(…)` */
function named(fn: ts.ArrowFunction | ts.FunctionExpression): ClientHome | undefined {
  return ts.isVariableDeclaration(fn.parent) ? constant(fn.parent) : undefined;
}

function isAsync({ modifiers }: ts.FunctionLikeDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** `let client; function getClient() { if (!client) client = new OpenAI(…); return client; }` */
function lazy(variable: ts.Identifier): ClientHome | undefined {
  const held = lookup(variable);
  const fn = enclosing(variable);
  if (
    !held ||
    !ts.isVariableDeclaration(held) ||
    !fn?.body ||
    fn.parameters.length > 0 ||
    enclosing(held) !== undefined ||
    isAsync(fn)
  )
    return undefined;
  const { body } = fn;
  const variableHome = constant(held);
  const onlyInside = referencesTo(held, variable.text).every(
    (id) => id.pos >= body.pos && id.end <= body.end,
  );
  let gives = false;
  let other = false;
  walk(body, (item) => {
    if (!ts.isReturnStatement(item)) return;
    const given = item.expression && unwrap(item.expression);
    if (given && ts.isIdentifier(given) && given.text === variable.text) gives = true;
    else other = true;
  });
  if (!variableHome || !onlyInside || !gives || other) return undefined;
  if (ts.isFunctionDeclaration(fn) && fn.name)
    return { statement: fn, parts: [variableHome.statement], name: fn.name, declaration: fn };
  const made =
    ts.isArrowFunction(fn) && ts.isVariableDeclaration(fn.parent) ? constant(fn.parent) : undefined;
  return made && { ...made, parts: [variableHome.statement] };
}

/** `this.client = new OpenAI(…)` in a constructor. */
function field(assignment: ts.BinaryExpression): ClientHome | undefined {
  const { left, parent: statement } = assignment;
  const made = ts.isExpressionStatement(statement) ? statement.parent.parent : undefined;
  if (
    !ts.isPropertyAccessExpression(left) ||
    left.expression.kind !== ts.SyntaxKind.ThisKeyword ||
    !ts.isIdentifier(left.name) ||
    !ts.isExpressionStatement(statement) ||
    !made ||
    !ts.isConstructorDeclaration(made) ||
    !made.body
  )
    return undefined;
  const { text } = left.name;
  const declared = made.parent.members.find(
    (member) =>
      ts.isPropertyDeclaration(member) && ts.isIdentifier(member.name) && member.name.text === text,
  );
  // A constructor that did nothing else goes with it.
  const isAll =
    made.body.statements.length === 1 && made.parameters.every(({ modifiers }) => !modifiers);
  const gone = isAll ? made : statement;
  return declared
    ? { statement: declared, parts: [gone], name: left.name }
    : { statement: gone, parts: [], name: left.name };
}

/**
 * Whether a field is read by `this` alone, and only where one of the given nodes begins:
 * `this.client.chat…`.
 */
export function isFieldOnlyAsked(
  { name, statement, parts }: ClientHome,
  receivers: ReadonlySet<number>,
): boolean {
  return identifiersNamed(name.getSourceFile(), name.text).every((id) => {
    if ([statement, ...parts].some((node) => id.pos >= node.pos && id.end <= node.end)) return true;
    const access = id.parent;
    if (ts.isPropertyAccessExpression(access) && access.name === id)
      return (
        access.expression.kind === ts.SyntaxKind.ThisKeyword && receivers.has(access.getStart())
      );
    // `const { client } = this` hands the field on.
    if (ts.isBindingElement(access))
      return (
        !ts.isVariableDeclaration(access.parent.parent) ||
        access.parent.parent.initializer?.kind !== ts.SyntaxKind.ThisKeyword
      );
    // Another thing of that name, as the import of the package.
    return !isValueReference(id) || lookup(id) !== undefined;
  });
}

export function isPrivate(statement: ts.Node): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false)
  );
}
