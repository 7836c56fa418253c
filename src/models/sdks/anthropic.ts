import type { Client, Endpoint, Nature, Sdk, Service } from '../sdk';

const MESSAGE: Nature = {
  kind: 'text',
  limit: 'max_tokens',
  limitRequired: true,
  cutOff: "{piece}.type === 'message_delta' && {piece}.delta.stop_reason === 'max_tokens'",
};
const PROMPT: Nature = {
  kind: 'text',
  plain: true,
  limit: 'max_tokens_to_sample',
  limitRequired: true,
};

/** What raw HTTP asks for. Source: docs.anthropic.com/en/api/messages. */
const endpoints: readonly Endpoint[] = [
  { path: 'messages/{batches,count_tokens}', kind: 'management' },
  { path: 'messages', ...MESSAGE, conversation: true },
  { path: 'complete', ...PROMPT },
  { path: '{models,files,organizations}', kind: 'management' },
];

const service: Service = {
  id: 'anthropic',
  vendor: 'Anthropic',
  // The second is Microsoft's, which serves its models too.
  hosts: ['api.anthropic.com', '*.services.ai.azure.com/anthropic'],
  endpoints,
  // The second is for tokens of an authorised program.
  keyHeaders: ['x-api-key', 'authorization'],
  key: {
    start: 'sk-ant-',
    // `sk-ant-api03-` and `sk-ant-admin01-` with 95 characters; what is shorter than 80 is none.
    shapes: [/(?<![A-Za-z0-9_-])sk-ant-[a-z]{2,8}\d\d-[A-Za-z0-9_-]{80,}(?![A-Za-z0-9_-])/g],
    family: /^sk-ant-([a-z]{2,8}\d\d-)?/,
    variables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
    names: /ANTHROPIC|CLAUDE/,
    hint: /anthropic|claude/i,
  },
  pages: {
    keys: 'https://console.anthropic.com/settings/keys',
    limits: 'console.anthropic.com/settings/limits',
  },
  elsewhere: {
    names: ['anthropic'],
    families: /^claude-/,
    aiSdk: {
      packages: ['@ai-sdk/anthropic'],
      provider: 'anthropic',
      maker: 'createAnthropic',
    },
    langchain: 'ChatAnthropic',
  },
};

const client: Omit<Client, 'call'> = {
  made: 'new',
  keys: ['apiKey', 'authToken'],
  endpoints: ['baseURL'],
  browserFlag: 'dangerouslyAllowBrowser',
};

const MANAGES =
  '{create*,retrieve*,list*,cancel*,delete*,archive*,upload*,update*,download*,results*,count*}';

/**
 * Anthropic's SDK, also on Bedrock, Vertex AI and Foundry. Source: anthropic-sdk-typescript 0.120
 * `src/client.ts`, `src/resources/messages/messages.ts` and `src/core/error.ts`.
 */
export const anthropic: Sdk = {
  id: 'anthropic',
  title: 'Anthropic’s SDK',
  service,
  packages: [
    '@anthropic-ai/sdk',
    '@anthropic-ai/bedrock-sdk',
    '@anthropic-ai/vertex-sdk',
    '@anthropic-ai/foundry-sdk',
  ],
  clients: [
    {
      ...client,
      call: ['default', 'Anthropic', 'Anthropic.Anthropic'],
      undeclared: true,
      api: 'new Anthropic',
    },
    { ...client, call: '{AnthropicBedrock,AnthropicVertex,AnthropicFoundry}' },
  ],
  copies: 'withOptions',
  requests: [
    {
      call: ['messages.create', 'beta.messages.create', 'beta.messages.toolRunner'],
      ...MESSAGE,
    },
    { call: ['messages.stream', 'beta.messages.stream'], ...MESSAGE, streams: true },
    { call: ['messages.parse', 'beta.messages.parse'], ...MESSAGE, structured: true },
    { call: 'completions.create', ...PROMPT },
    { call: ['messages.countTokens', 'beta.messages.countTokens'], kind: 'management' },
    { call: ['beta.agents.{create,update}', 'beta.dreams.create'], kind: 'other', common: true },
    { call: 'beta.organization.claudeTag.bundles.update', kind: 'management' },
    { call: '{post,get}', kind: 'other', common: true },
    {
      call: [`*.${MANAGES}`, `*.*.${MANAGES}`, `*.*.*.${MANAGES}`, `*.*.*.*.${MANAGES}`],
      kind: 'management',
      common: true,
    },
  ],
  unseen: {
    named: /anthropic|claude/i,
    wrappedBy: /anthropic|langfuse|langsmith|braintrust|helicone|posthog|sentry|opik|portkey/i,
  },
  payload: { body: 'first-object', settings: 'behind-body' },
  parts: {
    messages: { role: 'user', roles: true, list: true },
    system: { role: 'instructions', roles: true },
    prompt: { role: 'user' },
  },
  media: ['image', 'document'],
  options: {
    stream: 'stream',
    retries: 'maxRetries',
    signal: 'signal',
    transport: 'fetch',
    formats: ['output_format'],
    formatHolders: ['output_config'],
    formatMakers: '{zodOutputFormat,jsonSchemaOutputFormat}',
    choices: ['tool_choice'],
  },
  outputLimits: ['max_tokens', 'max_tokens_to_sample'],
  ownRetries: 2,
  rateLimits: [{ call: '**.RateLimitError', is: 'class' }],
  failures: {
    by: 'class',
    package: '@anthropic-ai/sdk',
    name: 'Anthropic',
    rateLimit: 'RateLimitError',
    any: 'APIError',
    // Source: its `MIGRATION.md`, "Web types for … `APIError.headers`".
    plainHeaders: /^\D*0\.[1-4]?\d(\.|$)/,
    members: ['error', 'headers', 'request_id', 'requestID', 'type'],
  },
  stopsStream: '.controller.abort()',
  // Source: anthropic-sdk-typescript `helpers.md`, "Methods".
  wholes: { methods: '{finalMessage,finalText}', members: '' },
  endSigns: ['stop_reason'],
  // The rules go into `system`. Source: docs.anthropic.com/en/api/messages.
  instructionRoles: [],
};
