import type { Endpoint, Nature, Parts, Sdk, Service } from '../sdk';

const TEXT: Nature = {
  kind: 'text',
  limit: 'maxOutputTokens',
  cutOff: "{piece}.candidates?.[0]?.finishReason === 'MAX_TOKENS'",
};

/** Source: ai.google.dev/gemini-api/docs/interactions. */
const INTERACTION: Parts = {
  input: { role: 'user', roles: true },
  system_instruction: { role: 'instructions', roles: true },
};

/** What raw HTTP asks for. Source: ai.google.dev/api. */
const endpoints: readonly Endpoint[] = [
  { path: 'models/*:generateContent', ...TEXT },
  { path: 'models/*:streamGenerateContent', ...TEXT, streams: true },
  { path: 'models/*:{embedContent,batchEmbedContents}', kind: 'embedding' },
  { path: 'models/*:countTokens', kind: 'management' },
  { path: 'models/*:predict*', kind: 'image' },
  // Its copy of OpenAI's API.
  { path: 'chat/completions', kind: 'text', limit: 'max_tokens', conversation: true },
  { path: 'embeddings', kind: 'embedding' },
  { path: '{models,files,cachedContents}', kind: 'management' },
];

/**
 * Keys of Maps and Firebase, which pages may hold, begin with `AIza` as well: that alone makes none
 * of this service's.
 */
const service: Service = {
  id: 'google',
  vendor: 'Google',
  hosts: ['generativelanguage.googleapis.com'],
  endpoints,
  keyHeaders: ['x-goog-api-key', 'authorization'],
  keyParameter: 'key',
  key: {
    start: 'AIza',
    shapes: [],
    family: /^AIza/,
    variables: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    names: /GEMINI|GOOGLE_?GENERATIVE_?AI|GOOGLE_?(?:GEN_?)?AI_?(?:API|STUDIO)/,
    hint: /gemini|google_?(generative|gen)?_?ai/i,
  },
  pages: { keys: 'https://aistudio.google.com/apikey', limits: 'aistudio.google.com/usage' },
  elsewhere: {
    names: ['google', 'google-genai', 'google-vertexai', 'vertex'],
    families: /^gemini-/,
    aiSdk: {
      packages: ['@ai-sdk/google', '@ai-sdk/google-vertex'],
      provider: '{google,vertex}',
      maker: '{createGoogleGenerativeAI,createGoogle,createVertex}',
    },
    langchain: '{ChatGoogleGenerativeAI,ChatGoogle,ChatVertexAI,GoogleGenerativeAIEmbeddings}',
  },
};

const shared: Omit<
  Sdk,
  'id' | 'title' | 'packages' | 'clients' | 'requests' | 'payload' | 'copies'
> = {
  service,
  parts: {
    contents: { role: 'user', roles: true },
    message: { role: 'user', roles: true },
    prompt: { role: 'user' },
    systemInstruction: { role: 'instructions', roles: true },
    system_instruction: { role: 'instructions', roles: true },
    messages: { role: 'user', roles: true, list: true },
    input: { role: 'user', roles: true },
  },
  mediaKeys: ['inlineData', 'fileData'],
  options: {
    stream: 'stream',
    retries: 'attempts',
    signal: 'abortSignal',
    transport: 'fetch',
    formats: ['responseMimeType', 'responseSchema', 'responseJsonSchema'],
    formatHolders: [],
    formatMakers: '{}',
    choices: [],
  },
  outputLimits: ['maxOutputTokens', 'max_output_tokens', 'max_tokens'],
  ownRetries: 0,
  // Both throw errors with the status of the answer: `ApiError`, `GoogleGenerativeAIFetchError`.
  failures: { by: 'status' },
  endSigns: ['finishReason', 'finish_reason'],
  instructionRoles: [],
};

/** Source: googleapis/js-genai, `README.md` and `src/types.ts`. */
export const google: Sdk = {
  ...shared,
  id: 'google',
  title: 'Google’s Gen AI SDK',
  packages: ['@google/genai'],
  clients: [
    {
      call: 'GoogleGenAI',
      made: 'new',
      undeclared: true,
      keys: ['apiKey'],
      endpoints: ['httpOptions.baseUrl'],
    },
  ],
  copies: 'chats.create',
  requests: [
    { call: 'models.generateContent', ...TEXT },
    { call: 'models.generateContentStream', ...TEXT, streams: true },
    { call: 'sendMessage', ...TEXT },
    { call: 'sendMessageStream', ...TEXT, streams: true },
    { call: 'interactions.create', ...TEXT, parts: INTERACTION },
    { call: 'models.embedContent', kind: 'embedding' },
    { call: 'models.{countTokens,computeTokens}', kind: 'management' },
    { call: 'agents.create', kind: 'other', common: true },
    {
      call: 'models.{generateImages,editImage,upscaleImage,recontextImage,segmentImage}',
      kind: 'image',
    },
    { call: 'models.generateVideos', kind: 'video' },
    {
      // Never a name of any kind: each call of a file would be looked at.
      call:
        '{models,files,caches,batches,tunings,operations,authTokens,documents,fileSearchStores,' +
        'interactions}.' +
        '{get*,list*,create*,update*,delete*,upload*,download*,cancel*,countTokens,' +
        'computeTokens,register*,tune,validate*,import*}',
      kind: 'management',
      common: true,
    },
  ],
  payload: { body: 0, inner: ['config', 'generationConfig'] },
};

/** The SDK before that. Source: google-gemini/deprecated-generative-ai-js, `docs/reference`. */
export const googleOlder: Sdk = {
  ...shared,
  id: 'google-generative-ai',
  title: 'Google’s Generative AI SDK',
  packages: ['@google/generative-ai'],
  clients: [
    {
      call: 'GoogleGenerativeAI',
      made: 'new',
      undeclared: true,
      // `new GoogleGenerativeAI(key)`
      keys: [''],
      endpoints: [],
    },
  ],
  copies: '{getGenerativeModel,getGenerativeModelFromCachedContent,startChat}',
  requests: [
    { call: '{generateContent,sendMessage}', ...TEXT },
    { call: '{generateContentStream,sendMessageStream}', ...TEXT, streams: true },
    { call: '{embedContent,batchEmbedContents}', kind: 'embedding' },
    { call: 'countTokens', kind: 'management' },
  ],
  payload: {
    body: 'client',
    inner: ['generationConfig'],
    input: { at: 0, name: 'contents' },
  },
};
