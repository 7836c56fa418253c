import {
  aiImports,
  beginStream,
  LIMITED,
  sendParts,
  STREAM_NAMES,
  streamSettings,
} from './aiSdkRoute';
import { inStyle } from './inStyle';
import { isAiSdk, isBytes, type Method } from './methods';
import { formLines, hasFile, MAX_FILE_SIZE, WEB_UPLOAD, type Upload } from './upload';

/** A value that the browser sends with its request, and how the server checks it. */
export interface Field {
  readonly name: string;
  /** A `part` is text that stands in a prompt of the server's; it may be empty. With a `file` everything is sent as a form. */
  readonly kind: 'text' | 'part' | 'picture' | 'history' | 'number' | 'choice' | 'file';
  /** The values a choice may have. */
  readonly options?: readonly string[];
  /** The page holds the choice as any text. */
  readonly isText?: boolean;
}

/** A server route that makes one request to OpenAI in the browser's place. */
export interface RouteSpec {
  /** Last segment of its address: `chat`. */
  readonly name: string;
  /** The method of the SDK: `chat.completions.create`. */
  readonly method: Method;
  /** The payload as code, with the fields by their names, one property a line, not indented. */
  readonly payload: readonly string[];
  readonly fields: readonly Field[];
  readonly streams: boolean;
  /** The stream goes on as OpenAI's own events, for a page that reads those by itself; else as JSON, one object a line. */
  readonly asEvents?: boolean;
  /** Up to version 4 of the SDK an error's headers are an object, from 5 on they are `Headers`. */
  readonly plainHeaders: boolean;
  readonly typescript: boolean;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation; two spaces when it is not given. */
  readonly indent?: string;
}

/** A file of the route, where the browser reaches it, and what else has to change for that. */
export interface RouteFile {
  readonly file: string;
  readonly text: string;
  /** The address for `fetch`, the same origin's. */
  readonly url: string;
  /** A file that the route needs beside it and that does not exist yet. */
  readonly beside?: { readonly file: string; readonly text: string };
  /** Packages the route needs beside `openai`. */
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  /** Address of the server beside the development server, which must pass `/api` on to it. */
  readonly behind?: string;
  /** Changes of other files that exist: an entry in a table of routes. */
  readonly patches?: readonly Patch[];
  /** The `import` and the statement that put the route into an application file that exists. */
  readonly mount?: {
    readonly file: string;
    /** The variable that holds the application. */ readonly app: string;
    readonly importLine: string;
    readonly statement: string;
  };
  /** How the page asks it, as code, where its path on the same origin does not do. */
  readonly asked?: Asking;
  /** Where the server keeps its secrets during development, by its path inside the package, when it does not share the page's files. */
  readonly envFile?: string;
  /** What a person must do for it, as sentences. */
  readonly note?: string;
}

