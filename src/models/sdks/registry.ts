import type { Sdk } from '../sdk';
import { agents } from './agents';
import { aiSdkWith } from './aiSdk';
import { anthropic } from './anthropic';
import { azure } from './azure';
import { azureInference } from './azureInference';
import { bedrock } from './bedrock';
import { cerebras } from './cerebras';
import { chatgpt } from './chatgpt';
import { deepSeek } from './deepSeek';
import { fireworks } from './fireworks';
import { google, googleOlder } from './google';
import { groq } from './groq';
import { langchainWith } from './langchain';
import { mistral } from './mistral';
import { openai } from './openai';
import { openaiEdge } from './openaiEdge';
import { openaiV3 } from './openaiV3';
import { openRouter } from './openRouter';
import { perplexity } from './perplexity';
import { together } from './together';
import { xAI } from './xAI';

/** Vendors of their own, whose models the SDKs of many vendors ask too. */
const vendors: readonly Sdk[] = [
  anthropic,
  google,
  googleOlder,
  openRouter,
  groq,
  mistral,
  deepSeek,
  xAI,
  together,
  fireworks,
  perplexity,
  cerebras,
  bedrock,
  azureInference,
];

/**
 * Every SDK whose clients and requests are recognised: one file and one line each. The first
 * vendor is the one that is meant when in doubt.
 */
export const sdks: readonly Sdk[] = [
  openai,
  openaiV3,
  openaiEdge,
  azure,
  aiSdkWith(vendors),
  langchainWith(vendors),
  agents,
  chatgpt,
  ...vendors,
];
