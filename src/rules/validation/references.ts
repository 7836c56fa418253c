/** The sources that the rules about input share. */
export const SAFETY = {
  title: 'OpenAI: Safety best practices',
  url: 'https://developers.openai.com/api/docs/guides/safety-best-practices',
};
export const LLM01 = {
  title: 'OWASP LLM01: Prompt injection',
  url: 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/',
};
export const LLM10 = {
  title: 'OWASP LLM10: Unbounded consumption',
  url: 'https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/',
};
export const CWE_20 = {
  title: 'CWE-20: Improper input validation',
  url: 'https://cwe.mitre.org/data/definitions/20.html',
};
export const CWE_1427 = {
  title: 'CWE-1427: Improper neutralization of input used for LLM prompting',
  url: 'https://cwe.mitre.org/data/definitions/1427.html',
};