/** Replacements of `start` to `end` (UTF-16 offsets) in a file, by its path inside the package. */
export interface Patch {
  readonly file: string;
  readonly edits: readonly {
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
}

/** The address and the headers of a request, as code of the page. */
export interface Asking {
  readonly address: string;
  /** Entries beside the content type: `Authorization: …`. */
  readonly headers?: readonly string[];
}

/** How a framework's handler reads and answers; everything else is the same everywhere. */
export interface Dialect {
  /** Lines before everything: imports of the framework. */
  readonly imports: readonly string[];
  /** The line that opens the handler, and the one that closes it. */
  readonly open: (typescript: boolean) => string;
  readonly close: string;
  /** An expression for the parsed body; it must not throw. */
  readonly body: string;
  /** How a form with a file is read; without it the framework's routes take none. */
  readonly upload?: Upload;
  /** A statement that answers JSON, with headers as code. */
  readonly answer: (json: string, status: number, headers?: string) => readonly string[];
  /** A statement that answers with a `ReadableStream` of newline-separated JSON. */
  readonly stream: (body: string) => readonly string[];
  /** A statement that answers with the bytes of a `Response` of the SDK; without it the framework has none. */
  readonly bytes?: (response: string) => readonly string[];
  /** Vite builds the route with the page: `import.meta.env` holds settings there, elsewhere the process's environment does. */
  readonly bundled?: boolean;
  /** How the client of a secret is made, when the environment alone does not do. */
  readonly client?: string;
  /** Functions that the handler needs, before it. */
  readonly before?: (typescript: boolean) => readonly string[];
  /** What the SDK is imported from, where that is not its bare name. */
  readonly sdk?: string;
  /** The client is made at each request: when the module is loaded, the application has not read its environment yet. */
  readonly lateClient?: boolean;
  /** The lines around the handler when it is a member of something: a class. */
  readonly within?: { readonly open: readonly string[]; readonly close: string };
}

const MAX_LENGTH = 4000;
/** What people hand over as a whole, and what a search has found: it may be ten times as long. */
const DOCUMENT =
  /(document|docs?|article|transcript|markdown|html|code|resume|cv|context|description)$/i;
/** So many of a conversation's last messages are sent, and no more are taken. */
export const MAX_MESSAGES = 50;

/** Writes the route: checked input, the request, a 429 with Retry-After, other failures as 502. */
export function routeText(spec: RouteSpec, dialect: Dialect): string {
  const ts = spec.typescript;
  const has = (kind: Field['kind']) => spec.fields.some((field) => field.kind === kind);
  const head: string[] = [
    ...(dialect.lateClient ? [] : clientLines(spec, dialect)),
    ...(has('history') || spec.fields.some((field) => maximumOf(field) === 'MAX_LENGTH')
      ? [`const MAX_LENGTH = ${MAX_LENGTH};`]
      : []),
    ...(spec.fields.some((field) => maximumOf(field) === 'MAX_DOCUMENT_LENGTH')
      ? [`const MAX_DOCUMENT_LENGTH = 40_000;`]
      : []),
    ...(has('picture') ? [`const MAX_PICTURE_LENGTH = 4_000_000;`] : []),
    ...(has('file') ? [MAX_FILE_SIZE] : []),
    ...(has('history')
      ? [`const MAX_ANSWER_LENGTH = 40_000;`, `const MAX_MESSAGES = ${MAX_MESSAGES};`]
      : []),
  ];
  const lines: string[] = [
    ...importLines(spec, dialect),
    '',
    ...head,
    ...(head.length > 0 ? [''] : []),
    ...(has('history') ? [...historyCheck(ts), ''] : []),
    ...(dialect.before ? [...dialect.before(ts), ''] : []),
    ...within(dialect, [
      dialect.open(ts),
      ...indent([
        ...reading(spec, dialect),
        ...spec.fields.flatMap((field) => [
          `if (${badIf(field)}) {`,
          ...indent(dialect.answer(`{ error: 'Invalid ${field.name}' }`, 400)),
          '}',
        ]),
        'try {',
        ...indent([
          ...(dialect.lateClient ? clientLines(spec, dialect) : []),
          ...(spec.streams ? streaming(spec, dialect) : asking(spec, dialect)),
        ]),
        '} catch (error) {',
        ...indent([
          ...limited(spec),
          ...indent([
            ...dialect.answer(
              "{ error: 'Too many requests, please try again in a moment.' }",
              429,
              "{ 'Retry-After': seconds }",
            ),
          ]),
          '}',
          "console.error('The request to OpenAI failed:', error instanceof Error ? error.message : error);",
          ...dialect.answer("{ error: 'The answer could not be fetched.' }", 502),
        ]),
        '}',
      ]),
      dialect.close,
    ]),
    '',
  ];
  const text = lines.join('\n');
  return inStyle(
    dialect.bundled ? text : text.replaceAll('import.meta.env.', 'process.env.'),
    spec,
  );
}

/** The statements that read the fields of a request. */
function reading({ fields }: RouteSpec, { body, upload, answer }: Dialect): string[] {
  if (upload && hasFile(fields))
    return formLines(fields, upload, answer("{ error: 'The file is too large.' }", 413));
  return fields.length > 0
    ? [`const { ${fields.map(({ name }) => name).join(', ')} } = ${body};`]
    : [];
}

function within({ within: outer }: Dialect, handler: readonly string[]): readonly string[] {
  return outer ? [...outer.open, ...indent(handler), outer.close] : handler;
}

const COMMENT =
  '// The key stays on the server: the SDK reads OPENAI_API_KEY from the environment.';

function importLines(spec: RouteSpec, dialect: Dialect): string[] {
  const sdk = isAiSdk(spec.method)
    ? aiImports(spec.method, dialect.client !== undefined)
    : [`import OpenAI from '${dialect.sdk ?? 'openai'}';`];
  return [...sdk, ...dialect.imports];
}

/** The client with the key of the server. The AI SDK's own provider reads the key when it asks. */
function clientLines({ method }: RouteSpec, { client }: Dialect): string[] {
  if (!isAiSdk(method)) return [COMMENT, `const openai = ${client ?? 'new OpenAI()'};`];
  const key = /apiKey: (.*) \}/.exec(client ?? '')?.[1];
  return key === undefined ? [] : [COMMENT, `const openai = createOpenAI({ apiKey: ${key} });`];
}

