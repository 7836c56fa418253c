/**
 * What a route can call for the browser, with the types of what it gives: methods of OpenAI's SDK
 * (openai-node `api.md`), and `generateText` of the AI SDK, of whose result only the text can be
 * sent.
 */
export const METHODS = {
  'chat.completions.create': {
    answer: 'OpenAI.Chat.ChatCompletion',
    chunk: 'OpenAI.Chat.ChatCompletionChunk',
  },
  'responses.create': {
    answer: 'OpenAI.Responses.Response',
    chunk: 'OpenAI.Responses.ResponseStreamEvent',
  },
  'completions.create': { answer: 'OpenAI.Completion', chunk: 'OpenAI.Completion' },
  'images.generate': { answer: 'OpenAI.ImagesResponse', chunk: undefined },
  'embeddings.create': { answer: 'OpenAI.CreateEmbeddingResponse', chunk: undefined },
  'moderations.create': { answer: 'OpenAI.ModerationCreateResponse', chunk: undefined },
  'images.edit': { answer: 'OpenAI.ImagesResponse', chunk: undefined },
  'audio.transcriptions.create': {
    answer: 'OpenAI.Audio.Transcription',
    chunk: 'OpenAI.Audio.TranscriptionStreamEvent',
  },
  'audio.translations.create': { answer: 'OpenAI.Audio.Translation', chunk: undefined },
  'audio.speech.create': { answer: 'Response', chunk: undefined },
  generateText: { answer: '{ text: string }', chunk: undefined },
  streamText: { answer: '{ text: string }', chunk: 'string' },
} as const;

/**
 * What version 3 of the SDK called these methods. Source: openai-node, "v3 to v4 migration guide".
 */
export const V3_METHODS: Readonly<Record<string, keyof typeof METHODS | undefined>> = {
  createChatCompletion: 'chat.completions.create',
  createCompletion: 'completions.create',
  createImage: 'images.generate',
  createEmbedding: 'embeddings.create',
  createModeration: 'moderations.create',
};

/** What it called the options of its client, by their names of today. */
export const V3_OPTIONS: Readonly<Record<string, string | undefined>> = { basePath: 'baseURL' };

/** Where the SDK asks that is told no address: openai-node, `ClientOptions.baseURL`. */
export const OWN_BASE = 'https://api.openai.com/v1';

export type Method = keyof typeof METHODS;

export function isMethod(name: string | undefined): name is Method {
  return name !== undefined && Object.hasOwn(METHODS, name);
}

/** Whether a method is one of Vercel's AI SDK. */
export function isAiSdk(method: Method): boolean {
  return method === 'generateText' || method === 'streamText';
}

/** Whether what a method gives is no JSON: sound. */
export function isBytes(method: Method): boolean {
  return method === 'audio.speech.create';
}

/** Whether the `input` of a method may be a list of texts, each for itself. */
export function takesTexts(method: Method): boolean {
  return method === 'embeddings.create' || method === 'moderations.create';
}

/** Methods that work without being told a model: OpenAI's API reference, "Create image". */
const OWN_MODEL: ReadonlySet<Method> = new Set([
  'images.generate',
  'images.edit',
  'moderations.create',
]);

/** Whether a request has to say which model answers it. */
export function needsModel(method: Method): boolean {
  return !OWN_MODEL.has(method);
}
