import type { Sdk } from '../sdk';
import { agents } from './agents';
import { aiSdk } from './aiSdk';
import { anthropic } from './anthropic';
import { azure } from './azure';
import { chatgpt } from './chatgpt';
import { langchain } from './langchain';
import { openai } from './openai';
import { openaiEdge } from './openaiEdge';
import { openaiV3 } from './openaiV3';

/**
 * Every SDK whose clients and requests are recognised: one file and one line each. The first
 * vendor is the one that is meant when in doubt.
 */
export const sdks: readonly Sdk[] = [
  openai,
  openaiV3,
  openaiEdge,
  azure,
  aiSdk,
  langchain,
  agents,
  chatgpt,
  anthropic,
];
