import { WHOLE_ERRORS } from '../libraries/httpClients';
import type { Nature, Sdk } from '../sdk';
import { openAI, openai } from './openai';

const TEXT: Nature = { kind: 'text', limit: 'max_tokens' };

// Its failures are axios's, and its streams Node's.
const { failures: _, stopsStream: __, ...kept } = openai;

/**
 * Version 3 of OpenAI's SDK, on axios: it never tries again, and its failures are those of axios.
 * Source: openai-node 3.3 `api.ts`.
 */
export const openaiV3: Sdk = {
  ...kept,
  id: 'openai-v3',
  // Its requests go through axios.
  failures: { by: 'response', mark: 'isAxiosError', holds: WHOLE_ERRORS },
  title: 'OpenAI’s SDK, version 3',
  service: openAI,
  clients: [
    {
      call: 'OpenAIApi',
      undeclared: true,
      made: 'new',
      keys: ['apiKey'],
      endpoints: ['basePath'],
      browserFlag: 'dangerouslyAllowBrowser',
    },
  ],
  wrappers: [{ call: 'Configuration', undeclared: true, holds: 'options' }],
  requests: [
    { call: 'createChatCompletion', ...TEXT },
    { call: 'createCompletion', ...TEXT, plain: true },
    { call: 'createEdit', kind: 'other', parts: { input: { role: 'user', roles: true } } },
    { call: 'createEmbedding', kind: 'embedding' },
    { call: 'createModeration', kind: 'moderation', parts: { input: { role: 'user' } } },
    { call: '{createImage,createImageEdit,createImageVariation}', kind: 'image' },
    { call: '{createTranscription,createTranslation,createSpeech}', kind: 'audio' },
    { call: 'createFineTune', kind: 'management' },
    {
      call: '{list*,retrieve*,delete*,cancel*,create*,download*}',
      kind: 'management',
      common: true,
    },
  ],
  ownRetries: 0,
};
