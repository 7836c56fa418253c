import type { Model } from '../model';

/**
 * What functions of other libraries make of the text that they are given. Sources: the
 * documentation of each.
 */
export const summaries: readonly Model[] = [
  {
    id: 'identifiers',
    title: 'identifiers and hashes',
    packages: [
      'uuid',
      'nanoid',
      'crypto',
      'node:crypto',
      'bcrypt',
      'bcryptjs',
      'jsonwebtoken',
      'jose',
      'object-hash',
    ],
    summaries: [{ call: '**', gives: 'nothing' }],
  },
  {
    id: 'text-converters',
    title: 'converters of text',
    packages: [
      'marked',
      'he',
      'dompurify',
      'isomorphic-dompurify',
      'sanitize-html',
      'validator',
      'xss',
      'turndown',
    ],
    summaries: [{ call: ['default', 'default.*', '*', '*().*'], gives: 'arguments' }],
  },
  {
    id: 'copies',
    title: 'copies and promises',
    packages: ['lodash', 'lodash-es', 'lodash.*', 'rxjs', 'react', 'radash', 'es-toolkit'],
    summaries: [
      {
        call:
          '{cloneDeep,clone,merge,pick,omit,cache,memo,concat,lastValueFrom,firstValueFrom,of,' +
          'from,escape,unescape}',
        gives: 'arguments',
      },
      { call: '{truncate,take}', gives: 'bounded' },
    ],
  },
  {
    id: 'messages',
    title: 'messages and documents for models',
    packages: [
      'ai',
      '@ai-sdk/*',
      'openai',
      'openai-edge',
      '@azure/openai',
      'langchain',
      '@langchain/*',
      'langfuse',
    ],
    summaries: [
      {
        call: [
          '{convertToModelMessages,convertToCoreMessages,validateUIMessages,toFile}',
          '**.{createDocuments,splitDocuments,splitText,formatMessage}',
        ],
        gives: 'arguments',
      },
      {
        call: '**.{create,createEmbedding,createModeration,embedQuery,embedDocuments,similaritySearch*}',
        gives: 'nothing',
      },
    ],
    readers: [
      {
        call: [
          '**.audio.{transcriptions,translations}.create',
          '**.{createTranscription,createTranslation}',
        ],
        of: 'result',
        is: { kind: 'message', what: 'a recording', whole: true },
      },
    ],
  },
  {
    id: 'pages-of-others',
    title: 'pages that are fetched',
    packages: ['axios', 'got', 'ky', 'node-fetch', 'cross-fetch', 'undici', 'ofetch'],
    summaries: [{ call: ['default', 'default.get', '{fetch,get,ofetch,$fetch}'], gives: 'page' }],
  },
];
