import type { Sdk, Service } from '../sdk';
import { client, endpoints, outputLimits, openAI, openai, parts, requests } from './openai';

/**
 * OpenAI's models on Azure: other hosts, another key. Source:
 * learn.microsoft.com/azure/ai-services/openai/reference.
 */
export const azureOpenAI: Service = {
  ...openAI,
  id: 'azure',
  hosts: ['*.openai.azure.com', '*.cognitiveservices.azure.com/openai', '*services.ai.azure.com'],
  endpoints,
  key: { ...openAI.key, variables: ['AZURE_OPENAI_API_KEY'] },
  elsewhere: { names: ['azure', 'azure_openai'] },
};

const OLDER = {
  payload: { body: 'first-object', settings: 'behind-body', input: { at: 1, name: 'messages' } },
} as const;

// By names alone it cannot be told from OpenAI's own.
const { unseen: _, ...seen } = openai;

/**
 * `AzureOpenAI` of OpenAI's SDK, and Azure's older client of its own. Source: azure-sdk-for-js
 * `sdk/openai/openai` 1.0.
 */
export const azure: Sdk = {
  ...seen,
  id: 'azure',
  title: 'Azure OpenAI',
  service: azureOpenAI,
  packages: [...(openai.packages ?? []), '@azure/openai', '@azure/core-auth'],
  clients: [
    {
      ...client,
      call: ['AzureOpenAI', 'OpenAI.AzureOpenAI'],
      undeclared: true,
      service: azureOpenAI,
    },
    {
      // `new OpenAIClient(endpoint, new AzureKeyCredential(key))`
      call: 'OpenAIClient',
      made: 'new',
      options: [1, 0],
      keys: ['key', '0'],
      endpoints: [],
      service: azureOpenAI,
    },
  ],
  wrappers: [{ call: '{AzureKeyCredential,OpenAIKeyCredential}', holds: 'key' }],
  requests: [
    {
      ...OLDER,
      call: '{getChatCompletions,getChatCompletionsWithAzureExtensions,listChatCompletions}',
      kind: 'text',
    },
    { ...OLDER, call: 'getCompletions', kind: 'text' },
    {
      ...OLDER,
      call: '{streamChatCompletions,streamCompletions,streamChatCompletionsWithAzureExtensions}',
      kind: 'text',
      streams: true,
    },
    { call: 'getEmbeddings', kind: 'embedding' },
    { call: 'getImages', kind: 'image' },
    { call: '{getAudioTranscription,getAudioTranslation}', kind: 'audio' },
    ...requests,
  ],
  parts,
  outputLimits: [...outputLimits, 'maxTokens'],
};
