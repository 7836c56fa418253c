import ts from 'typescript';
import { lookupName } from '../../analysis/source/scope';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { addProperty } from '../../edits/addProperty';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';
import { bareTextResponses } from '../../models/answerWays';
import { natureOf } from '../../models/vendors';
import { requestName } from '../../rules/requests';
import type { Refusal } from '../fix';
import { versionOf } from '../sdkVersion';
import { isTypeScript } from '../typescript';
import { blockStatement, inFile, type FileEdit, type Reading } from './reading';

/**
 * A stream of bare text has no place for a failure: the SDK leaves it out, and the text ends like a
 * whole one. What the SDK is told of it breaks the response off.
 */
export function brokenText(reading: Reading): readonly FileEdit[] | Refusal {
  const { call, syntax, readIn, request, workspace } = reading;
  const name = requestName(request);
  const option = natureOf(request).failureTo ?? '';
  const sent = returnedText(reading);
  if (!sent || readIn !== syntax)
    return {
      reason:
        `${name} leaves failures out of its text: read its \`fullStream\`, and tell the reader when ` +
        'a part of the type `error` comes',
    };
  const { package: from, since } = bareTextResponses;
  const version = versionOf(from, workspace.packages.of(syntax.path), workspace);
  if (version && (version[0] < since[0] || (version[0] === since[0] && version[1] < since[1])))
    return {
      reason: `version ${version.join('.')} of \`${from}\` says nothing of failures in a text stream: raise it`,
    };
  const body = call.arguments[0] && unwrap(call.arguments[0]);
  const statement = blockStatement(call);
  const [failure, response, text] = NAMES.map((list) =>
    list.find((item) => !lookupName(item, call)),
  );
  if (!body || !ts.isObjectLiteralExpression(body) || !statement || !failure || !response || !text)
    return { reason: `the options of ${name} are not written where it is called` };
  const told = tellingOption(body, option, failure, syntax);
  if (!told)
    return {
      reason:
        `\`${option}\` of ${name} is not written in place: note the failure there, and break the ` +
        'response off with it',
    };
  return inFile(syntax, [
    lines(statement, [`let ${failure}${isTypeScript(syntax) ? ': unknown' : ''};`], syntax),
    told,
    breakingOff(sent, { failure, response, text }, syntax),
  ]);
}

/** `return result.toTextStreamResponse(…);` */
function returnedText({ at }: Reading): ts.ReturnStatement | undefined {
  let node: ts.Node = at;
  while (node.parent && !ts.isReturnStatement(node)) {
    if (ts.isFunctionLike(node) || ts.isBlock(node)) return undefined;
    node = node.parent;
  }
  if (!ts.isReturnStatement(node) || !node.expression || !ts.isBlock(node.parent)) return undefined;
  const call = unwrap(node.expression);
  return ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === bareTextResponses.method
    ? node
    : undefined;
}

/** The option that hears of failures keeps the failure beside what it does. */
function tellingOption(
  body: ts.ObjectLiteralExpression,
  option: string,
  failure: string,
  syntax: Syntax,
): TextEdit | undefined {
  const known = body.properties.find((item) => propertyName(item.name) === option);
  const style = styleOf(syntax.sourceFile);
  if (!known) {
    if (body.properties.length === 0 || body.properties.some(ts.isSpreadAssignment))
      return undefined;
    const code = `${option}({ error }) {\n  console.error(error);\n  ${failure} = error;\n}`;
    const margin = indentationAt(syntax.text, body.properties[0].getStart());
    return addProperty(body, inBody(code, style).replaceAll('\n', `${style.lineBreak}${margin}`));
  }
  const fn = ts.isPropertyAssignment(known) ? unwrap(known.initializer) : known;
  if (!ts.isMethodDeclaration(fn) && !ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn))
    return undefined;
  const error = errorOf(fn);
  const last = fn.body && ts.isBlock(fn.body) ? fn.body.statements.at(-1) : undefined;
  if (error === undefined || !last || ts.isReturnStatement(last) || ts.isThrowStatement(last))
    return undefined;
  const margin = indentationAt(syntax.text, last.getStart());
  const line = inStyle(`${failure} = ${error};`, style);
  return { start: last.getEnd(), end: last.getEnd(), text: `${style.lineBreak}${margin}${line}` };
}

/** A method in the style of a file: alone it would be no program. */
function inBody(code: string, style: ReturnType<typeof styleOf>): string {
  const [head = '', ...rest] = code.split('\n');
  const inner = rest.slice(0, -1).map((line) => inStyle(line.trim(), style));
  return [head, ...inner.map((line) => `${style.indent}${line}`), rest.at(-1) ?? ''].join('\n');
}

/** Code of the failure that a listener is given: `error` of `({ error })`, `event.error`. */
function errorOf({ parameters }: ts.SignatureDeclaration): string | undefined {
  const name = parameters[0]?.name;
  if (!name) return undefined;
  if (ts.isIdentifier(name)) return `${name.text}.error`;
  const element = ts.isObjectBindingPattern(name)
    ? name.elements.find(
        (item) => (propertyName(item.propertyName) ?? item.name.getText()) === 'error',
      )
    : undefined;
  return element && ts.isIdentifier(element.name) ? element.name.text : undefined;
}

/** What the new constants may be called, the usual name first. */
const NAMES: readonly (readonly string[])[] = [
  ['failure', 'streamFailure'],
  ['response', 'answer', 'streamed'],
  ['body', 'stream', 'text'],
];

interface Names {
  readonly failure: string;
  readonly response: string;
  readonly text: string;
}

/** The response with a body that ends in the failure, if there was one. */
function breakingOff(
  sent: ts.ReturnStatement,
  { failure, response, text }: Names,
  syntax: Syntax,
): TextEdit {
  const style = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, sent.getStart());
  const code = inStyle(
    [
      `const ${response} = ${MARK};`,
      '// A failure has no place in a stream of text: the response breaks off with it.',
      `const ${text} = ${response}.body?.pipeThrough(`,
      '  new TransformStream({',
      '    flush(controller) {',
      `      if (${failure} !== undefined) controller.error(${failure});`,
      '    },',
      '  }),',
      ');',
      `return new Response(${text}, ${response});`,
    ].join('\n'),
    style,
  )
    .replaceAll('\n', `${style.lineBreak}${margin}`)
    .replace(MARK, () => sent.expression?.getText() ?? '');
  return { start: sent.getStart(), end: sent.getEnd(), text: code };
}

const MARK = 'ANSWER_AS_IT_IS';

/** Lines ahead of a statement. */
function lines(statement: ts.Statement, code: readonly string[], syntax: Syntax): TextEdit {
  const style = styleOf(syntax.sourceFile);
  const start = statement.getStart();
  const margin = indentationAt(syntax.text, start);
  return {
    start,
    end: start,
    text: code.map((line) => `${inStyle(line, style)}${style.lineBreak}${margin}`).join(''),
  };
}
