import type { Nature, Request, Sdk } from '../sdk';
import { gateway } from './gateway';

const POSTED = { body: 0, inner: ['body'], settings: 0 } as const;

/** `client.path('/chat/completions').post({ body: { … } })`. */
function posted(under: string, nature: Nature): Request {
  return { ...nature, call: 'post', under, common: true, api: under.slice(1), payload: POSTED };
}

const api = gateway({
  id: 'azure-inference',
  vendor: 'Azure AI',
  hosts: [
    ...['models.inference.ai.azure.com', '*.inference.ai.azure.com', '*.models.ai.azure.com'],
    // GitHub's models are served by it.
    'models.github.ai',
  ],
  key: {
    variables: ['AZURE_INFERENCE_KEY', 'AZURE_AI_KEY'],
    names: /AZURE_?(?:AI_?)?INFERENCE|AZURE_?AI_?(?:API_?)?KEY/,
  },
  pages: { keys: 'https://ai.azure.com', limits: 'ai.azure.com' },
});

/** Azure's client of any model. Source: azure-sdk-for-js, `sdk/ai/ai-inference-rest`. */
export const azureInference: Sdk = {
  ...api,
  title: 'Azure AI inference',
  packages: ['@azure-rest/ai-inference', '@azure/core-auth'],
  clients: [
    {
      // `ModelClient(endpoint, new AzureKeyCredential(key))`
      call: ['default', 'createClient'],
      made: 'call',
      api: 'ModelClient',
      options: [1, 0],
      keys: ['key', '0'],
      endpoints: [],
    },
  ],
  copies: 'path',
  wrappers: [{ call: 'AzureKeyCredential', holds: 'key' }],
  requests: [
    posted('/chat/completions', { kind: 'text', limit: 'max_tokens' }),
    posted('/embeddings', { kind: 'embedding' }),
    posted('/images/embeddings', { kind: 'embedding' }),
    { call: 'get', under: '/info', kind: 'management', common: true },
  ],
  ownRetries: 3,
  options: { ...api.options, signal: 'abortSignal', retries: 'maxRetries' },
};
