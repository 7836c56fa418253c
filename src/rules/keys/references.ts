/** The sources that the key rules share. */
export const KEY_SAFETY = {
  title: 'OpenAI: Best practices for API key safety',
  url: 'https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety',
};
export const PRODUCTION = {
  title: 'OpenAI: Production best practices',
  url: 'https://developers.openai.com/api/docs/guides/production-best-practices',
};
export const CWE_798 = {
  title: 'CWE-798: Use of hard-coded credentials',
  url: 'https://cwe.mitre.org/data/definitions/798.html',
};
export const CWE_522 = {
  title: 'CWE-522: Insufficiently protected credentials',
  url: 'https://cwe.mitre.org/data/definitions/522.html',
};
export const CWE_200 = {
  title: 'CWE-200: Exposure of sensitive information',
  url: 'https://cwe.mitre.org/data/definitions/200.html',
};
export const LLM02 = {
  title: 'OWASP LLM02: Sensitive information disclosure',
  url: 'https://genai.owasp.org/llmrisk/llm022025-sensitive-information-disclosure/',
};
