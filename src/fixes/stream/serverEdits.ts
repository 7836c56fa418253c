import ts from 'typescript';
import { lookup, lookupName, referencesTo } from '../../analysis/source/scope';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { fitted } from '../../edits/fitted';
import { inStyle } from '../../edits/inStyle';
import { beginStream, sendParts } from '../../routes/aiSdkRoute';
import { addNamedImport } from '../../edits/addImport';
import { withProperty } from '../../edits/addProperty';
import { styleOf } from '../../edits/style';
import { isBare } from '../separate/parameterText';
import { isTypeScript } from '../typescript';
import type { Helper, Reply } from './reply';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/**
 * The statements from the request to the reply as a stream of server-sent events; `undefined` when
 * the call has options that cannot be joined.
 */
export function streamingHandler(
  { call, method, first, last, way, helper }: Reply,
  syntax: Syntax,
): TextEdit[] | undefined {
  // Names of ours must not hide the handler's.
  const free = (...names: readonly string[]) =>
    names.find((name) => !lookupName(name, call)) ?? `${names[0]}2`;
  const names = {
    aborted: free('aborted', 'gone'),
    stream: free('stream', 'answerStream'),
    encoder: free('encoder', 'textEncoder'),
    body: free('body', 'events', 'pieces'),
    parts: free('parts', 'streamParts'),
    part: free('part', 'streamPart'),
  };
  const isAi = method === 'generateText';
  const signal = `${names.aborted}.signal`;
  const asked = helper
    ? withSignal(call, signal)
    : isAi
      ? streamTextCall(call, names.aborted)
      : streamingCall(call, signal);
  if (!asked) return undefined;
  const style = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, first.getStart());
  const event = isAi
    ? (send: (text: string) => string) => sendParts(names, send)
    : method === 'responses.create'
      ? (send: (text: string) => string) => [
          `for await (const event of ${names.stream}) {`,
          `  if (event.type === 'response.output_text.delta') ${send('event.delta')}`,
          '}',
        ]
      : (send: (text: string) => string) => [
          `for await (const chunk of ${names.stream}) ${send("chunk.choices[0]?.delta?.content ?? ''")}`,
        ];
  const opening = [
    `const ${names.aborted} = new AbortController();`,
    ...(way.kind === 'web'
      ? []
      : [
          `${way.kind === 'fastify' ? `${way.name}.raw` : way.name}.on('close', () => ${names.aborted}.abort());`,
        ]),
    ...(isAi
      ? [`const { fullStream } = ${MARK};`, ...beginStream(names)]
      : [`const ${names.stream} = await ${MARK};`]),
  ];
  const lines = [
    ...opening,
    ...(way.kind === 'node' ? written(way.name, names, event) : asBody(way, names, event)),
  ];
  // The call keeps its own form; only what is new is written in the project's style.
  const code = fitted(inStyle(lines.join('\n'), style), style, margin)
    .replaceAll('\n', `${style.lineBreak}${margin}`)
    .replace(MARK, () => asked);
  return [
    { start: first.getStart(), end: last.getEnd(), text: code },
    ...(isAi ? importEdits(call, syntax) : []),
  ];
}

const MARK = 'CALL_AS_IT_IS';

function streamingCall(call: ts.CallExpression, signal: string): string | undefined {
  const [payload, options] = call.arguments;
  const object = payload && unwrap(payload);
  const settings = options && unwrap(options);
  if (
    !payload ||
    !object ||
    (settings &&
      (!ts.isObjectLiteralExpression(settings) ||
        settings.properties.some((item) => propertyName(item.name) === 'signal')))
  )
    return undefined;
  if (
    ts.isObjectLiteralExpression(object) &&
    object.properties.some((item) => propertyName(item.name) === 'stream')
  )
    return undefined;
  const asked = ts.isObjectLiteralExpression(object)
    ? withProperty(object, 'stream: true')
    : `{ ...${object.getText()}, stream: true }`;
  const property = signal === 'signal' ? signal : `signal: ${signal}`;
  const more =
    settings && ts.isObjectLiteralExpression(settings) && settings.properties.length > 0
      ? withProperty(settings, property)
      : `{ ${property} }`;
  return `${call.expression.getText()}(${asked}, ${more})`;
}

/** `ask(topic, aborted.signal)` */
function withSignal(call: ts.CallExpression, signal: string): string {
  const given = call.arguments.map((argument) => argument.getText());
  return `${call.expression.getText()}(${[...given, signal].join(', ')})`;
}

/**
 * A function that asks and gives the stream itself on, which whoever calls it stops by a signal;
 * `undefined` where it has one already.
 */
