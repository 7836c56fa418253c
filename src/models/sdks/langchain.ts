import type { Client, Nature, Request, Sdk } from '../sdk';
import { azureOpenAI } from './azure';
import { namesOf, servicesOf } from './elsewhere';
import { openAI, options } from './openai';

const model: Omit<Client, 'call'> = {
  made: 'new',
  keys: ['apiKey', 'openAIApiKey', 'azureOpenAIApiKey', 'configuration.apiKey', 'openaiApiKey'],
  endpoints: ['configuration.baseURL', 'configuration.basePath', 'baseURL', 'azureOpenAIEndpoint'],
  browserFlag: 'configuration.dangerouslyAllowBrowser',
};

/** A method that runs what it is called on. */
function runs(call: string, nature: Nature): Request {
  return { call, on: 'chain', model: 'receiver', api: 'langchain {name}', ...nature };
}

/**
 * LangChain JS and LangGraph. Source: `libs/langchain-openai` of langchainjs; older code imports
 * the same classes from `langchain/*`.
 */
const own: Sdk = {
  id: 'langchain',
  title: 'LangChain',
  service: openAI,
  packages: ['langchain', '@langchain/*'],
  shared: true,
  clients: [
    {
      ...model,
      call:
        '{AzureChatOpenAI,AzureOpenAI,AzureOpenAIEmbeddings,AzureChatOpenAIResponses,' +
        'AzureOpenAIChat,ChatAzureOpenAI}',
      service: azureOpenAI,
    },
    {
      ...model,
      call:
        '{ChatOpenAI,OpenAI,OpenAIEmbeddings,ChatOpenAIResponses,OpenAIChat,DallEAPIWrapper,' +
        'OpenAIWhisperAudio,OpenAIModerationChain}',
    },
  ],
  requests: [
    runs('{invoke,call,predict,predictMessages,run,batch,generate,generatePrompt}', {
      kind: 'text',
    }),
    runs('{stream,streamEvents,streamLog}', { kind: 'text', streams: true }),
    runs('{apply,transform}', { kind: 'other' }),
    runs('{embedQuery,embedDocuments,similaritySearch*,maxMarginalRelevanceSearch}', {
      kind: 'other',
    }),
    runs('{addDocuments,addTexts,getRelevantDocuments,createVectorStore}', { kind: 'other' }),
    {
      // `SupabaseVectorStore.fromDocuments(docs, new OpenAIEmbeddings(), …)` embeds its documents
      // at once.
      call: ['{fromDocuments,fromTexts}', '*.{fromDocuments,fromTexts}'],
      on: 'package',
      model: 'arguments',
      api: 'langchain {name}',
      kind: 'other',
    },
  ],
  payload: { body: 'client', settings: 1, input: { at: 0, name: 'input' } },
  parts: {},
  templates: {
    text: 'fromTemplate',
    list: 'fromMessages',
    instructs: 'System*',
    roles: ['system', 'developer'],
  },
  options: { ...options, formats: ['response_format', 'responseFormat'] },
  outputLimits: ['maxTokens', 'maxCompletionTokens', 'maxOutputTokens', 'max_tokens', 'modelArgs'],
  structuring: { methods: '{withStructuredOutput,fromZodSchema}', classes: /Json|Structured/ },
  ownRetries: 6,
  // It hands the failure of the vendor's own SDK on, OpenAI's with its status. Source: langchainjs
  // `libs/providers/langchain-openai/src/utils/client.ts`.
  failures: { by: 'status', handedOn: true },
  // `signal` of `RunnableConfig`. Source: langchainjs, release 0.3 of `@langchain/core`.
  signalSince: { package: '@langchain/core', from: [0, 3] },
  endSigns: ['finish_reason'],
  instructionRoles: ['system', 'developer'],
};

/** LangChain with what these vendors' files say of their models in it. */
export function langchainWith(vendors: readonly Sdk[]): Sdk {
  const services = servicesOf(vendors);
  return {
    ...own,
    clients: [
      ...own.clients,
      ...services.flatMap((service) =>
        service.elsewhere?.langchain
          ? [{ ...model, call: service.elsewhere.langchain, service }]
          : [],
      ),
    ],
    // Source: langchainjs, `libs/langchain/src/chat_models/universal.ts` and `src/agents`.
    modelValues: [{ call: '{initChatModel,createAgent,createDeepAgent}()', named: true }],
    modelNames: namesOf([openAI, azureOpenAI, ...services]),
    namedByCalls: true,
  };
}
