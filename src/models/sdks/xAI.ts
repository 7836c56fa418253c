import { gateway } from './gateway';

/** Source: docs.x.ai, "The Hitchhiker's Guide to Grok". */
export const xAI = gateway({
  id: 'xai',
  vendor: 'xAI',
  hosts: ['api.x.ai'],
  key: {
    start: 'xai-',
    // 80 letters and digits today.
    shapes: [/(?<![A-Za-z0-9_-])xai-[A-Za-z0-9]{70,120}(?![A-Za-z0-9_-])/g],
    family: /^xai-/,
    variables: ['XAI_API_KEY'],
    // Not `NGROK_AUTHTOKEN`.
    names: /(?<![A-Z])(?:X_?AI_|GROK)/,
    hint: /x_?ai|grok/i,
  },
  pages: { keys: 'https://console.x.ai', limits: 'console.x.ai' },
  elsewhere: {
    names: ['xai'],
    families: /^grok-/,
    aiSdk: { packages: ['@ai-sdk/xai'], provider: 'xai', maker: 'createXai' },
    langchain: 'ChatXAI',
  },
});