function asking({ method, payload }: RouteSpec, dialect: Dialect): string[] {
  if (isAiSdk(method))
    return [
      '// The key stays on the server: the provider reads OPENAI_API_KEY from the environment.',
      'const { text: answer } = await generateText({',
      ...indent(payload),
      '});',
      ...dialect.answer('{ text: answer }', 200),
    ];
  return [
    `const answer = await openai.${method}({`,
    ...indent(payload),
    '});',
    ...(isBytes(method) ? (dialect.bytes?.('answer') ?? []) : dialect.answer('answer', 200)),
  ];
}

/** The head of the branch for a rate limit, with the seconds to wait. */
function limited({ method, plainHeaders }: RouteSpec): string[] {
  if (isAiSdk(method)) return [...LIMITED];
  return [
    'if (error instanceof OpenAI.RateLimitError) {',
    `  const seconds = error.headers?.${plainHeaders ? "['retry-after']" : "get('retry-after')"} ?? '10';`,
  ];
}

/** The stream goes to the browser one JSON object a line; a failure becomes a line of its own, and a reader who leaves stops the request. */
function streaming(spec: RouteSpec, dialect: Dialect): string[] {
  const name = spec.method === 'responses.create' ? 'event: ${chunk.type}\\n' : '';
  const send = (json: string) =>
    `controller.enqueue(encoder.encode(\`${spec.asEvents ? `${json === 'chunk' ? name : ''}data: ` : ''}\${JSON.stringify(${json})}\\n${spec.asEvents ? '\\n' : ''}\`));`;
  const lines = [
    'const aborted = new AbortController();',
    ...(isAiSdk(spec.method)
      ? [
          '// The key stays on the server: the provider reads OPENAI_API_KEY from the environment.',
          'const { fullStream } = streamText({',
          ...indent([...spec.payload, ...streamSettings(STREAM_NAMES)]),
          '});',
          ...beginStream(STREAM_NAMES),
        ]
      : [
          `const stream = await openai.${spec.method}({`,
          ...indent(spec.payload),
          '}, { signal: aborted.signal });',
        ]),
    'const encoder = new TextEncoder();',
    'const body = new ReadableStream({',
    ...indent([
      'async start(controller) {',
      ...indent([
        'try {',
        ...indent(
          isAiSdk(spec.method)
            ? sendParts(STREAM_NAMES, (text) => send(`{ text: ${text} }`))
            : [`for await (const chunk of stream) ${send('chunk')}`],
        ),
        ...(spec.asEvents && spec.method !== 'responses.create'
          ? ["  controller.enqueue(encoder.encode('data: [DONE]\\n\\n'));"]
          : []),
        '} catch {',
        `  if (!aborted.signal.aborted) ${send("{ error: 'The answer broke off.' }")}`,
        '}',
        'if (!aborted.signal.aborted) controller.close();',
      ]),
      '},',
      'cancel() {',
      '  aborted.abort();',
      '},',
    ]),
    '});',
    ...dialect.stream('body'),
  ];
  return spec.asEvents
    ? lines.map((line) => line.replaceAll('application/x-ndjson', 'text/event-stream'))
    : lines;
}

