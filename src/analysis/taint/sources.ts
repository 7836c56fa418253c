import type { Entry } from '../calls/entries';
import type { SourceKind } from './flow';

/** A source as told from the path of members that leads to it. */
export interface Source {
  readonly kind: SourceKind;
  /** In words: `the request body`. */
  readonly what: string;
  /** The members below the source: the field of the body. */
  readonly field: readonly string[];
}

/** Members of a request, in the frameworks' names, and what they hold. */
const REQUEST_MEMBERS: Readonly<Record<string, string>> = {
  body: 'the request body',
  rawBody: 'the request body',
  'json()': 'the request body',
  'text()': 'the request body',
  'parseBody()': 'the request body',
  'arrayBuffer()': 'the request body',
  'blob()': 'the request body',
  'formData()': 'the form data',
  'form()': 'the form data',
  'valid()': 'the request',
  query: 'the query',
  'query()': 'the query',
  'queries()': 'the query',
  queryStringParameters: 'the query',
  searchParams: 'the query',
  'param()': 'the route parameter',
  params: 'the route parameters',
  pathParameters: 'the route parameters',
  headers: 'a header',
  'header()': 'a header',
  'get()': 'a header',
  cookies: 'a cookie',
  'cookie()': 'a cookie',
  file: 'the upload',
  files: 'the upload',
  'file()': 'the upload',
  'files()': 'the upload',
  'parts()': 'the upload',
  url: 'the address',
  nextUrl: 'the address',
  'getAll()': 'the query',
};
/** Members that lead to the request without being data of it. */
const HOLDERS = /^(req|request|ctx|context|event|c|args|nativeEvent|\$?raw|Records|\*|\d+)$/;

/** The untrusted part of a request that a path of members reaches, if it reaches one. */
export function requestSource(path: readonly string[]): Source | undefined {
  for (let index = 0; index < path.length; index++) {
    const what = REQUEST_MEMBERS[path[index]];
    if (what !== undefined) {
      // `request.url` alone is an address of the server's own making; its search part is not.
      if (/^(url|nextUrl)$/.test(path[index]) && path.length === index + 1) return undefined;
      const rest = path.slice(index + 1);
      return {
        kind: 'request',
        what,
        field: rest.filter((name) => !name.endsWith('()') && name !== 'searchParams'),
      };
    }
    if (!HOLDERS.test(path[index])) return undefined;
  }
  return undefined;
}

const PAGE_VALUE =
  /^(value|checked|text|files|detail|nativeEvent|currentTarget|target|data|innerText|textContent)$/;
const MESSAGE_MEMBERS =
  /^(text|content|cleanContent|body|message|data|args|options|match|caption|value|query|input|payload|event|command|update|say|from|toString\(\)|getString\(\)|getBody\(\)|\*|\d+|messages|Records|attachments)$/;

/** The untrusted part of what a caller outside the code hands to a parameter. */
export function entrySource(
  entry: Entry,
  index: number,
  path: readonly string[],
): Source | undefined {
  switch (entry.kind) {
    case 'http':
      if (/server action|remote function/.test(entry.what))
        return { kind: 'call', what: `the argument of ${entry.what}`, field: path };
      if (entry.what === 'the page')
        return path[0] === 'searchParams' || path[0] === 'params' || path[0] === 'query'
          ? { kind: 'request', what: 'the query', field: path.slice(1) }
          : requestSource(path);
      return requestSource(path);
    case 'page':
      return requestSource(path);
    case 'rpc':
      if (path[0] === 'input' || path[0] === 'rawInput')
        return { kind: 'call', what: `the input of ${entry.what}`, field: path.slice(1) };
      return index >= 1 || !/^(ctx|context|parent|root)$/.test(path[0] ?? 'ctx')
        ? { kind: 'call', what: `the input of ${entry.what}`, field: path }
        : undefined;
    case 'action': {
      const head = path[0] ?? '';
      if (/^(ctx|context)$/.test(head)) return undefined;
      return {
        kind: 'call',
        what: `the input of ${entry.what}`,
        field: /^(data|parsedInput|input|clientInput)$/.test(head) ? path.slice(1) : path,
      };
    }
    case 'socket':
      return { kind: 'message', what: `a message to ${entry.what}`, field: path };
    case 'chat':
      return path.length === 0 || path.some((name) => MESSAGE_MEMBERS.test(name))
        ? { kind: 'message', what: `a message to ${entry.what}`, field: path }
        : undefined;
    case 'job':
      if (/^(client|logger|step|ctx)$/.test(path[0] ?? '')) return undefined;
      return index === 0
        ? { kind: 'message', what: `the payload of ${entry.what}`, field: path }
        : undefined;
    case 'ui':
      return path.some((name) => PAGE_VALUE.test(name))
        ? { kind: 'page', what: 'a text field', field: [] }
        : undefined;
    case 'cli':
      return { kind: 'local', what: 'an argument of the command', field: path };
    case 'query':
      return { kind: 'page', what: 'what the page passes on', field: path };
    case 'tool':
    case 'stream':
    case 'detached':
      return undefined;
  }
}

