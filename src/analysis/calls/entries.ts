import ts from 'typescript';
import { dottedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { memberName } from './positions';

/** Who calls a function that the code itself never calls. */
export type EntryKind =
  | 'http'
  | 'page'
  | 'action'
  | 'rpc'
  | 'socket'
  | 'chat'
  | 'job'
  | 'ui'
  | 'cli'
  | 'tool'
  | 'stream'
  | 'detached'
  | 'query';

/** A function that a framework, a library or the platform calls. */
export interface Entry {
  readonly kind: EntryKind;
  /** For messages: `the route handler`, `the listener of "message"`. */
  readonly what: string;
  /** The caller deals with what is thrown: it keeps it as state, or gives it to the model. */
  readonly catches?: boolean;
  /** The caller runs it again when it fails, with growing delays. */
  readonly retries?: boolean;
}

/** Calls whose callback runs where the call stands: what it throws or returns goes on there. */
const TIMERS =
  /^(setTimeout|setInterval|setImmediate|queueMicrotask|requestIdleCallback|requestAnimationFrame|nextTick)$/;
const EFFECTS =
  /^(useEffect|useLayoutEffect|useInsertionEffect|onMounted|onMount|onBeforeMount|watch|watchEffect|createEffect|\$effect|componentDidMount)$/;
const HTTP_VERBS =
  /^(get|post|put|patch|delete|del|all|use|route|options|head|handle|openapi|addRoute)$/;
const HTTP_RECEIVER =
  /^(\w*[aA]pp|\w*[rR]out(er|es?)|server|api|fastify|express|hono|koa|instance|web|http|srv|elysia)$/;
const HTTP_CALLS =
  /^(defineEventHandler|eventHandler|defineLazyEventHandler|defineCachedEventHandler|cachedEventHandler|createServer|serve|onRequest|defineWebSocketHandler|createAPIFileRoute|json|createRoute|withApiAuthRequired|apiHandler|wrapApiHandler)$/;
const QUERIES =
  /^(useQuery|useMutation|useSuspenseQuery|useInfiniteQuery|useSWR|useSWRMutation|useSWRImmutable|useAsync|useAsyncFn|useRequest|useAsyncData|useLazyAsyncData|createAsyncThunk|createResource|createQuery|createMutation|queryOptions|mutationOptions)$/;
const TOOLS =
  /^(tool|createTool|registerTool|dynamicTool|DynamicTool|DynamicStructuredTool|addTool|defineTool|StructuredTool)$/;
const CHAT_EVENTS =
  /^(message|messages|text|messageCreate|interactionCreate|message_create|messages\.upsert|app_mention|channel_post|callback_query|inline_query|voice|photo|document|message:\w+|msg|mention)$/;
const CHAT_RECEIVER = /bot|telegraf|discord|slack|whats|client|sock|telegram|\bapp\b|ev$|composer/i;
const PACKAGE_CHAT =
  /telegraf|grammy|discord|slack|whatsapp|baileys|telegram|matrix|botpress|venom|line\/bot|twitch|tmi\.js/i;

/** Calls that run their callback themselves and give back what it gives. Everything unknown is taken for one. */
const ARRAY_METHODS =
  /^(map|flatMap|filter|reduce|reduceRight|some|every|find|findIndex|sort|from)$/;

export type Registration =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'here' }
  | { readonly kind: 'detached'; readonly what: string };

