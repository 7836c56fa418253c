import type { Dialect } from '../models/frameworks/dialect';
import { defaultOf, type Loaded } from '../models/frameworks/loaded';
import { AI_KEY, aiImports, LIMITED } from './aiSdkRoute';
import { answerLimits, hasTimeLimit, TIME_LIMIT, withLimit } from './answerLimits';
import { checkLines, historyCheck, limitLines, textsCheck } from './fields';
import { inStyle } from '../edits/inStyle';
import { indent } from './lines';
import { loadLine } from './loadLine';
import { isAiSdk, isBytes } from './methods';
import { neededConstants, neededImports } from './needs';
import type { RouteFile, RouteSpec } from './route';
import { FIRST_KEY } from './routeKey';
import { streaming } from './streaming';
import { formLines, hasFile } from './upload';

const COMMENT = `// The key stays on the server: the SDK reads ${FIRST_KEY.variable} from the environment.`;
const OWN_COMMENT = '// The key stays on the server.';

/** The text of a route's module, and what it loads. */
type RouteText = Pick<RouteFile, 'text' | 'loads'>;

/**
 * A route's module: checked input, the request, a 429 with Retry-After, other failures as 502.
 * `undefined` when the framework has no way for what is asked: to stream, to take a file, to answer
 * with bytes.
 */
export function routeText(spec: RouteSpec, dialect: Dialect): RouteText | undefined {
  const settled = withSettings(withLimit(spec), dialect);
  const request = requestLines(settled, dialect);
  const takesFile = hasFile(spec.fields);
  if (!request || (takesFile && !dialect.upload)) return undefined;
  const loaded = loadedBy(spec, dialect);
  const lines: string[] = [
    ...loaded.map((item) => loadLine(item, spec.commonJs === true)),
    '',
    ...block(dialect.settings ?? []),
    ...block([...limitLines(spec.fields), ...answerLimits(spec, dialect.timeLimit)]),
    ...block(spec.needs ? neededConstants(spec.needs, spec.typescript) : []),
    ...block(dialect.setup ?? []),
    ...block(historyCheck(spec)),
    ...block(textsCheck(spec)),
    ...block(dialect.before ?? []),
    ...within(dialect, [
      opening(spec, dialect),
      ...indent([
        ...reading(spec, dialect),
        ...spec.fields.flatMap((field) =>
          checkLines(field, (message) => dialect.answer(failure(spec, message), 400)),
        ),
        'try {',
        ...indent([...clientLines(settled, dialect), ...request]),
        '} catch (error) {',
        ...indent(failing(spec, dialect)),
        '}',
      ]),
      dialect.close,
    ]),
    ...(spec.commonJs && dialect.exported !== undefined
      ? ['', `module.exports = { ${dialect.exported} };`]
      : []),
    '',
  ];
  return { text: inStyle(lines.join('\n'), spec), loads: loaded.map(({ from }) => from) };
}

/** Lines with an empty one behind them; nothing where there are none. */
function block(lines: readonly string[]): string[] {
  return lines.length > 0 ? [...lines, ''] : [];
}

function within({ within: outer }: Dialect, handler: readonly string[]): readonly string[] {
  return outer ? [...outer.open, ...indent(handler), outer.close] : handler;
}

/** A route that is not built with the page reads the page's settings from the environment. */
function withSettings(spec: RouteSpec, { bundled }: Dialect): RouteSpec {
  const onServer = (line: string) => line.replaceAll('import.meta.env.', 'process.env.');
  return bundled
    ? spec
    : {
        ...spec,
        payload: spec.payload.map(onServer),
        clientOptions: spec.clientOptions?.map(onServer) ?? [],
      };
}

