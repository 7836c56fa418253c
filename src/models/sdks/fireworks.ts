import { gateway } from './gateway';

/** Source: docs.fireworks.ai, "OpenAI compatibility". */
export const fireworks = gateway({
  id: 'fireworks',
  vendor: 'Fireworks',
  hosts: ['api.fireworks.ai'],
  key: {
    variables: ['FIREWORKS_API_KEY', 'FIREWORKS_AI_API_KEY'],
    names: /FIREWORKS_?(?:AI_?)?API|FIREWORKS_?AI_?KEY/,
  },
  pages: {
    keys: 'https://app.fireworks.ai/settings/users/api-keys',
    limits: 'app.fireworks.ai/account/billing',
  },
  elsewhere: {
    names: ['fireworks'],
    aiSdk: { packages: ['@ai-sdk/fireworks'], provider: 'fireworks', maker: 'createFireworks' },
    langchain: '{ChatFireworks,Fireworks,FireworksEmbeddings}',
  },
});
