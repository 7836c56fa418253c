import type { Sdk } from '../sdk';
import { openAI, options } from './openai';

const AGENT = { at: 0, settings: 'modelSettings' } as const;

/**
 * `@openai/agents`: `run(agent, …)`, `new Runner().run(…)`; the key comes from the environment or
 * `setDefaultOpenAIKey`. Source: openai.github.io/openai-agents-js, "Agents" and "Running
 * agents".
 */
export const agents: Sdk = {
  id: 'agents',
  title: 'OpenAI Agents SDK',
  service: openAI,
  packages: [
    '@openai/agents',
    '@openai/agents-core',
    '@openai/agents-openai',
    '@openai/agents-realtime',
  ],
  clients: [
    { call: 'setDefaultOpenAIKey', made: 'either', keys: [''], endpoints: [] },
    {
      call: 'OpenAIProvider',
      made: 'either',
      api: 'new {name}',
      keys: ['apiKey'],
      endpoints: ['baseURL'],
    },
  ],
  runners: [{ call: 'Runner' }],
  requests: [
    { call: 'run', on: 'package', api: 'agents run', kind: 'text' },
    { call: 'run', on: 'runner', api: 'Runner.run', kind: 'text' },
  ],
  payload: { body: 'client', settings: 2, input: { at: 1, name: 'input' }, agent: AGENT },
  parts: { instructions: { role: 'instructions', roles: true } },
  instructed: [{ call: '{Agent,RealtimeAgent}', undeclared: true, option: 'instructions' }],
  options,
  outputLimits: ['maxTokens', 'maxOutputTokens', 'max_tokens', 'max_output_tokens'],
  ownRetries: 2,
  endSigns: ['finish_reason'],
  instructionRoles: ['system', 'developer'],
};
