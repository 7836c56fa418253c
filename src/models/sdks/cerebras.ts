import { gateway } from './gateway';

/** Source: inference-docs.cerebras.ai, "QuickStart" and "OpenAI Compatibility". */
export const cerebras = gateway({
  id: 'cerebras',
  vendor: 'Cerebras',
  hosts: ['api.cerebras.ai'],
  key: {
    start: 'csk-',
    shapes: [/(?<![A-Za-z0-9_-])csk-[a-z0-9]{48}(?![A-Za-z0-9_-])/g],
    family: /^csk-/,
    variables: ['CEREBRAS_API_KEY'],
    names: /CEREBRAS/,
  },
  pages: { keys: 'https://cloud.cerebras.ai', limits: 'cloud.cerebras.ai' },
  elsewhere: {
    names: ['cerebras'],
    aiSdk: { packages: ['@ai-sdk/cerebras'], provider: 'cerebras', maker: 'createCerebras' },
    langchain: 'ChatCerebras',
  },
  sdk: {
    title: 'Cerebras’s SDK',
    package: '@cerebras/cerebras_cloud_sdk',
    name: 'Cerebras',
    limit: 'max_completion_tokens',
  },
});
