import { gateway } from './gateway';

/** Source: openrouter.ai/docs, "Authentication", "API Reference" and "App Attribution". */
export const openRouter = gateway({
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
});
