import type { Sdk } from '../sdk';
import { gateway } from './gateway';

/** Source: openrouter.ai/docs, "Authentication", "API Reference" and "App Attribution". */
const api = gateway({
  id: 'openrouter',
  vendor: 'OpenRouter',
  hosts: ['openrouter.ai/api'],
  creditHeaders: ['http-referer', 'x-title', 'x-openrouter-title'],
  // The list of models is everybody's; `auth/keys` gives a person a key of their own (PKCE).
  open: ['models', 'auth/keys'],
  key: {
    start: 'sk-or-v1-',
    shapes: [/(?<![A-Za-z0-9_-])sk-or-v1-[0-9a-f]{64}(?![A-Za-z0-9])/g],
    family: /^sk-or-(v1-)?/,
    variables: ['OPENROUTER_API_KEY'],
    names: /OPEN_?ROUTER/,
  },
  pages: {
    keys: 'https://openrouter.ai/settings/keys',
    limits: 'openrouter.ai/settings/keys',
  },
  elsewhere: {
    names: ['openrouter'],
    aiSdk: {
      packages: ['@openrouter/ai-sdk-provider'],
      provider: 'openrouter',
      maker: 'createOpenRouter',
    },
    langchain: 'ChatOpenRouter',
  },
});

const TEXT = { kind: 'text', limit: 'maxCompletionTokens' } as const;

/** Source: OpenRouterTeam/typescript-sdk, `src/sdk` and `src/funcs`. */
export const openRouter: Sdk = {
  ...api,
  title: 'OpenRouter’s SDK',
  packages: ['@openrouter/sdk'],
  clients: [{ call: 'OpenRouter', made: 'new', keys: ['apiKey'], endpoints: ['serverURL'] }],
  requests: [
    { call: ['{chat,responses}.send', 'beta.responses.send'], ...TEXT },
    { call: 'callModel', ...TEXT },
    { call: 'embeddings.generate', kind: 'embedding' },
    { call: 'rerank.rerank', kind: 'other' },
    { call: 'videoGeneration.generate', kind: 'video' },
    {
      call: '{models,apiKeys,credits,generations,providers,endpoints}.{get*,list*,create,delete,update}',
      kind: 'management',
      common: true,
    },
  ],
  // Older versions take the request itself, newer ones a member with it.
  payload: {
    ...api.payload,
    inner: ['chatRequest', 'chatGenerationParams', 'responsesRequest', 'openResponsesRequest'],
  },
  outputLimits: [...api.outputLimits, ...['maxTokens', 'maxCompletionTokens', 'maxOutputTokens']],
  ownRetries: 0,
  failures: { by: 'status', name: 'statusCode' },
  endSigns: [...api.endSigns, 'finishReason'],
};
