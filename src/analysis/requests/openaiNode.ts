import ts from 'typescript';
import { dottedName } from '../source/syntax';
import { memberPath, optionsOf, type Value } from '../values/value';
import type { ClientShape, RequestShape, Sdk, SdkId } from './sdk';

/**
 * The official SDK (`openai` v3 to v7), the packages that copy its surface, and Azure's older client.
 * Source: openai-node `src/client.ts` and its v3 `api.ts`.
 */
const PACKAGES =
  /^(openai|openai-edge|openai-edge-fns|openai-fetch|@azure\/openai|@openai\/guardrails|@posthog\/ai|@posthog\/ai\/openai|@langfuse\/openai)(\/|$)/;
const MODERN: Record<string, { readonly api: string; readonly sdk: SdkId }> = {
  OpenAI: { api: 'new OpenAI', sdk: 'openai' },
  default: { api: 'new OpenAI', sdk: 'openai' },
  AzureOpenAI: { api: 'new AzureOpenAI', sdk: 'azure' },
  BedrockOpenAI: { api: 'new BedrockOpenAI', sdk: 'openai' },
  GuardrailsOpenAI: { api: 'GuardrailsOpenAI', sdk: 'openai' },
  OpenAIClient: { api: 'new OpenAIClient', sdk: 'azure' },
  OpenAIApi: { api: 'new OpenAIApi', sdk: 'openai-v3' },
};

/** Methods that send a payload, by the path from the client; distinctive enough to tell an OpenAI client that is only named as one. */
const PATHS =
  /^(chat\.completions\.(create|stream|parse|runTools|runFunctions)|completions\.create|responses\.(create|stream|parse)|embeddings\.create|moderations\.create|images\.(generate|edit|createVariation)|audio\.(speech|transcriptions|translations)\.create|realtime\.(clientSecrets|sessions)\.create|videos\.create|batches\.create|fineTuning\.jobs\.create|(beta\.)?(assistants|threads|chat|realtime|vectorStores)\.[\w.]+)$/;
const V3_METHODS =
  /^create(ChatCompletion|Completion|Embedding|Image|ImageEdit|ImageVariation|Moderation|Edit|Transcription|Translation|FineTune|Speech)$/;
const V3_OTHER = /^(list|retrieve|delete|cancel|create|download)[A-Z]\w*$/;
const AZURE_METHODS =
  /^(get|stream)(ChatCompletions|Completions|Embeddings|Images|AudioTranscription|AudioTranslation|ChatCompletionsWithAzureExtensions)$|^listChatCompletions$/;
/** SDK members that configure or read the client and send nothing. */
const NOT_REQUESTS = /^(withOptions|_\w+|buildURL|on|once|off|emit|toString)$/;
const CLIENT_NAME = /open_?ai|oai|gpt|azure|llm|(^|[a-z_])ai(client)?$|client/i;

export const openaiNode: Sdk = {
  id: 'openai',

  client(callee, args, construct) {
    const name = clientClass(callee);
    if (!name) return undefined;
    const { api, sdk } = MODERN[name];
    if (!construct && name !== 'GuardrailsOpenAI') return undefined;
    const [first, second] = args();
    if (sdk === 'openai-v3') {
      // `new OpenAIApi(new Configuration({ apiKey }))`: the key is in the configuration's own argument.
      return {
        sdk,
        api,
        keys: ['apiKey'],
        endpoints: ['basePath'],
        browserFlag: 'dangerouslyAllowBrowser',
        ...(first ? { options: first } : {}),
      };
    }
    if (name === 'OpenAIClient') {
      // `new OpenAIClient(endpoint, new AzureKeyCredential(key))`
      return {
        sdk,
        api,
        keys: ['key', '0'],
        endpoints: [],
        azure: true,
        ...((second ?? first) ? { options: second ?? first } : {}),
      };
    }
    const shape = {
      sdk,
      api,
      keys: ['apiKey', 'adminAPIKey'],
      endpoints: ['baseURL', 'endpoint'],
      browserFlag: 'dangerouslyAllowBrowser',
    };
    return {
      ...shape,
      ...(first ? { options: first } : {}),
      ...(sdk === 'azure' ? { azure: true } : {}),
    } satisfies ClientShape;
  },

  request(call, callee) {
    const { root, path } = memberPath(callee);
    if (path.length === 0) return undefined;
    const name = path[path.length - 1];
    const api = path.join('.');
    if (isClient(root)) {
      if (NOT_REQUESTS.test(name) || (path.length === 1 && !isSingleMethod(name))) return undefined;
      const v3 = root.kind === 'instance' && clientClass(root.of) === 'OpenAIApi';
      return {
        sdk: v3 ? 'openai-v3' : AZURE_METHODS.test(name) ? 'azure' : 'openai',
        api,
        client: root,
        certain: true,
      };
    }
    return byName(call, root, path);
  },
};

