import type { Nature, Sdk } from '../sdk';
import { gateway } from './gateway';

const TEXT: Nature = {
  kind: 'text',
  limit: 'maxTokens',
  cutOff: "{piece}.data.choices[0]?.finishReason === 'length'",
};
const MANAGES = '{create*,get*,list*,update*,delete*,cancel*,upload*,download*,retrieve*,start*}';

/** Its keys are 32 letters and digits, like much else. Source: docs.mistral.ai, "Quickstart". */
const api = gateway({
  id: 'mistral',
  vendor: 'Mistral',
  hosts: ['api.mistral.ai', 'codestral.mistral.ai'],
  key: { variables: ['MISTRAL_API_KEY'], names: /MISTRAL|CODESTRAL/ },
  pages: {
    keys: 'https://console.mistral.ai/api-keys',
    limits: 'admin.mistral.ai/plateforme/limits',
  },
  elsewhere: {
    names: ['mistral', 'mistralai'],
    families: /^(open-)?(mistral|mixtral|codestral|pixtral)-/,
    aiSdk: { packages: ['@ai-sdk/mistral'], provider: 'mistral', maker: 'createMistral' },
    langchain: '{ChatMistralAI,MistralAI,MistralAIEmbeddings}',
  },
});

/**
 * Mistral's SDK, and the client of its versions before 1.0. Source: mistralai/client-ts, `src/sdk`
 * and `src/models/errors/mistralerror.ts`.
 */
export const mistral: Sdk = {
  ...api,
  title: 'Mistral’s SDK',
  packages: ['@mistralai/mistralai'],
  clients: [
    {
      call: 'Mistral',
      made: 'new',
      undeclared: true,
      keys: ['apiKey'],
      endpoints: ['serverURL'],
    },
    {
      // `new MistralClient(key, endpoint)`
      call: ['default', 'MistralClient'],
      made: 'new',
      api: 'new MistralClient',
      keys: [''],
      endpoints: [],
    },
  ],
  requests: [
    { call: ['{chat,fim,agents}.complete', 'chat'], ...TEXT },
    { call: ['{chat,fim,agents}.stream', 'chatStream'], ...TEXT, streams: true },
    { call: 'chat.parse', ...TEXT, structured: true },
    { call: 'chat.parseStream', ...TEXT, structured: true, streams: true },
    { call: 'beta.conversations.{start,append,restart}', ...TEXT },
    { call: 'beta.conversations.{startStream,appendStream,restartStream}', ...TEXT, streams: true },
    { call: ['embeddings.create', 'embeddings'], kind: 'embedding' },
    {
      call: 'classifiers.{moderate,moderateChat,classify,classifyChat}',
      kind: 'moderation',
      parts: { inputs: { role: 'user' } },
    },
    { call: 'ocr.process', kind: 'other', parts: { document: { role: 'user', media: true } } },
    {
      call: 'audio.{transcriptions,speech}.{complete,stream}',
      kind: 'audio',
      parts: { file: { role: 'user', media: true }, input: { role: 'user' } },
    },
    { call: 'beta.agents.{create,update}', kind: 'other', common: true },
    { call: 'beta.observability.judges.create', kind: 'other', common: true },
    {
      call: [`{models,files,batch}.${MANAGES}`, `{beta,batch,models}.*.${MANAGES}`],
      kind: 'management',
      common: true,
    },
  ],
  parts: {
    messages: { role: 'user', roles: true, list: true },
    inputs: { role: 'user', roles: true },
    input: { role: 'user', roles: true },
    prompt: { role: 'user' },
    instructions: { role: 'instructions', roles: true },
  },
  options: {
    stream: 'stream',
    retries: 'retries',
    signal: 'signal',
    timeout: 'timeoutMs',
    transport: 'httpClient',
    formats: ['response_format', 'responseFormat'],
    formatHolders: ['completionArgs'],
    formatMakers: '{}',
    choices: ['tool_choice', 'toolChoice'],
  },
  outputLimits: ['max_tokens', 'maxTokens'],
  ownRetries: 0,
  failures: { by: 'status', name: 'statusCode' },
  endSigns: ['finishReason', 'finish_reason'],
};