/** What a route's module loads: the SDK first. */
function loadedBy(
  { method, needs, clientOptions = [] }: RouteSpec,
  { imports, key, sdk }: Dialect,
): Loaded[] {
  const sdks = isAiSdk(method)
    ? aiImports(method, key !== undefined || clientOptions.length > 0)
    : [defaultOf(sdk ?? 'openai', 'OpenAI')];
  return [...sdks, ...(needs ? neededImports(needs) : []), ...imports];
}

function opening({ commonJs }: RouteSpec, { open, exported }: Dialect): string {
  return exported === undefined || commonJs ? open : `export ${open}`;
}

/**
 * The client with the key of the server, made when it is needed: a build, or a server without a key,
 * must not end while its module is loaded. The AI SDK's own provider reads the key when it asks.
 */
function clientLines(
  { method, clientOptions = [], key: own }: RouteSpec,
  { key = own && `process.env.${own.variable}` }: Dialect,
): string[] {
  const properties = [...(key === undefined ? [] : [`apiKey: ${key},`]), ...clientOptions];
  const made = isAiSdk(method) ? 'createOpenAI(' : 'new OpenAI(';
  if (properties.length === 0) return isAiSdk(method) ? [] : [COMMENT, `const openai = ${made});`];
  const [first, ...more] = properties;
  const comment = own ? OWN_COMMENT : COMMENT;
  return more.length === 0
    ? [comment, `const openai = ${made}{ ${first.slice(0, -1)} });`]
    : [comment, `const openai = ${made}{`, ...indent(properties), '});'];
}

/** The statements that read the fields of a request. */
function reading(spec: RouteSpec, { body, upload, answer }: Dialect): string[] {
  const { fields } = spec;
  const names = fields.map(({ name }) => name);
  if (upload && hasFile(fields))
    return formLines(names, upload, answer(failure(spec, 'The file is too large.'), 413));
  return names.length > 0 ? [`const { ${names.join(', ')} } = ${body};`] : [];
}

/**
 * The statements that ask OpenAI and answer with what it gives; `undefined` when the framework has
 * no way for it.
 */
function requestLines(spec: RouteSpec, { answer, bytes, stream }: Dialect): string[] | undefined {
  const { method, payload } = spec;
  if (spec.streams) return stream && streaming(spec, stream);
  if (isAiSdk(method))
    return [
      AI_KEY,
      'const { text: answer } = await generateText({',
      ...indent([...payload, `abortSignal: AbortSignal.timeout(${TIME_LIMIT}),`]),
      '});',
      ...answer('{ text: answer }', 200),
    ];
  const answering = isBytes(method) ? bytes?.('answer') : answer('answer', 200);
  return (
    answering && [
      `const answer = await openai.${method}({`,
      ...indent(payload),
      hasTimeLimit(spec) ? `}, { timeout: ${TIME_LIMIT} });` : '});',
      ...answering,
    ]
  );
}

/** What answers when the request has failed. */
function failing(spec: RouteSpec, { answer }: Dialect): string[] {
  const { method, plainHeaders, key = FIRST_KEY } = spec;
  const header = plainHeaders ? "['retry-after']" : "get('retry-after')";
  const limited = isAiSdk(method)
    ? LIMITED
    : [
        'if (error instanceof OpenAI.RateLimitError) {',
        `  const seconds = error.headers?.${header} ?? '10';`,
      ];
  return [
    ...limited,
    ...indent(
      answer(
        failure(spec, 'Too many requests, please try again in a moment.'),
        429,
        "{ 'Retry-After': seconds }",
      ),
    ),
    '}',
    `console.error('The request to ${key.vendor} failed:', error instanceof Error ? error.message : error);`,
    ...answer(failure(spec, 'The answer could not be fetched.'), 502),
  ];
}

/**
 * The body of an answer that is none. A page that has read OpenAI's answers by itself finds the
 * words where OpenAI puts them: platform.openai.com, "Error codes".
 */
function failure({ asApi }: RouteSpec, message: string): string {
  return asApi ? `{ error: { message: '${message}' } }` : `{ error: '${message}' }`;
}
