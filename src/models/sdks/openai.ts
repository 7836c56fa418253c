import type { Client, Nature, OptionNames, Parts, Request, Resource, Sdk } from '../sdk';
import { endpoints, openAI } from './openaiService';

export { endpoints, openAI };

/** Prompt-bearing parameters. Source: the API reference of each endpoint. */
export const parts: Parts = {
  messages: { role: 'user', roles: true, list: true },
  input: { role: 'user', roles: true },
  prompt: { role: 'user', roles: true },
  instructions: { role: 'instructions', roles: true },
  additional_instructions: { role: 'instructions', roles: true },
  additional_messages: { role: 'user', roles: true, list: true },
  thread: { role: 'user', roles: true },
  image: { role: 'user', media: true },
};

export const options: OptionNames = {
  stream: 'stream',
  retries: 'maxRetries',
  signal: 'signal',
  timeout: 'timeout',
  transport: 'fetch',
  formats: ['response_format'],
  formatHolders: ['text'],
  formatMakers: '{zodTextFormat,zodResponseFormat}',
  choices: ['tool_choice', 'function_call'],
};

export const outputLimits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

const CHAT: Nature = {
  kind: 'text',
  // Source: openai-node, CHANGELOG.md, 4.61.0: "add o1 models".
  limit: {
    package: 'openai',
    since: { '0': 'max_tokens', '4.61': 'max_completion_tokens' },
    elsewhere: 'max_tokens',
  },
  cutOff: "{piece}.choices[0]?.finish_reason === 'length'",
};
const RESPONSE: Nature = {
  kind: 'text',
  limit: 'max_output_tokens',
  cutOff: "{piece}.type === 'response.incomplete'",
};
/** Methods that look things up, list, store or delete them. */
const MANAGES =
  '{create*,retrieve*,list*,cancel*,del,delete*,upload*,update*,content,download*,submit*,get*,run*,stream*}';
const ASSISTING = '{assistants,threads,chat,realtime,vectorStores}';
/** What an assistant has said, its thread holds. Source: openai-node `helpers.md`, "Polling". */
const THREAD = 'beta.threads.messages.list';
const FILE: Parts = { ...parts, file: { role: 'user', media: true } };
/** What tools gave is read by the model like a prompt; whoever sends it from outside writes one. */
const OUTPUTS: Parts = { tool_outputs: { role: 'user', roles: true } };
const CONTENT: Parts = { ...parts, content: { role: 'user', roles: true } };

/** Methods by the path from the client. Source: openai-node `api.md`. */
export const requests: readonly Request[] = [
  {
    call: [
      'chat.completions.{create,runTools,runFunctions}',
      'beta.chat.completions.{create,runTools,runFunctions}',
    ],
    ...CHAT,
  },
  { call: ['chat.completions.stream', 'beta.chat.completions.stream'], ...CHAT, streams: true },
  { call: ['chat.completions.parse', 'beta.chat.completions.parse'], ...CHAT, structured: true },
  { call: ['responses.create', 'beta.responses.create'], ...RESPONSE },
  { call: ['responses.stream', 'beta.responses.stream'], ...RESPONSE, streams: true },
  { call: ['responses.parse', 'beta.responses.parse'], ...RESPONSE, structured: true },
  { call: ['responses.compact', 'beta.responses.compact'], kind: 'other', common: true },
  {
    call: ['responses.inputTokens.count', 'beta.responses.inputTokens.count'],
    kind: 'management',
  },
  {
    call: 'completions.create',
    kind: 'text',
    plain: true,
    limit: 'max_tokens',
    cutOff: "{piece}.choices[0]?.finish_reason === 'length'",
  },
  { call: 'beta.threads.runs.{create,createAndPoll}', kind: 'text', readBy: THREAD },
  {
    call: 'beta.threads.runs.{submitToolOutputs,submitToolOutputsAndPoll}',
    kind: 'text',
    readBy: THREAD,
    parts: OUTPUTS,
  },
  { call: 'beta.threads.{createAndRun,createAndRunPoll}', kind: 'text', readBy: THREAD },
  {
    call: ['beta.threads.runs.{stream,createAndStream}', 'beta.threads.createAndRunStream'],
    kind: 'text',
    streams: true,
  },
  {
    call: 'beta.threads.runs.submitToolOutputsStream',
    kind: 'text',
    parts: OUTPUTS,
    streams: true,
  },
  { call: 'beta.threads.messages.create', kind: 'other', parts: CONTENT },
  { call: 'beta.threads.{create,update}', kind: 'other' },
  { call: 'beta.assistants.{create,update}', kind: 'other' },
  { call: 'embeddings.create', kind: 'embedding' },
  { call: 'moderations.create', kind: 'moderation', parts: { input: { role: 'user' } } },
  { call: 'images.generate', kind: 'image' },
  { call: 'images.{edit,createVariation}', kind: 'image', parts: FILE },
  { call: 'audio.{speech,transcriptions,translations}.create', kind: 'audio', parts: FILE },
  { call: 'videos.{create,remix,createAndPoll}', kind: 'video' },
  { call: 'videos.{edit,extend}', kind: 'video', common: true },
  {
    call: [
      'realtime.calls.accept',
      'decisions.create',
      'audio.voices.create',
      'beta.agents.{create,update}',
      'beta.agents.sessions.{create,stream}',
    ],
    kind: 'other',
    common: true,
  },
  { call: '{post,get}', kind: 'other', common: true },
  {
    call: ['realtime.{clientSecrets,sessions}.create', 'batches.create', 'fineTuning.jobs.create'],
    kind: 'management',
  },
  {
    call: [
      `${ASSISTING}.${MANAGES}`,
      `${ASSISTING}.*.${MANAGES}`,
      `${ASSISTING}.*.*.${MANAGES}`,
      `beta.${ASSISTING}.${MANAGES}`,
      `beta.${ASSISTING}.*.${MANAGES}`,
      `beta.${ASSISTING}.*.*.${MANAGES}`,
    ],
    kind: 'management',
  },
  {
    call: [`*.${MANAGES}`, `*.*.${MANAGES}`, `*.*.*.${MANAGES}`, `*.*.*.*.${MANAGES}`],
    kind: 'management',
    common: true,
  },
];

