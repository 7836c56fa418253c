import { memberPath, type Value } from '../values/value';
import { findWithin } from './contains';
import type { Sdk } from './sdk';

/** LangChain JS and LangGraph. Source: libs/langchain-openai of langchainjs; older code imports the same classes from `langchain/*`. */
const PACKAGES = /^(langchain|@langchain\/[\w-]+)(\/|$)/;
const MODELS =
  /^(Azure)?(ChatOpenAI|OpenAI|OpenAIEmbeddings|ChatOpenAIResponses|OpenAIChat|ChatAzureOpenAI)$|^(AzureChatOpenAI|DallEAPIWrapper|OpenAIWhisperAudio|OpenAIModerationChain)$/;
/** Methods that run what they are called on. */
const RUNS =
  /^(invoke|stream|streamEvents|streamLog|batch|call|predict|predictMessages|generate|generatePrompt|run|apply|transform|embedQuery|embedDocuments|similaritySearch\w*|maxMarginalRelevanceSearch|addDocuments|addTexts|getRelevantDocuments|createVectorStore|asyncInvoke|_call)$/;
/** Static makers that embed their documents at once. */
const EMBEDS = /^from(Documents|Texts|ExistingIndex)$/;

export const langchain: Sdk = {
  id: 'langchain',

  client(callee, args, construct) {
    const name = modelClass(callee);
    if (!name || !construct) return undefined;
    const [options] = args();
    return {
      sdk: 'langchain',
      api: `new ${name}`,
      keys: ['apiKey', 'openAIApiKey', 'azureOpenAIApiKey', 'configuration.apiKey', 'openaiApiKey'],
      endpoints: [
        'configuration.baseURL',
        'configuration.basePath',
        'baseURL',
        'azureOpenAIEndpoint',
      ],
      browserFlag: 'configuration.dangerouslyAllowBrowser',
      ...(options ? { options } : {}),
      ...(/Azure/.test(name) ? { azure: true } : {}),
    };
  },

  request(call, callee, evaluator) {
    if (callee.kind === 'external' && PACKAGES.test(callee.name)) {
      // `SupabaseVectorStore.fromDocuments(docs, new OpenAIEmbeddings(), …)`
      const method = callee.path[callee.path.length - 1] ?? '';
      if (!EMBEDS.test(method) || method === 'fromExistingIndex') return undefined;
      const model = call.arguments
        .map((argument) => findWithin(evaluator, evaluator.evaluate(argument), isLangChainModel))
        .find(Boolean);
      return model
        ? { sdk: 'langchain', api: `langchain ${method}`, client: model, certain: true }
        : undefined;
    }
    const { root, path } = memberPath(callee);
    const method = path[path.length - 1];
    if (method === undefined || !RUNS.test(method) || root.kind === 'global') return undefined;
    const model = findWithin(evaluator, root, isLangChainModel);
    return model
      ? { sdk: 'langchain', api: `langchain ${method}`, client: model, certain: true }
      : undefined;
  },
};

function modelClass(value: Value): string | undefined {
  if (value.kind !== 'external' || !PACKAGES.test(value.name)) return undefined;
  const name = value.path[value.path.length - 1] ?? '';
  return MODELS.test(name) ? name : undefined;
}

/** A model of LangChain's that runs on OpenAI. */
export function isLangChainModel(value: Value): boolean {
  return value.kind === 'instance' && modelClass(value.of) !== undefined;
}
