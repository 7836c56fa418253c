/** The sources that the rules about failures share. */
export const RATE_LIMITS = {
  title: 'OpenAI: Rate limits',
  url: 'https://developers.openai.com/api/docs/guides/rate-limits',
};
export const ERROR_CODES = {
  title: 'OpenAI: Error codes',
  url: 'https://developers.openai.com/api/docs/guides/error-codes',
};
export const SDK_RETRIES = {
  title: 'openai-node: Retries',
  url: 'https://github.com/openai/openai-node#retries',
};
export const CWE_755 = {
  title: 'CWE-755: Improper handling of exceptional conditions',
  url: 'https://cwe.mitre.org/data/definitions/755.html',
};
export const CWE_770 = {
  title: 'CWE-770: Allocation of resources without limits or throttling',
  url: 'https://cwe.mitre.org/data/definitions/770.html',
};