/** The constant that bounds a text. */
function maximumOf({ name, kind }: Field): 'MAX_LENGTH' | 'MAX_DOCUMENT_LENGTH' | undefined {
  if (kind !== 'text' && kind !== 'part') return undefined;
  return DOCUMENT.test(name) ? 'MAX_DOCUMENT_LENGTH' : 'MAX_LENGTH';
}

function badIf(field: Field): string {
  const { name, kind, options } = field;
  switch (kind) {
    case 'text':
      return `typeof ${name} !== 'string' || ${name}.trim() === '' || ${name}.length > ${maximumOf(field)}`;
    case 'part':
      return `typeof ${name} !== 'string' || ${name}.length > ${maximumOf(field)}`;
    case 'picture':
      return `typeof ${name} !== 'string' || !/^(data:image\\/|https:\\/\\/)/.test(${name}) || ${name}.length > MAX_PICTURE_LENGTH`;
    case 'history':
      return `!isHistory(${name})`;
    case 'number':
      return `typeof ${name} !== 'number' || !Number.isFinite(${name})`;
    case 'file':
      return `!${name} || typeof ${name} === 'string' || ${name}.size === 0 || ${name}.size > MAX_FILE_SIZE`;
    case 'choice':
      return (options ?? []).map((option) => `${name} !== '${option}'`).join(' && ');
  }
}

function historyCheck(ts: boolean): string[] {
  const signature = ts
    ? "function isHistory(value: unknown): value is { role: 'user' | 'assistant'; content: string }[] {"
    : 'function isHistory(value) {';
  return [
    '/** What the browser may send as a conversation: no system messages, no more and no longer ones than allowed. */',
    signature,
    '  return (',
    '    Array.isArray(value) &&',
    '    value.length <= MAX_MESSAGES &&',
    "    value.every((item) => (item?.role === 'user' || item?.role === 'assistant') && typeof item.content === 'string' && item.content.length <= (item.role === 'user' ? MAX_LENGTH : MAX_ANSWER_LENGTH))",
    '  );',
    '}',
  ];
}

export function indent(lines: readonly string[], by = '  '): string[] {
  return lines.map((line) => (line === '' ? line : by + line));
}

/** Code for the type of what the SDK has answered. */
export function contentType(response: string): string {
  return `${response}.headers.get('content-type') ?? 'audio/mpeg'`;
}

/** Handlers that take a `Request` and give a `Response`: most frameworks of today. */
export function webDialect(open: Dialect['open'], more: Partial<Dialect> = {}): Dialect {
  return {
    imports: [],
    open,
    close: '}',
    body: 'await request.json().catch(() => ({}))',
    upload: WEB_UPLOAD,
    answer: (json, status, headers) => [
      status === 200
        ? `return Response.json(${json});`
        : `return Response.json(${json}, { status: ${status}${headers ? `, headers: ${headers}` : ''} });`,
    ],
    stream: (body) => [
      `return new Response(${body}, { headers: { 'Content-Type': 'application/x-ndjson' } });`,
    ],
    bytes: (response) => [
      `return new Response(${response}.body, { headers: { 'Content-Type': ${contentType(response)} } });`,
    ],
    ...more,
  };
}

/** Handlers that are given a response to write to: Express and the pages router of Next.js. */
export function nodeDialect(open: Dialect['open'], more: Partial<Dialect> = {}): Dialect {
  return {
    imports: [],
    open,
    close: '}',
    body: 'req.body ?? {}',
    answer: (json, status, headers) => [
      ...(headers ? [`res.set(${headers});`] : []),
      status === 200 ? `res.json(${json});` : `res.status(${status}).json(${json});`,
      'return;',
    ],
    stream: (body) => [
      "res.setHeader('Content-Type', 'application/x-ndjson');",
      "res.on('close', () => aborted.abort());",
      `for await (const line of ${body}) res.write(line);`,
      'res.end();',
    ],
    bytes: (response) => [
      `res.setHeader('Content-Type', ${contentType(response)});`,
      `res.send(Buffer.from(await ${response}.arrayBuffer()));`,
      'return;',
    ],
    ...more,
  };
}