/**
 * The classes that a client's members are of, also as `OpenAI.Embeddings`. Source: openai-node
 * `src/resources/index.ts`, `src/client.ts`.
 */
const resources: readonly Resource[] = [
  resource('{Completions,ChatCompletions}', 'chat.completions', 'chat'),
  resource('Chat.Completions', 'chat.completions'),
  resource('Completions', 'completions'),
  resource('Chat', 'chat'),
  resource('Responses', 'responses'),
  resource('Embeddings', 'embeddings'),
  resource('Moderations', 'moderations'),
  resource('Images', 'images'),
  resource('Videos', 'videos'),
  resource('Audio', 'audio'),
  resource('Audio.Speech', 'audio.speech'),
  resource('Audio.Transcriptions', 'audio.transcriptions'),
  resource('Audio.Translations', 'audio.translations'),
  resource('Speech', 'audio.speech'),
  resource('Transcriptions', 'audio.transcriptions'),
  resource('Translations', 'audio.translations'),
  resource('Beta', 'beta'),
  resource('Threads', 'beta.threads'),
  resource('Runs', 'beta.threads.runs', 'threads'),
  resource('Messages', 'beta.threads.messages', 'threads'),
];

function resource(type: string, at: string, within?: string): Resource {
  return { call: [type, `OpenAI.${type}`], at, ...(within === undefined ? {} : { within }) };
}

/** What every class of client has in common. */
export const client = {
  made: 'new',
  keys: ['apiKey', 'adminAPIKey'],
  endpoints: ['baseURL', 'endpoint'],
  browserFlag: 'dangerouslyAllowBrowser',
} as const satisfies Omit<Client, 'call'>;

/**
 * The official SDK (`openai` from version 4 on) and the packages that copy its surface. Source:
 * openai-node `src/client.ts`.
 */
export const openai: Sdk = {
  id: 'openai',
  title: 'OpenAI’s SDK',
  service: openAI,
  packages: [
    'openai',
    // The same on JSR.
    '@openai/openai',
    'openai-fetch',
    '@openai/guardrails',
    '@posthog/ai',
    '@langfuse/openai',
  ],
  clients: [
    {
      ...client,
      call: ['default', 'OpenAI', 'OpenAI.OpenAI'],
      undeclared: true,
      api: 'new OpenAI',
    },
    { ...client, call: 'BedrockOpenAI' },
    {
      ...client,
      call: ['GuardrailsOpenAI', 'GuardrailsOpenAI.create'],
      made: 'either',
      api: 'GuardrailsOpenAI',
      guards: ['input', 'preflight', 'pre_flight'],
    },
  ],
  copies: 'withOptions',
  resources,
  requests,
  unseen: {
    named: /open_?ai|oai|gpt|azure|llm|(^|[a-z_])ai(client)?$|client/i,
    wrappedBy: /openai|langfuse|langsmith|braintrust|helicone|posthog|sentry|opik|portkey/i,
  },
  payload: { body: 'first-object', settings: 'behind-body' },
  parts,
  media: ['image_url', 'input_image', 'input_audio', 'input_file', 'file'],
  options,
  outputLimits,
  ownRetries: 2,
  rateLimits: [{ call: '**.RateLimitError', is: 'class' }],
  // The codes of the API and what its messages say. Source: developers.openai.com, "Error codes".
  rateLimitWords:
    /rate.?limit|too.?many.?requests|insufficient.?quota|quota.?exceeded|\b429\b|resource.?exhausted/i,
  quotaWords: /quota|billing/i,
  failures: {
    by: 'class',
    package: 'openai',
    name: 'OpenAI',
    rateLimit: 'RateLimitError',
    any: 'APIError',
    plainHeaders: /^\D*4(\.|$)/,
    // Source: its `src/core/error.ts`; `request_id` is what version 4 calls it.
    members: ['code', 'error', 'headers', 'param', 'request_id', 'requestID', 'type'],
  },
  // Source: platform.openai.com/docs/guides/reasoning, "Controlling costs".
  thinking: /^(o\d|gpt-5)/,
  // 8,192 tokens or less. Source: platform.openai.com/docs/models, "GPT-4".
  narrow: /^gpt-4(-0314|-0613)?$/,
  // Source: platform.openai.com/docs/models, "max output tokens": 16,384 or more.
  wide: /^(gpt-4o(?!-2024-05-13)|gpt-4\.1|chatgpt-4o)/,
  stopsStream: '.controller.abort()',
  // Source: openai-node `helpers.md`, "Chat Events", "Methods".
  wholes: {
    methods: '{finalContent,finalMessage,finalChatCompletion,finalResponse}',
    members: '',
  },
  endSigns: ['finish_reason', 'incomplete_details', 'response.incomplete'],
  instructionRoles: ['system', 'developer'],
};
