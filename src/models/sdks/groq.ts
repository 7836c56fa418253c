import { gateway } from './gateway';

/** Source: console.groq.com/docs, "Quickstart" and "OpenAI Compatibility". */
export const groq = gateway({
  id: 'groq',
  vendor: 'Groq',
  hosts: ['api.groq.com'],
  key: {
    start: 'gsk_',
    // 52 letters and digits today.
    shapes: [/(?<![A-Za-z0-9_-])gsk_[A-Za-z0-9]{48,60}(?![A-Za-z0-9_-])/g],
    family: /^gsk_/,
    variables: ['GROQ_API_KEY'],
    names: /GROQ/,
  },
  pages: { keys: 'https://console.groq.com/keys', limits: 'console.groq.com/settings/limits' },
  elsewhere: {
    names: ['groq'],
    aiSdk: { packages: ['@ai-sdk/groq'], provider: 'groq', maker: 'createGroq' },
    langchain: 'ChatGroq',
  },
  sdk: {
    title: 'Groq’s SDK',
    package: 'groq-sdk',
    name: 'Groq',
    limit: 'max_completion_tokens',
  },
});
