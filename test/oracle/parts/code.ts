import type { Draft } from './draft';

/** A client, as it is made in a page. */
export function made(key: string): string {
  return `new OpenAI({ apiKey: ${key}, dangerouslyAllowBrowser: true })`;
}

/** The import of the SDK, and statements that make a client. */
export function withClient(draft: Draft, statements: (made: string) => string[]): void {
  draft.imports.push("import OpenAI from 'openai';");
  draft.top.unshift(...statements(made(draft.key)));
}

const CHAT = 'https://api.openai.com/v1/chat/completions';

/** The payload as an object. */
export function payloadOf(draft: Draft): string {
  const list = draft.list ?? `[${draft.messages.join(', ')}]`;
  if (draft.api === 'AI SDK')
    return `{ ${[`model: openai.chat(${draft.model})`, `messages: ${list}`, ...draft.settings].join(', ')} }`;
  const name = draft.api === 'responses' ? 'input' : 'messages';
  const named = name === list ? list : `${name}: ${list}`;
  const model = draft.model === 'model' ? 'model' : `model: ${draft.model}`;
  return `{ ${[model, named, ...draft.settings].join(', ')} }`;
}

/** The statements that ask with a payload. */
export function callOf(draft: Draft, payload: string): string[] {
  switch (draft.api) {
    case 'responses':
      return [`const completion = await ${draft.receiver}.responses.create(${payload});`];
    case 'chat':
      return [`const completion = await ${draft.receiver}.chat.completions.create(${payload});`];
    case 'version 3':
      return [
        `const answered = await ${draft.receiver}.createChatCompletion(${payload});`,
        'const completion = answered.data;',
      ];
    case 'axios':
      return [
        `const answered = await axios.post('${CHAT}', ${payload}, {`,
        `  headers: { Authorization: \`Bearer \${${draft.key}}\`, 'Content-Type': 'application/json' },`,
        '});',
        'const completion = answered.data;',
      ];
    case 'AI SDK':
      return [`const completion = await generateText(${payload});`];
    default: {
      const headers =
        draft.receiver === 'headers'
          ? 'headers'
          : `headers: { Authorization: \`Bearer \${${draft.key}}\`, 'Content-Type': 'application/json' }`;
      return [
        `const response = await ${draft.requester ?? `fetch('${CHAT}'`}, {`,
        "  method: 'POST',",
        `  ${headers},`,
        `  body: JSON.stringify(${payload}),`,
        '});',
        'const completion = await response.json();',
        'if (!response.ok) throw new Error(completion.error.message);',
      ];
    }
  }
}

/** The text of the answer. */
export function textOf({ api }: Draft): string {
  if (api === 'AI SDK') return 'completion.text';
  return api === 'responses' ? 'completion.output_text' : 'completion.choices[0].message.content';
}
