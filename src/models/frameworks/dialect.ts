import { named, type Loaded } from './loaded';

/**
 * How a framework's handler reads and answers, as code; everything else of a route is the same
 * everywhere.
 */
export interface Dialect {
  /** What its module loads beside the SDK. */
  readonly imports: readonly Loaded[];
  /** What its module says to the framework beside the handler, as lines behind the imports. */
  readonly settings?: readonly string[];
  /** The line that opens the handler, and the one that closes it. */
  readonly open: string;
  /**
   * The name that the opening line declares, for the route to export as its kind of module does;
   * without it, that line says so itself.
   */
  readonly exported?: string;
  readonly close: string;
  /** An expression for the parsed body; it must not throw. */
  readonly body: string;
  /** How a form with a file is read; without it the framework's routes take none. */
  readonly upload?: Upload;
  /** Statements that answer JSON, with headers as code. */
  readonly answer: (json: string, status: number, headers?: string) => readonly string[];
  /**
   * Statements that answer with a `ReadableStream` of lines, under a content type; without it no
   * route streams.
   */
  readonly stream?: (body: string, contentType: string) => readonly string[];
  /**
   * Statements that answer with the bytes of a `Response` of the SDK; without it the framework has
   * none.
   */
  readonly bytes?: (response: string) => readonly string[];
  /**
   * Vite builds the route with the page: `import.meta.env` holds settings there, elsewhere the
   * process's environment does.
   */
  readonly bundled?: boolean;
  /**
   * The expression that reads the key, where the SDK does not find it in the environment by itself.
   */
  readonly key?: string;
  /**
   * Statements behind the client and before the handler: the application of a server that is all
   * one file.
   */
  readonly setup?: readonly string[];
  /** Functions that the handler needs, before it. */
  readonly before?: readonly string[];
  /** What the SDK is imported from, where that is not its bare name. */
  readonly sdk?: string;
  /** How long a request may take where the platform ends the handler itself, in milliseconds. */
  readonly timeLimit?: number;
  /** The lines around the handler when it is a member of something: a class. */
  readonly within?: { readonly open: readonly string[]; readonly close: string };
}

/** How a handler reads a form with a file in it, as code. */
export interface Upload {
  /** The parsed form, `undefined` when it is none; it must not throw. */
  readonly form: string;
  /** The length of the body that the request names. */
  readonly length: string;
}

/** Handlers that are given a `Request`. */
const WEB_UPLOAD: Upload = {
  form: 'await request.formData().catch(() => undefined)',
  length: "request.headers.get('content-length')",
};

/**
 * Handlers whose server gives the bytes of the body, or Node's own request; `headers` is where its
 * headers are. `globalThis`, because a framework may have a type of the name `Response`.
 */
export function nodeUpload(body: string, headers: string): Upload {
  const options = `{ headers: { 'Content-Type': ${headers}['content-type'] ?? '' } }`;
  const response = `new globalThis.Response(${body}, ${options})`;
  return {
    form: `await ${response}.formData().catch(() => undefined)`,
    length: `${headers}['content-length']`,
  };
}

/** The import that `streamBody` needs. */
export const READABLE = named('node:stream', 'Readable');

/**
 * Node's own request as a body: parsers of JSON leave a form in it unread. `toWeb` names a type
 * that Node and the DOM write differently.
 */
export function streamBody(request: string, typescript: boolean): string {
  return `Readable.toWeb(${request})${typescript ? ' as ReadableStream' : ''}`;
}

/** Code for the type of what the SDK has answered. */
export function contentTypeOf(response: string): string {
  return `${response}.headers.get('content-type') ?? 'audio/mpeg'`;
}

/** Handlers that take a `Request` and give a `Response`: most frameworks of today. */
export function webDialect(open: string, more: Partial<Dialect> = {}): Dialect {
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
    stream: (body, contentType) => [
      `return new Response(${body}, { headers: { 'Content-Type': '${contentType}' } });`,
    ],
    bytes: (response) => [
      `return new Response(${response}.body, { headers: { 'Content-Type': ${contentTypeOf(response)} } });`,
    ],
    ...more,
  };
}

/** Handlers that are given a response to write to: Express and the pages router of Next.js. */
export function nodeDialect(open: string, more: Partial<Dialect> = {}): Dialect {
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
    stream: (body, contentType) => [
      `res.setHeader('Content-Type', '${contentType}');`,
      "res.on('close', () => aborted.abort());",
      `for await (const line of ${body}) res.write(line);`,
      'res.end();',
    ],
    bytes: (response) => [
      `res.setHeader('Content-Type', ${contentTypeOf(response)});`,
      `res.send(Buffer.from(await ${response}.arrayBuffer()));`,
      'return;',
    ],
    ...more,
  };
}