/** Decorators of parameters and what they bind: Nest, TypeGraphQL, routing-controllers. */
const PARAMETER_DECORATORS: Readonly<
  Record<string, { readonly kind: SourceKind; readonly what: string }>
> = {
  Body: { kind: 'request', what: 'the request body' },
  BodyParam: { kind: 'request', what: 'the request body' },
  Query: { kind: 'request', what: 'the query' },
  QueryParam: { kind: 'request', what: 'the query' },
  Param: { kind: 'request', what: 'the route parameters' },
  Headers: { kind: 'request', what: 'a header' },
  Cookies: { kind: 'request', what: 'a cookie' },
  UploadedFile: { kind: 'request', what: 'the upload' },
  UploadedFiles: { kind: 'request', what: 'the upload' },
  Args: { kind: 'call', what: 'the arguments' },
  Arg: { kind: 'call', what: 'the arguments' },
  MessageBody: { kind: 'message', what: 'a message' },
  Payload: { kind: 'message', what: 'a message' },
  SlashOption: { kind: 'message', what: 'a message' },
  RawBody: { kind: 'request', what: 'the request body' },
};

export function decoratorSource(
  names: readonly string[],
  path: readonly string[],
): Source | undefined {
  for (const name of names) {
    if (name === 'Req' || name === 'Request' || name === 'Ctx') return requestSource(path);
    const known = PARAMETER_DECORATORS[name];
    if (known) return { ...known, field: path };
  }
  return undefined;
}

/** Types of parameters that say where their data comes from, whoever calls the function. */
export function typeSource(type: string, path: readonly string[]): Source | undefined {
  if (
    /^(Next(Api)?Request|Request|IncomingMessage|FastifyRequest|VercelRequest|HonoRequest|express\.Request|ExpressRequest|HttpRequest|APIGatewayProxyEvent(V2)?|HandlerEvent|APIContext|RequestEvent|ActionFunctionArgs|LoaderFunctionArgs|ActionArgs|Context|H3Event|KoaContext|Koa\.Context|GetServerSidePropsContext|Route\.(Action|Loader)Args)\b/.test(
      type,
    )
  ) {
    const source = requestSource(path);
    if (source) return source;
  }
  if (
    /^(Message|Discord\.Message|OmitPartialGroupDMChannel|ChatInputCommandInteraction|CommandInteraction|Interaction|ModalSubmitInteraction|TelegramBot\.Message|WAWebJS\.Message|proto\.IWebMessageInfo|NarrowedContext|Context|WAMessage|SlackEventMiddlewareArgs)\b/.test(
      type,
    ) &&
    path.some((name) => MESSAGE_MEMBERS.test(name))
  )
    return { kind: 'message', what: 'a chat message', field: path };
  if (
    /^(React\.)?(ChangeEvent|FormEvent|KeyboardEvent)\b/.test(type) &&
    path.some((name) => PAGE_VALUE.test(name))
  )
    return { kind: 'page', what: 'a text field', field: [] };
  return undefined;
}

/** Functions that read the request, or ask the person in front of the screen. */
export function callSource(
  name: string,
  path: readonly string[],
  receiver: string,
): Source | undefined {
  if (
    /^(readBody|readRawBody|readFormData|readMultipartFormData|getQuery|getRouterParams?|getRequestHeaders?|getHeaders?|getCookie|parseCookies|readValidatedBody|getValidatedQuery|getValidatedRouterParams|parseFormData|parseMultipart|parseRequestBody)$/.test(
      name,
    )
  )
    return {
      kind: 'request',
      what: /Query/.test(name)
        ? 'the query'
        : /Param/.test(name)
          ? 'the route parameters'
          : /Header|Cookie/.test(name)
            ? 'a header'
            : 'the request body',
      field: path,
    };
  if (/^(useSearchParams|useParams|useRoute|useLocalSearchParams)$/.test(name))
    return { kind: 'page', what: 'the address', field: [] };
  if (name === 'prompt' && (receiver === '' || receiver === 'window'))
    return { kind: 'page', what: 'a prompt of the page', field: [] };
  if (
    /^(showInputBox|getText|question|prompts|input|text|multiline|editor)$/.test(name) &&
    /^(vscode|window|rl|inquirer|clack|p|\w*([dD]ocument|[eE]ditor|[rR]eadline|[pP]rompts?|[iI]nterface)|)$/.test(
      receiver,
    ) &&
    !(receiver === '' && /^(text|input|editor|getText)$/.test(name))
  )
    return {
      kind: 'local',
      what: name === 'getText' ? 'the text of the editor' : 'what is typed at the prompt',
      field: [],
    };
  if (
    /^(getElementById|querySelector|useRef|useTemplateRef|createRef)$/.test(name) &&
    path.some((item) => PAGE_VALUE.test(item))
  )
    return { kind: 'page', what: 'a text field', field: [] };
  return undefined;
}