export function streamingHelper(
  { fn, call, first, last }: Helper,
  syntax: Syntax,
): TextEdit[] | undefined {
  const asked = lookupName('signal', call) ? undefined : streamingCall(call, 'signal');
  if (asked === undefined) return undefined;
  const typed = isTypeScript(syntax);
  const parameter = `signal${typed ? ': AbortSignal' : ''}`;
  const end = styleOf(syntax.sourceFile).semicolons ? ';' : '';
  const before = fn.parameters.at(-1);
  const [open] = fn.getChildren().filter(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  const added = before
    ? isBare(fn)
      ? {
          start: before.getStart(),
          end: before.getEnd(),
          text: `(${before.getText()}, ${parameter})`,
        }
      : { start: before.getEnd(), end: before.getEnd(), text: `, ${parameter}` }
    : { start: open.getEnd(), end: open.getEnd(), text: parameter };
  return [
    added,
    // What it gives is no text any more; the SDK knows its type.
    ...(fn.type ? [{ start: typeStart(fn, fn.type), end: fn.type.getEnd(), text: '' }] : []),
    {
      start: first.getStart(),
      end: last.getEnd(),
      text: `return ${isTried(call, fn) ? 'await ' : ''}${asked}${end}`,
    },
  ];
}

/** Where `: Promise<string>` begins. */
function typeStart(fn: ts.Node, type: ts.TypeNode): number {
  return fn.getSourceFile().text.lastIndexOf(':', type.getStart());
}

/** Whether a function itself catches what fails in a call, so that it must wait for it. */
function isTried(call: ts.Node, fn: ts.Node): boolean {
  for (let at = call; at !== fn && at.parent; at = at.parent)
    if (ts.isTryStatement(at)) return true;
  return false;
}

/** `generateText({ … })` as `streamText`. */
function streamTextCall(call: ts.CallExpression, aborted: string): string | undefined {
  const object = call.arguments[0] && unwrap(call.arguments[0]);
  if (
    call.arguments.length !== 1 ||
    !object ||
    !ts.isObjectLiteralExpression(object) ||
    object.properties.length === 0 ||
    object.properties.some((item) =>
      /^(abortSignal|onError|output|experimental_output|tools)$/.test(
        propertyName(item.name) ?? '',
      ),
    )
  )
    return undefined;
  return `streamText(${withProperty(object, `abortSignal: ${aborted}.signal, onError: () => undefined`)})`;
}

/** `streamText` comes in the place of `generateText`, or beside it where that is still called. */
function importEdits(call: ts.CallExpression, syntax: Syntax): TextEdit[] {
  const declaration = ts.isIdentifier(call.expression) ? lookup(call.expression) : undefined;
  const only =
    declaration &&
    ts.isImportSpecifier(declaration) &&
    referencesTo(declaration, 'generateText').length === 1 &&
    !lookupName('streamText', call);
  if (only)
    return [{ start: declaration.getStart(), end: declaration.getEnd(), text: 'streamText' }];
  const { edit } = addNamedImport(syntax, 'streamText', 'ai');
  return edit ? [edit] : [];
}

const DATA = (text: string) => `\`data: \${JSON.stringify({ content: ${text} })}\\n\\n\``;
const BROKEN = "`event: error\\ndata: ${JSON.stringify({ error: 'The answer broke off.' })}\\n\\n`";

/** The local names that the new code uses. */
interface Names {
  readonly aborted: string;
  readonly stream: string;
  readonly encoder: string;
  readonly body: string;
  readonly parts: string;
  readonly part: string;
}

function written(
  res: string,
  { aborted }: Names,
  event: (send: (text: string) => string) => string[],
): string[] {
  return [
    `${res}.setHeader('Content-Type', 'text/event-stream');`,
    'try {',
    ...event((text) => `${res}.write(${DATA(text)});`).map((line) => `  ${line}`),
    '} catch {',
    `  if (!${aborted}.signal.aborted) ${res}.write(${BROKEN});`,
    '}',
    `${res}.end();`,
  ];
}

function asBody(
  way: Reply['way'],
  { aborted, encoder, body }: Names,
  event: (send: (text: string) => string) => string[],
): string[] {
  return [
    `const ${encoder} = new TextEncoder();`,
    `const ${body} = new ReadableStream({`,
    '  async start(controller) {',
    '    try {',
    ...event((text) => `controller.enqueue(${encoder}.encode(${DATA(text)}));`).map(
      (line) => `      ${line}`,
    ),
    '    } catch {',
    `      if (!${aborted}.signal.aborted) controller.enqueue(${encoder}.encode(${BROKEN}));`,
    '    }',
    `    if (!${aborted}.signal.aborted) controller.close();`,
    '  },',
    '  cancel() {',
    `    ${aborted}.abort();`,
    '  },',
    '});',
    way.kind === 'fastify'
      ? `return ${way.name}.type('text/event-stream').send(${body});`
      : `return new Response(${body}, { headers: { 'Content-Type': 'text/event-stream' } });`,
  ];
}
