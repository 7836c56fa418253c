/** Methods of the SDK that a route can call for the browser, with the SDK's types of what they give. Source: openai-node `api.md`. */
export const METHODS = {
  'chat.completions.create': { answer: 'Chat.ChatCompletion', chunk: 'Chat.ChatCompletionChunk' },
  'responses.create': { answer: 'Responses.Response', chunk: 'Responses.ResponseStreamEvent' },
  'completions.create': { answer: 'Completion', chunk: 'Completion' },
  'images.generate': { answer: 'ImagesResponse', chunk: undefined },
  'embeddings.create': { answer: 'CreateEmbeddingResponse', chunk: undefined },
  'moderations.create': { answer: 'ModerationCreateResponse', chunk: undefined },
} as const;

export type Method = keyof typeof METHODS;

export function isMethod(name: string | undefined): name is Method {
  return name !== undefined && Object.hasOwn(METHODS, name);
}
