import { gateway } from './gateway';

/** Source: docs.perplexity.ai, "OpenAI Compatibility". */
export const perplexity = gateway({
  id: 'perplexity',
  vendor: 'Perplexity',
  hosts: ['api.perplexity.ai'],
  key: {
    start: 'pplx-',
    shapes: [/(?<![A-Za-z0-9_-])pplx-[A-Za-z0-9]{48}(?![A-Za-z0-9_-])/g],
    family: /^pplx-/,
    variables: ['PERPLEXITY_API_KEY', 'PPLX_API_KEY'],
    names: /PERPLEXITY|PPLX/,
  },
  pages: {
    keys: 'https://www.perplexity.ai/account/api/keys',
    limits: 'www.perplexity.ai/account/api/billing',
  },
  elsewhere: {
    names: ['perplexity'],
    families: /^sonar/,
    aiSdk: { packages: ['@ai-sdk/perplexity'], provider: 'perplexity', maker: 'createPerplexity' },
    langchain: 'ChatPerplexity',
  },
});
