/** The sources that the rules about streams share. */
export const STREAMING = {
  title: 'OpenAI: Streaming responses',
  url: 'https://developers.openai.com/api/docs/guides/streaming-responses',
};
export const STREAM_REFERENCE = {
  title: 'OpenAI: Streaming events',
  url: 'https://developers.openai.com/api/reference/resources/responses/streaming-events',
};
export const CWE_400 = {
  title: 'CWE-400: Uncontrolled resource consumption',
  url: 'https://cwe.mitre.org/data/definitions/400.html',
};
