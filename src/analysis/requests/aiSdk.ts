import ts from 'typescript';
import { memberPath, optionsOf, type Value } from '../values/value';
import { findWithin } from './contains';
import type { Sdk } from './sdk';

/** Vercel's AI SDK: `ai` with the OpenAI and Azure providers. Source: packages/ai/src and packages/openai/src of vercel/ai. */
const PROVIDERS = /^@ai-sdk\/(openai|azure)$/;
const FUNCTIONS =
  /^(experimental_)?(generateText|streamText|generateObject|streamObject|embed|embedMany|generateImage|generateSpeech|transcribe|rerank|generateVideo)$/;
const AGENTS = /^(Experimental_Agent|Agent|ToolLoopAgent)$/;

export const aiSdk: Sdk = {
  id: 'ai-sdk',

  client(callee, args) {
    if (callee.kind !== 'external' || !PROVIDERS.test(callee.name)) return undefined;
    const factory = callee.path.join('.');
    if (factory !== 'createOpenAI' && factory !== 'createAzure') return undefined;
    const [options] = args();
    return {
      sdk: 'ai-sdk',
      api: factory,
      keys: ['apiKey'],
      endpoints: ['baseURL', 'resourceName'],
      ...(options ? { options } : {}),
      ...(factory === 'createAzure' ? { azure: true } : {}),
    };
  },

  request(call, callee, evaluator) {
    if (
      callee.kind === 'external' &&
      callee.name === 'ai' &&
      FUNCTIONS.test(callee.path[0] ?? '')
    ) {
      const options = call.arguments[0] && evaluator.evaluate(call.arguments[0]);
      if (!options) return undefined;
      const model = evaluator.member(options, 'model', options.site);
      const found = findWithin(evaluator, model, isOpenAIModel);
      if (found)
        return { sdk: 'ai-sdk', api: callee.path[0], client: providerOf(found), certain: true };
      // A model nobody in sight makes: the request is OpenAI's when no other provider is imported beside it.
      return isOpaque(model) && importsOnlyOpenAI(call.getSourceFile())
        ? { sdk: 'ai-sdk', api: callee.path[0], certain: false }
        : undefined;
    }
    const { root, path } = memberPath(callee);
    if (
      root.kind === 'instance' &&
      root.of.kind === 'external' &&
      root.of.name === 'ai' &&
      AGENTS.test(root.of.path[0] ?? '') &&
      /^(generate|stream|respond)$/.test(path.join('.'))
    ) {
      const model = findWithin(evaluator, root, isOpenAIModel);
      return model
        ? { sdk: 'ai-sdk', api: `agent.${path[0]}`, client: providerOf(model), certain: true }
        : undefined;
    }
    return undefined;
  },
};

/** `openai('gpt-4o')`, `openai.responses('…')`, `createOpenAI({…})('…')`, `'openai/gpt-4o'` of the gateway. */
export function isOpenAIModel(value: Value): boolean {
  if (value.kind === 'text') return /^(openai|azure)[/:]/.test(value.text);
  if (value.kind === 'template')
    return value.parts[0].kind === 'text' && /^(openai|azure)[/:]/.test(value.parts[0].text);
  if (value.kind !== 'call') return false;
  const { root } = memberPath(value.callee);
  if (root.kind === 'external')
    return PROVIDERS.test(root.name) && !/^create/.test(root.path[0] ?? '');
  return optionsOf(root).some(
    (option) =>
      option.kind === 'call' &&
      option.callee.kind === 'external' &&
      PROVIDERS.test(option.callee.name),
  );
}

/** The provider a model comes from: the `createOpenAI()` call, or nothing for the default provider. */
function providerOf(model: Value): Value {
  return model.kind === 'call' ? memberPath(model.callee).root : model;
}

function isOpaque(model: Value): boolean {
  return optionsOf(model).every((option) =>
    ['unknown', 'parameter', 'member', 'call'].includes(option.kind),
  );
}

function importsOnlyOpenAI(file: ts.SourceFile): boolean {
  const providers = file.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) &&
    ts.isStringLiteralLike(statement.moduleSpecifier) &&
    /^@ai-sdk\/(?!react|vue|svelte|provider|rsc|ui|gateway)/.test(statement.moduleSpecifier.text)
      ? [statement.moduleSpecifier.text]
      : [],
  );
  return providers.length > 0 && providers.every((name) => PROVIDERS.test(name));
}