/** What a call does with a function it is given. */
export function registrationOf(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  property: string | undefined,
): Registration {
  const callee = unwrap(call.expression);
  const names =
    dottedName(callee) ??
    (ts.isPropertyAccessExpression(callee)
      ? ['?', callee.name.text]
      : ts.isCallExpression(callee)
        ? (dottedName(callee.expression) ?? [])
        : []);
  const name = names[names.length - 1] ?? '';
  const receiver = names.length > 1 ? names[names.length - 2] : receiverName(callee);
  const entry = (kind: EntryKind, what: string, more: Partial<Entry> = {}): Registration => ({
    kind: 'entry',
    entry: { kind, what, ...more },
  });
  const [first] = call.arguments ?? [];
  const topic = first && ts.isStringLiteralLike(first) ? first.text : undefined;
  const imports = importedFrom(evaluator, callee);

  if (TIMERS.test(name)) return { kind: 'detached', what: `\`${name}\`` };
  if (EFFECTS.test(name)) return entry('ui', `the effect \`${name}\``);
  if (QUERIES.test(name))
    return entry('query', `\`${name}\``, {
      catches: true,
      retries: /Query|SWR/.test(name) && !/Mutation/.test(name),
    });
  if (TOOLS.test(name)) return entry('tool', `the tool made by \`${name}\``, { catches: true });
  if (property !== undefined && /^(execute|func)$/.test(property))
    return entry('tool', `the tool's \`${property}\``, { catches: true });
  if (property !== undefined && /^(GET|POST|PUT|PATCH|DELETE|ANY|ALL)$/.test(property))
    return entry('http', `the handler of \`${property}\``);
  if (ts.isNewExpression(call)) {
    if (name === 'Promise') return { kind: 'here' };
    if (/^(ReadableStream|TransformStream|Readable|Transform|PassThrough)$/.test(name))
      return entry('stream', `\`${property ?? 'start'}\` of the \`${name}\``);
    if (name === 'Worker' && topic !== undefined)
      return entry('job', `the worker of the queue "${topic}"`);
    if (/^(ApolloServer|GraphQLServer)$/.test(name)) return entry('rpc', 'the resolver');
    if (name === 'CronJob') return { kind: 'detached', what: 'the cron job' };
    return { kind: 'here' };
  }
  if (/^(createYoga|createSchema|makeExecutableSchema|mergeResolvers|buildSchema)$/.test(name))
    return entry('rpc', 'the resolver');
  if (name === 'createFunction' || name === 'task' || name === 'schemaTask' || name === 'defineJob')
    return entry('job', `the job \`${name}\``, { retries: true });
  if (name === 'run' && receiver === 'step') return entry('job', 'the step', { retries: true });
  if (name === 'process' && /queue/i.test(receiver)) return entry('job', 'the queue’s processor');
  if (/^(schedule|scheduleJob)$/.test(name)) return { kind: 'detached', what: 'the scheduled job' };
  if (name === 'forEach') return { kind: 'detached', what: '`forEach`' };
  if (ARRAY_METHODS.test(name)) return { kind: 'here' };
  if (
    /^(query|mutation|subscription|resolve)$/.test(name) &&
    !imports.some((from) => /pg|sql|prisma/.test(from)) &&
    index === 0 &&
    ts.isPropertyAccessExpression(callee)
  )
    return entry('rpc', `the procedure \`${name}\``);
  if (
    /^(defineAction|createSafeAction|createServerFn|server\$|action\$|routeAction\$|routeLoader\$|formAction)$/.test(
      name,
    )
  )
    return entry('action', `the server function \`${name}\``);
  if (
    /^(handler|action|serverAction|stateAction)$/.test(name) &&
    (names[0] === '?' ||
      /createServerFn|actionClient|safeAction|ActionClient|authAction/i.test(callee.getText())) &&
    index === 0
  )
    return entry('action', 'the server function');
  if (
    name === 'action' &&
    (topic !== undefined ||
      /program|command|cli/i.test(receiver) ||
      /\.command\(|\.argument\(|\.option\(/.test(callee.getText()))
  )
    return CHAT_RECEIVER.test(receiver) && imports.some((from) => PACKAGE_CHAT.test(from))
      ? entry('chat', 'the bot’s handler')
      : entry('cli', 'the command');
  if (/^(registerCommand|registerTextEditorCommand)$/.test(name))
    return entry('ui', `the command "${topic ?? ''}"`);
  if (
    /^(on|once|addListener|addEventListener|subscribe|onText|hears|command|start|help|message|event|shortcut|view|mention)$/.test(
      name,
    )
  )
    return listener(name, receiver, topic, imports, entry);
  if (
    HTTP_CALLS.test(name) ||
    /^(onCall|https\.onRequest)$/.test(name) ||
    (name === 'serve' && (receiver === 'Deno' || receiver === 'Bun' || receiver === ''))
  )
    return entry('http', `the handler given to \`${name}\``);
  if (
    HTTP_VERBS.test(name) &&
    (HTTP_RECEIVER.test(receiver) || topic?.startsWith('/') || property === 'handler')
  )
    return entry(
      'http',
      `the handler of \`${names.slice(-2).join('.')}${topic === undefined ? '' : `('${topic}')`}\``,
    );
  // Azure Functions. Source: learn.microsoft.com/azure/azure-functions/functions-reference-node, "Inputs and outputs".
  if (name === 'http' && property === 'handler')
    return entry('http', `the function "${topic ?? ''}"`);
  if (
    /^(timer|storageQueue|storageBlob|serviceBusQueue|serviceBusTopic|eventHub|eventGrid|cosmosDB)$/.test(
      name,
    ) &&
    property === 'handler'
  )
    return entry('job', `the function "${topic ?? ''}"`);
  if (/^(handle|registerFunction)$/.test(name) && /ipc/i.test(receiver))
    return entry('rpc', `the handler of "${topic ?? ''}"`);
  return { kind: 'here' };
}

function listener(
  name: string,
  receiver: string,
  topic: string | undefined,
  imports: readonly string[],
  entry: (kind: EntryKind, what: string) => Registration,
): Registration {
  const label = topic === undefined ? `\`${name}\`` : `"${topic}"`;
  if (
    /^(document|window|element|button|form|input|\w*Btn|\w*Button|\w*Form|\w*El|\w*Element)$/.test(
      receiver,
    )
  )
    return entry('ui', `the listener of ${label}`);
  if (imports.some((from) => PACKAGE_CHAT.test(from)))
    return entry('chat', `the bot’s handler of ${label}`);
  if (
    /^(onText|hears|command|start|help|mention|shortcut|view)$/.test(name) ||
    (name === 'message' && CHAT_RECEIVER.test(receiver)) ||
    (name === 'event' && CHAT_RECEIVER.test(receiver))
  )
    return entry('chat', `the bot’s handler of ${label}`);
  if (
    topic !== undefined &&
    CHAT_EVENTS.test(topic) &&
    !/^(ws|wss|socket|io|connection|conn|worker|process|server|webSocket|websocket)$/.test(
      receiver,
    ) &&
    CHAT_RECEIVER.test(receiver)
  )
    return entry('chat', `the bot’s handler of ${label}`);
  if (/^(ws|wss|socket|io|connection|conn|webSocket|websocket|client)$/.test(receiver))
    return entry('socket', `the listener of ${label}`);
  return { kind: 'detached', what: `the listener of ${label}` };
}

/** The packages a callee comes from: its own import, or that of the object it is a method of. */
export function importedFrom(evaluator: Evaluator, callee: ts.Expression): string[] {
  let root = callee;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root))
    root = unwrap(root.expression);
  if (!ts.isIdentifier(root)) return [];
  return optionsOf(evaluator.evaluate(root), 4).flatMap((option) => {
    const of =
      option.kind === 'instance' ? option.of : option.kind === 'call' ? option.callee : option;
    return of.kind === 'external' ? [of.name] : [];
  });
}

/** `router` of `router.route('/x').post(…)`, `app` of `app.use(a).get(…)`. */
function receiverName(callee: ts.Expression): string {
  let at: ts.Expression = callee;
  while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at.text : '';
}

const METHOD_DECORATORS: Readonly<Record<string, EntryKind>> = {
  Get: 'http',
  Post: 'http',
  Put: 'http',
  Patch: 'http',
  Delete: 'http',
  All: 'http',
  Sse: 'http',
  Options: 'http',
  Route: 'http',
  Query: 'rpc',
  Mutation: 'rpc',
  Subscription: 'rpc',
  ResolveField: 'rpc',
  FieldResolver: 'rpc',
  MessagePattern: 'rpc',
  EventPattern: 'rpc',
  GrpcMethod: 'rpc',
  SubscribeMessage: 'socket',
  Cron: 'job',
  Interval: 'job',
  Timeout: 'job',
  Process: 'job',
  OnEvent: 'job',
  OnQueueActive: 'job',
  On: 'chat',
  Once: 'chat',
  Hears: 'chat',
  Command: 'chat',
  Start: 'chat',
  Slash: 'chat',
  SlashCommand: 'chat',
  HostListener: 'ui',
  Tool: 'tool',
};

/** A method that a framework calls because of its decorator: Nest, TypeGraphQL, discordx. */
export function decoratedEntry(fn: ts.Node): Entry | undefined {
  if (!ts.isMethodDeclaration(fn)) return undefined;
  for (const name of decoratorNames(fn)) {
    const kind = METHOD_DECORATORS[name];
    if (kind) return { kind, what: `the method \`${memberName(fn.name) ?? ''}\` (\`@${name}\`)` };
  }
  // Templates call the methods of a component.
  return ts.isClassLike(fn.parent) && decoratorNames(fn.parent).includes('Component')
    ? { kind: 'ui', what: `the component's \`${memberName(fn.name) ?? ''}\`` }
    : undefined;
}

export function decoratorNames(node: ts.Node): string[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) => {
    const names = dottedName(ts.isCallExpression(expression) ? expression.expression : expression);
    return names ? [names[names.length - 1]] : [];
  });
}

const JOB_PROPERTIES = /^(run|process|perform|handle|handler)$/;

/** A method by whose name and surroundings a platform calls it: `onMessage` of a Durable Object, `fetch` of a Worker. */
export function namedEntry(fn: ts.FunctionLikeDeclaration): Entry | undefined {
  const name = 'name' in fn ? propertyName(fn.name as ts.PropertyName | undefined) : undefined;
  if (name === undefined || !ts.isClassLike(fn.parent)) return undefined;
  if (/^(onMessage|webSocketMessage|handleMessage)$/.test(name))
    return { kind: 'socket', what: `\`${name}\`` };
  if (
    /^(componentDidMount|componentDidUpdate|connectedCallback|ngOnInit|ngAfterViewInit)$/.test(name)
  )
    return { kind: 'ui', what: `\`${name}\`` };
  if (
    JOB_PROPERTIES.test(name) &&
    decoratorNames(fn.parent).some((decorator) => /^(Processor|Injectable)$/.test(decorator)) &&
    /Processor|WorkerHost/.test(fn.parent.getText().slice(0, 300))
  )
    return { kind: 'job', what: `the processor's \`${name}\`` };
  return undefined;
}
