/**
 * As much of the `openai` package as this practice needs, so that nothing has to be installed. It
 * asks the stand-in on this machine. With `npm install` the real package takes its place.
 */
const LOCAL = 'http://127.0.0.1:8788/v1';
const settings = globalThis.process?.env ?? {};

class APIError extends Error {
  constructor(status, body, headers) {
    super(`${status} ${body?.error?.message ?? 'The request failed.'}`);
    this.status = status;
    this.code = body?.error?.code;
    this.error = body?.error;
    this.headers = headers;
  }
}
class RateLimitError extends APIError {}
class APIConnectionError extends APIError {}
class APIUserAbortError extends APIError {}

export default class OpenAI {
  static APIError = APIError;
  static RateLimitError = RateLimitError;
  static APIConnectionError = APIConnectionError;
  static APIUserAbortError = APIUserAbortError;

  constructor({
    apiKey = settings.OPENAI_API_KEY,
    baseURL = settings.OPENAI_BASE_URL ?? LOCAL,
    dangerouslyAllowBrowser = false,
    maxRetries = 2,
  } = {}) {
    if (globalThis.window && !dangerouslyAllowBrowser)
      throw new Error('This client would show its key to everyone: it does not run in a browser.');
    if (!apiKey) throw new Error('Missing credentials: set OPENAI_API_KEY.');
    Object.assign(this, { apiKey, baseURL, maxRetries });
    this.chat = {
      completions: { create: (body, options) => this.ask('/chat/completions', body, options) },
    };
    this.responses = {
      create: (body, options) => this.ask('/responses', body, options).then(withText),
    };
  }

  async ask(path, body, options = {}) {
    const retries = options.maxRetries ?? this.maxRetries;
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(`${this.baseURL}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.apiKey}` },
        body: JSON.stringify(body),
        signal: options.signal,
      });
      if (response.ok) return body.stream ? eventsOf(response) : response.json();
      const failure = await response.json().catch(() => undefined);
      const Kind = response.status === 429 ? RateLimitError : APIError;
      if (attempt >= retries || (response.status !== 429 && response.status < 500))
        throw new Kind(response.status, failure, response.headers);
      await new Promise((next) => setTimeout(next, 100 * 2 ** attempt));
    }
  }
}

export { OpenAI, APIError, RateLimitError };

function withText(answer) {
  if (!answer.output) return answer;
  const parts = answer.output.flatMap(({ content = [] }) => content);
  return { ...answer, output_text: parts.map(({ text = '' }) => text).join('') };
}

async function* eventsOf(response) {
  let rest = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + piece).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.replace(/^data: /, '');
      if (data !== '[DONE]') yield JSON.parse(data);
    }
  }
}
