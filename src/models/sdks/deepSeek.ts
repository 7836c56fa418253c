import { gateway } from './gateway';

/**
 * Its keys are `sk-` and 32 hexadecimal digits, like those of others. Source: api-docs.deepseek.com,
 * "Your First API Call".
 */
export const deepSeek = gateway({
  id: 'deepseek',
  vendor: 'DeepSeek',
  hosts: ['api.deepseek.com'],
  key: { start: 'sk-', variables: ['DEEPSEEK_API_KEY'], names: /DEEP_?SEEK/ },
  pages: {
    keys: 'https://platform.deepseek.com/api_keys',
    limits: 'platform.deepseek.com/usage',
  },
  elsewhere: {
    names: ['deepseek'],
    families: /^deepseek-/,
    aiSdk: { packages: ['@ai-sdk/deepseek'], provider: 'deepseek', maker: 'createDeepSeek' },
    langchain: 'ChatDeepSeek',
  },
});
