import { gateway } from './gateway';

/** Source: docs.together.ai, "Quickstart" and "OpenAI Compatibility". */
export const together = gateway({
  id: 'together',
  vendor: 'Together',
  hosts: ['api.together.xyz', 'api.together.ai'],
  key: {
    start: 'tgp_v1_',
    shapes: [/(?<![A-Za-z0-9_-])tgp_v1_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g],
    family: /^tgp_v1_/,
    variables: ['TOGETHER_API_KEY', 'TOGETHER_AI_API_KEY'],
    names: /TOGETHER_?(?:AI_?)?API|TOGETHER_?AI_?KEY/,
  },
  pages: {
    keys: 'https://api.together.ai/settings/api-keys',
    limits: 'api.together.ai/settings/billing',
  },
  elsewhere: {
    names: ['together', 'togetherai'],
    aiSdk: { packages: ['@ai-sdk/togetherai'], provider: 'togetherai', maker: 'createTogetherAI' },
    langchain: '{ChatTogetherAI,TogetherAI,TogetherAIEmbeddings}',
  },
  sdk: {
    title: 'Together’s SDK',
    package: 'together-ai',
    name: 'Together',
    limit: 'max_tokens',
    more: [
      { call: 'videos.create', kind: 'video' },
      { call: 'rerank.create', kind: 'other' },
      { call: 'codeInterpreter.execute', kind: 'other' },
    ],
  },
});
