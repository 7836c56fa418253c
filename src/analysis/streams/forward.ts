import ts from 'typescript';
import { outsideCallers } from '../calls/outside';
import { enclosing, isFunction } from '../calls/positions';
import { usesOf } from '../calls/uses';
import type { EntryKind } from '../calls/entries';
import { identifiersNamed, lookup, referencesTo, type Declaration } from '../source/scope';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

/** Where the answer of a request goes. */
export interface Destination {
  readonly kind:
    /** Into an HTTP response, or back to whoever called a route or a remote procedure. */
    | 'response'
    /** Into what a page or an editor shows. */
    | 'screen'
    /** Into a chat platform. */
    | 'chat'
    /** Taken apart as a whole: parsed, matched, compared. */
    | 'parsed'
    | 'stored'
    | 'logged'
    /** Read piece by piece. */
    | 'loop'
    /** Handed to a call that streams it on; `name` says which. */
    | 'call';
  readonly node: ts.Node;
  readonly name: string;
}

const MAX_PLACES = 400;
const MAX_DEPTH = 40;

/** Follows the value of a request forwards: through names, members, templates, helpers and returns, to where it is used up. */
export function destinationsOf(evaluator: Evaluator, request: ts.Expression): Destination[] {
  const out: Destination[] = [];
  const seen = new Set<ts.Node>();
  const note = (kind: Destination['kind'], node: ts.Node, name = '') =>
    void (
      out.some((known) => known.kind === kind && known.node === node) ||
      out.push({ kind, node, name })
    );

  const follow = (at: ts.Node, depth: number): void => {
    evaluator.tick();
    const { parent } = at;
    if (!parent || seen.has(at) || seen.size > MAX_PLACES || depth > MAX_DEPTH) return;
    seen.add(at);
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
      return member(parent, depth);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return parent.expression === at ? follow(parent, depth) : argument(at, parent, depth);
    if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent))
      return names(parent.name, parent, depth);
    if (ts.isBinaryExpression(parent)) return binary(at, parent, depth);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
      return returned(parent, depth);
    if (ts.isJsxExpression(parent)) return note('screen', parent);
    if (ts.isForOfStatement(parent) && parent.expression === at) {
      note('loop', parent);
      if (ts.isVariableDeclarationList(parent.initializer))
        parent.initializer.declarations.forEach((declaration) =>
          names(declaration.name, declaration, depth + 1),
        );
      return;
    }
    if (ts.isYieldExpression(parent)) {
      const fn = enclosing(parent);
      return fn && leave(fn, depth + 1);
    }
    if (
      ts.isIfStatement(parent) ||
      ts.isSwitchStatement(parent) ||
      ts.isPrefixUnaryExpression(parent) ||
      ts.isExpressionStatement(parent) ||
      ts.isTypeOfExpression(parent)
    )
      return;
    if (ts.isConditionalExpression(parent) && parent.condition === at) return;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return follow(parent.parent, depth);
    if (ts.isSpreadAssignment(parent)) return follow(parent.parent, depth);
    if (ts.isTemplateSpan(parent)) return follow(parent.parent, depth);
    follow(parent, depth);
  };

  const names = (name: ts.BindingName, declaration: Declaration, depth: number): void => {
    if (ts.isIdentifier(name)) {
      const assigned =
        ts.isVariableDeclaration(declaration) ||
        ts.isBindingElement(declaration) ||
        ts.isParameter(declaration);
      if (assigned) referencesTo(declaration, name.text).forEach((id) => follow(id, depth + 1));
    } else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) names(element.name, element, depth);
  };

  const member = (access: ts.PropertyAccessExpression, depth: number): void => {
    const name = access.name.text;
    const call = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) {
      // Bookkeeping is not the answer.
      if (
        /^(usage|id|length|finish_reason|finishReason|model|created|status|ok|total_tokens|object|controller|headers|statusText)$/.test(
          name,
        )
      )
        return;
      return follow(access, depth);
    }
    if (
      /^(match|matchAll|split|includes|startsWith|endsWith|indexOf|search|test|lastIndexOf)$/.test(
        name,
      )
    )
      return note('parsed', call, name);
    if (/^(then|map|flatMap|forEach)$/.test(name)) {
      const callback = call.arguments[0] && unwrap(call.arguments[0]);
      if (callback && isFunction(callback)) {
        const [parameter] = callback.parameters;
        if (parameter) names(parameter.name, parameter, depth + 1);
      } else if (callback) argument(call.arguments[0], call, depth);
      return follow(call, depth);
    }
    if (
      /^(to\w*Response|pipe\w*|toReadableStream|on|once|getReader|consumeStream|pipeThrough|pipeTo|mergeIntoDataStream|toUIMessageStream|toDataStream|toAIStream|tee)$/.test(
        name,
      )
    )
      note('call', call, name);
    if (/^(abort|close|cancel|on|once)$/.test(name)) return;
    follow(call, depth);
  };

  const argument = (
    at: ts.Node,
    call: ts.CallExpression | ts.NewExpression,
    depth: number,
  ): void => {
    const callee = unwrap(call.expression);
    const path =
      dottedName(callee) ?? (ts.isPropertyAccessExpression(callee) ? ['?', callee.name.text] : []);
    const name = path[path.length - 1] ?? '';
    const receiver = path.length > 1 ? path[path.length - 2] : '';
    const settled = ts.isIdentifier(callee) ? promiseOf(callee) : undefined;
    if (settled) return follow(settled, depth + 1);
    if (
      /^(console|logger|log|winston)$/.test(path[0] ?? '') ||
      (/^(debug|info|warn|error)$/.test(name) &&
        path.length > 1 &&
        !/controller|observer|subscriber/.test(receiver))
    )
      return note('logged', call, name);
    if (
      path.join('.') === 'JSON.parse' ||
      /^(parse|safeParse|parseAsync|parseJson\w*|extractJson|jsonrepair|fromJson|validate)$/i.test(
        name,
      )
    )
      return note('parsed', call, name);
    if (
      path.join('.') === 'JSON.stringify' ||
      /^(String|Promise\.\w+|structuredClone|Object\.\w+|Array\.\w+|encode|Buffer\.from|marked|from|all)$/.test(
        path.join('.'),
      ) ||
      name === 'encode'
    )
      return follow(call, depth);
    // A function of the workspace is followed into, whatever it is called.
    const own = optionsOf(evaluator.evaluate(callee), 2).some(({ kind }) => kind === 'function');
    if (
      !own &&
      ((/^(json|send|end|write|enqueue|sendEvent|writeSSE|respond|render|sse|success|ok|emit|next|data|append|writeln)$/.test(
        name,
      ) &&
        !/^(socket|bot|channel|process|formData|form|params)$/.test(receiver)) ||
        /^(Response|NextResponse|StreamingTextResponse|createUIMessageStreamResponse|createDataStreamResponse|streamToResponse|OpenAIStream|LangChainAdapter|createStreamDataTransformer)$/.test(
          name,
        ) ||
        (name === 'json' && path.length <= 2))
    ) {
      note('response', call, name);
      if (/Stream/.test(name)) note('call', call, name);
      return follow(call, depth);
    }
    if (
      /^(reply|followUp|editReply|sendMessage|say|replyWithMarkdown|replyWithHTML|postMessage|sendText|editMessageText|update|react|chatUpdate)$/.test(
        name,
      ) ||
      (name === 'send' && /channel|message|interaction|user|ws|socket/.test(receiver))
    )
      return note(
        name === 'postMessage' && /webview|panel|view|window|self|port/i.test(receiver)
          ? 'screen'
          : 'chat',
        call,
        name,
      );
    if (/^(writeFile|writeFileSync|appendFile|appendFileSync)$/.test(name))
      return note('stored', call, name);
    if (
      /^(insert|create|createMany|save|saveMessage|set|setItem|put|upsert|add|addDoc|setDoc|updateDoc|writeFile|writeFileSync|appendFile|insertOne|updateOne|store|persist)$/.test(
        name,
      ) &&
      path.length > 1 &&
      !/^(controller|res|response|reply)$/.test(receiver)
    )
      return note('stored', call, name);
    if (
      /^set[A-Z]/.test(name) ||
      /^(dispatch|commit|patch|alert|showInformationMessage|openTextDocument|showTextDocument|createWebviewPanel|insertSnippet|insertText|\$set)$/.test(
        name,
      ) ||
      (/^(replace|insert)$/.test(name) && /edit/i.test(receiver))
    )
      return note('screen', call, name);
    if (/^(push|unshift|concat)$/.test(name) && ts.isPropertyAccessExpression(callee))
      return held(callee.expression, depth);
    const index = call.arguments?.findIndex((item) => item === at) ?? -1;
    let known = false;
    for (const option of optionsOf(evaluator.evaluate(callee), 2)) {
      const parameter = option.kind === 'function' ? option.node.parameters[index] : undefined;
      if (!parameter) continue;
      known = true;
      names(parameter.name, parameter, depth + 2);
    }
    if (!known) note('call', call, name);
    follow(call, depth + 1);
  };

  /** A list or text that the value is put into. */
  const held = (target: ts.Expression, depth: number): void => {
    const inner = unwrap(target);
    // A Vue `ref` is what the template shows.
    if (ts.isPropertyAccessExpression(inner) && inner.name.text === 'value')
      return note('screen', inner);
    if (!ts.isIdentifier(inner)) return;
    const declaration = lookup(inner);
    for (const id of identifiersNamed(inner.getSourceFile(), inner.text))
      if (id !== inner && lookup(id) === declaration && declaration) follow(id, depth + 1);
  };

  const binary = (at: ts.Node, node: ts.BinaryExpression, depth: number): void => {
    const operator = node.operatorToken.kind;
    const assigns =
      operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
    if (!assigns) {
      const joins = [
        ts.SyntaxKind.PlusToken,
        ts.SyntaxKind.BarBarToken,
        ts.SyntaxKind.QuestionQuestionToken,
        ts.SyntaxKind.AmpersandAmpersandToken,
      ].includes(operator);
      if (joins) return follow(node, depth);
      if (
        [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken].includes(
          operator,
        ) &&
        ts.isStringLiteralLike(unwrap(node.right))
      )
        note('parsed', node, 'comparison');
      return;
    }
    if (node.right !== at) return;
    const left = unwrap(node.left);
    const text = left.getText();
    if (ts.isIdentifier(left)) return held(left, depth);
    const name = accessedName(left) ?? '';
    if (/^(ctx|context)\.(response\.)?body$/.test(text) || /^(res|response)\./.test(text))
      return note('response', node, name);
    if (
      /^(value|innerText|textContent|innerHTML|innertext|current)$/.test(name) ||
      text.startsWith('this.')
    )
      return note('screen', node, name);
    if (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left))
      held(left.expression, depth);
  };

  const returned = (node: ts.Node, depth: number): void => {
    const fn = ts.isArrowFunction(node) ? node : enclosing(node);
    if (!fn) return;
    const parent = fn.parent;
    // A callback hands its value to the call it stands in.
    if (
      ts.isCallExpression(parent) &&
      parent.arguments.some((item) => item === fn) &&
      !outsideCallers(evaluator, fn).length
    )
      return follow(parent, depth + 1);
    leave(fn, depth);
  };

  const leave = (fn: ts.FunctionLikeDeclaration, depth: number): void => {
    if (seen.has(fn)) return;
    seen.add(fn);
    for (const { entry } of outsideCallers(evaluator, fn))
      if (GIVEN_BACK.has(entry.kind)) note('response', fn, entry.what);
    for (const use of usesOf(evaluator, fn)) {
      if (use.kind === 'call') follow(use.node, depth + 1);
      else if (use.kind === 'argument') follow(use.call, depth + 1);
    }
  };

  follow(request, 0);
  return out;
}

/** The promise that calling `resolve` settles: `new Promise((resolve) => …)`. */
function promiseOf(callee: ts.Identifier): ts.NewExpression | undefined {
  const declaration = lookup(callee);
  const executor = declaration && ts.isParameter(declaration) ? declaration.parent : undefined;
  return executor &&
    ts.isNewExpression(executor.parent) &&
    executor.parent.expression.getText() === 'Promise' &&
    executor.parameters[0] === declaration
    ? executor.parent
    : undefined;
}

/** Callers that pass a result on to a waiting person. */
const GIVEN_BACK: ReadonlySet<EntryKind> = new Set(['http', 'page', 'action', 'rpc', 'query']);
