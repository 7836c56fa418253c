import type { Sdk } from '../sdk';
import { outputLimits, openAI, options } from './openai';

/**
 * The `chatgpt` package: an unofficial client that takes an OpenAI key. Source:
 * github.com/transitive-bullshit/chatgpt-api, 5.x.
 */
export const chatgpt: Sdk = {
  id: 'chatgpt',
  title: 'ChatGPT',
  service: openAI,
  packages: ['chatgpt'],
  clients: [{ call: 'ChatGPTAPI', made: 'new', keys: ['apiKey'], endpoints: ['apiBaseUrl'] }],
  requests: [{ call: 'sendMessage', api: 'ChatGPTAPI.sendMessage', kind: 'text' }],
  payload: { body: 'client', settings: 1, input: { at: 0, name: 'input' } },
  parts: {},
  options,
  outputLimits,
  ownRetries: 0,
  // Source: its `src/types.ts`, `ChatGPTError`.
  failures: { by: 'status', name: 'statusCode' },
  endSigns: ['finish_reason'],
  instructionRoles: ['system'],
};