/** The exported class a value is, in any of the ways it can be imported; an undeclared `OpenAI` is the SDK's (a pasted snippet, a CDN build). */
export function clientClass(value: Value): string | undefined {
  if (value.kind === 'global')
    return value.name === 'OpenAI' || value.name === 'AzureOpenAI' || value.name === 'OpenAIApi'
      ? value.name
      : undefined;
  if (value.kind !== 'external' || !PACKAGES.test(value.name)) return undefined;
  const path = value.path.filter((part) => part !== 'default' && part !== 'OpenAI');
  if (path.length === 0) return value.name === '@azure/openai' ? undefined : 'OpenAI';
  return path.length === 1 && path[0] in MODERN ? path[0] : undefined;
}

/** Whether the value is `Configuration` of SDK v3. */
export function isV3Configuration(value: Value): boolean {
  return (
    (value.kind === 'external' &&
      PACKAGES.test(value.name) &&
      value.path[value.path.length - 1] === 'Configuration') ||
    (value.kind === 'global' && value.name === 'Configuration')
  );
}

function isClient(value: Value): boolean {
  if (value.kind === 'instance')
    return (
      clientClass(value.of) !== undefined ||
      (value.of.kind === 'class' && extendsClient(value.of.node))
    );
  if (value.kind === 'call') {
    const callee = memberPath(value.callee);
    if (callee.path.length > 0 && callee.path[callee.path.length - 1] === 'withOptions')
      return isClient(callee.root);
    // GuardrailsOpenAI.create({...})
    return (
      value.callee.kind === 'external' &&
      PACKAGES.test(value.callee.name) &&
      value.callee.path.includes('GuardrailsOpenAI')
    );
  }
  return false;
}

function extendsClient(node: ts.ClassLikeDeclaration): boolean {
  const base = node.heritageClauses?.[0]?.types[0]?.expression;
  return !!base && ts.isIdentifier(base) && base.text === 'OpenAI';
}

function isSingleMethod(name: string): boolean {
  return (
    V3_METHODS.test(name) ||
    V3_OTHER.test(name) ||
    AZURE_METHODS.test(name) ||
    /^(post|get)$/.test(name)
  );
}

/** A client nobody constructs in sight: `ctx.openai.chat.completions.create`, an untyped parameter, a global of a pasted snippet. */
function byName(
  call: ts.CallExpression,
  root: Value,
  path: readonly string[],
): RequestShape | undefined {
  if (!['unknown', 'global', 'parameter', 'call', 'instance'].includes(root.kind)) return undefined;
  if (root.kind === 'instance' && root.of.kind !== 'class') return undefined;
  if (root.kind === 'call' && foreignCall(root)) return undefined;
  const names = dottedName(call.expression) ?? [...path];
  const api =
    PATHS.exec(longestKnown(names))?.[0] ??
    (V3_METHODS.test(names[names.length - 1]) ? names[names.length - 1] : undefined);
  if (!api) return undefined;
  const receiver = names[names.length - api.split('.').length - 1] ?? '';
  const v3 = V3_METHODS.test(api);
  if (!CLIENT_NAME.test(receiver)) return undefined;
  return { sdk: v3 ? 'openai-v3' : 'openai', api, certain: false };
}

/** A call of another package's function, unless one of its arguments is a client it wraps (`observeOpenAI(new OpenAI())`). */
function foreignCall(value: Value & { kind: 'call' }): boolean {
  return optionsOf(value.callee).some(
    (option) =>
      option.kind === 'external' &&
      !/openai|langfuse|langsmith|braintrust|helicone|posthog|sentry|opik|portkey/i.test(
        option.name,
      ),
  );
}

/** The longest tail of a dotted name that is a known path: `ctx.openai.chat.completions.create` → `chat.completions.create`. */
function longestKnown(names: readonly string[]): string {
  for (let start = 1; start < names.length - 1; start++) {
    const tail = names.slice(start).join('.');
    if (PATHS.test(tail)) return tail;
  }
  return '';
}
