import type { Nature, Request, Sdk } from '../sdk';
import { azureOpenAI } from './azure';
import { namesOf, servicesOf } from './elsewhere';
import { openAI } from './openai';

const LIMITED = {
  limit: { package: 'ai', since: { 0: 'maxTokens', 5: 'maxOutputTokens' } },
} as const;

/** A call of the package that is told its model among its options. */
function asks(call: string, nature: Nature): Request {
  return { call, on: 'package', model: { option: 'model' }, api: '{name}', ...nature };
}

/**
 * Vercel's AI SDK with the providers of OpenAI and Azure. Source: `packages/ai/src` and
 * `packages/openai/src` of vercel/ai.
 */
const own: Sdk = {
  id: 'ai-sdk',
  title: 'AI SDK',
  service: openAI,
  packages: ['ai', '@ai-sdk/openai', '@ai-sdk/azure', '@ai-sdk/openai-compatible'],
  shared: true,
  clients: [
    {
      call: 'createOpenAI',
      made: 'either',
      keys: ['apiKey'],
      endpoints: ['baseURL', 'resourceName'],
    },
    {
      call: 'createAzure',
      made: 'either',
      keys: ['apiKey'],
      endpoints: ['baseURL', 'resourceName'],
      service: azureOpenAI,
    },
    // Whose it is, its address says.
    { call: 'createOpenAICompatible', made: 'call', keys: ['apiKey'], endpoints: ['baseURL'] },
  ],
  // `openai('gpt-5')`, `openai.chat('gpt-5')`, `createOpenAI({…})('gpt-5')`.
  modelValues: [
    { call: ['default()', 'openai()', 'openai.*()'] },
    { call: ['azure()', 'azure.*()'], service: azureOpenAI },
    {
      call: [
        'default.{chat,responses,completion,languageModel}()',
        'default.{embedding,embeddingModel,textEmbedding,textEmbeddingModel}()',
        'default.{image,imageModel,speech,transcription}()',
      ],
    },
    ...['createOpenAI', 'createAzure', 'createOpenAICompatible'].map((maker) => ({
      call: [`${maker}().()`, `${maker}().*()`],
    })),
  ],
  modelNames: namesOf([openAI, azureOpenAI]),
  modelPackages: {
    all: '@ai-sdk/*',
    none: ['react', 'vue', 'svelte', 'provider', 'rsc', 'ui', 'gateway'].map(
      (name) => `@ai-sdk/${name}*`,
    ),
    own: ['@ai-sdk/openai', '@ai-sdk/azure', '@ai-sdk/openai-compatible'],
  },
  runners: [{ call: '{Experimental_Agent,Agent,ToolLoopAgent}' }],
  requests: [
    asks('{generateText,experimental_generateText}', { kind: 'text', ...LIMITED }),
    // The SDK's streams do not throw. Source: ai-sdk.dev/docs, "Error Handling": `streamText`.
    asks('{streamText,experimental_streamText}', {
      kind: 'text',
      streams: true,
      failureTo: 'onError',
      ...LIMITED,
    }),
    asks('{generateObject,experimental_generateObject}', {
      kind: 'text',
      structured: true,
      ...LIMITED,
    }),
    asks('{streamObject,experimental_streamObject}', {
      kind: 'text',
      structured: true,
      streams: true,
      failureTo: 'onError',
      ...LIMITED,
    }),
    // Source: ai-sdk.dev/docs, "createAgentUIStreamResponse".
    {
      call: '{createAgentUIStream,createAgentUIStreamResponse,pipeAgentUIStreamToResponse}',
      on: 'package',
      model: { option: 'agent' },
      api: '{name}',
      kind: 'text',
      streams: true,
      parts: { uiMessages: { role: 'user', roles: true, list: true } },
    },
    asks('{embed,embedMany,experimental_embed,experimental_embedMany}', { kind: 'embedding' }),
    asks('{generateImage,experimental_generateImage}', { kind: 'image' }),
    asks('{generateSpeech,transcribe,experimental_generateSpeech,experimental_transcribe}', {
      kind: 'audio',
    }),
    asks('{generateVideo,experimental_generateVideo}', { kind: 'video' }),
    asks('{rerank,experimental_rerank}', { kind: 'other' }),
    {
      call: '{generate,respond}',
      on: 'runner',
      model: 'receiver',
      api: 'agent.{name}',
      kind: 'text',
      ...LIMITED,
    },
    {
      call: 'stream',
      on: 'runner',
      model: 'receiver',
      api: 'agent.{name}',
      kind: 'text',
      streams: true,
      ...LIMITED,
    },
  ],
  payload: { body: 0, settings: 0 },
  parts: {
    messages: { role: 'user', roles: true, list: true },
    prompt: { role: 'user', roles: true },
    system: { role: 'instructions', roles: true },
    instructions: { role: 'instructions', roles: true },
    text: { role: 'user' },
    value: { role: 'user' },
    values: { role: 'user' },
    image: { role: 'user', media: true },
    audio: { role: 'user', media: true },
  },
  media: ['image', 'file'],
  options: {
    stream: 'stream',
    retries: 'maxRetries',
    signal: 'abortSignal',
    transport: 'fetch',
    formats: ['output', 'experimental_output'],
    formatHolders: [],
    formatMakers: 'jsonSchema',
    choices: ['toolChoice'],
  },
  outputLimits: ['maxOutputTokens', 'maxTokens'],
  ownRetries: 2,
  // What has been tried again is wrapped. Source: ai-sdk.dev/docs, "Error Handling",
  // "AI_RetryError".
  failures: {
    by: 'test',
    package: 'ai',
    any: 'APICallError',
    retried: 'RetryError',
    // Source: its reference, "AI_APICallError" and "AI_RetryError".
    members: [
      'data',
      'errors',
      'isRetryable',
      'lastError',
      'reason',
      'requestBodyValues',
      'responseBody',
      'responseHeaders',
      'statusCode',
    ],
  },
  // Source: ai-sdk.dev/docs, "Stopping Streams".
  hearing: { ends: 'onFinish', stopped: 'onAbort' },
  // Source: ai-sdk.dev/docs, "streamText", "Returns".
  wholes: { methods: '', members: 'text' },
  // Its raw parts hold the vendor's own word.
  endSigns: ['finish_reason', 'finishReason'],
  instructionRoles: ['system'],
};

/** The AI SDK with what these vendors' files say of their models in it. */
export function aiSdkWith(vendors: readonly Sdk[]): Sdk {
  const services = servicesOf(vendors);
  const providers = services.flatMap((service) =>
    service.elsewhere?.aiSdk ? [{ ...service.elsewhere.aiSdk, service }] : [],
  );
  const packages = providers.flatMap((provider) => provider.packages);
  return {
    ...own,
    packages: [...(own.packages ?? []), ...packages],
    clients: [
      ...own.clients,
      ...providers.map(({ maker, service }) => ({
        call: maker,
        made: 'either' as const,
        keys: ['apiKey', 'secretAccessKey'],
        endpoints: ['baseURL'],
        service,
      })),
    ],
    modelValues: [
      ...(own.modelValues ?? []),
      ...providers.map(({ provider, maker, service }) => ({
        call: [`${provider}()`, `${provider}.*()`, `${maker}().()`, `${maker}().*()`],
        service,
      })),
    ],
    modelNames: [...(own.modelNames ?? []), ...namesOf(services)],
    modelPackages: own.modelPackages && {
      ...own.modelPackages,
      own: [...own.modelPackages.own, ...packages],
    },
  };
}
