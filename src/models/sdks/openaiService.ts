import type { Endpoint, Service } from '../sdk';

/**
 * The shapes of its keys. Every one but two holds the mark `T3BlbkFJ` ("OpenAI" in base64) in its
 * middle, whatever stands between `sk-` and the first run: `proj-`, `svcacct-`, `admin-`,
 * `service-<name>-`, the name of a team, or nothing. Runs are accepted from 20 characters each,
 * so that a key is found also when OpenAI changes the lengths again; a boundary before `sk-`
 * keeps `task-` and `risk-` out. Without the mark: `sk-proj-`, `sk-svcacct-` and `sk-admin-` with
 * 100 or more, and the old `sk-` with 48 letters and digits. Other vendors' keys begin with
 * `sk-ant-` and `sk-or-`.
 */
const BODIES = [
  '[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}',
  '(?:proj|svcacct|admin)-[A-Za-z0-9_-]{100,}',
  '[A-Za-z0-9]{48}',
];
const KEY = new RegExp(
  `(?<![A-Za-z0-9_-])sk-(?!ant-|or-)(?:${BODIES.join('|')})(?![A-Za-z0-9])`,
  'g',
);

/**
 * `sk-proj-` with 48 characters and no mark: short enough to be something else, so only as a text
 * of its own or behind `=` or `:`.
 */
const ASSIGNED =
  /sk-(?<=(?:^|[=:]\s{0,4}["'`]?)sk-)(?:proj|svcacct|admin)-[A-Za-z0-9_-]{48}(?![A-Za-z0-9_-])/g;

/** What raw HTTP asks for. Source: the API reference, platform.openai.com/docs/api-reference. */
export const endpoints: readonly Endpoint[] = [
  {
    path: 'chat/completions',
    kind: 'text',
    limit: 'max_completion_tokens',
    telling: true,
    conversation: true,
  },
  { path: 'responses', kind: 'text', limit: 'max_output_tokens', telling: true },
  { path: 'embeddings', kind: 'embedding', telling: true },
  { path: 'images/generations', kind: 'image', telling: true },
  { path: 'images/*', kind: 'image' },
  { path: 'audio/{speech,transcriptions}', kind: 'audio', telling: true },
  { path: 'audio/*', kind: 'audio' },
  { path: 'moderations', kind: 'moderation', telling: true, parts: { input: { role: 'user' } } },
  { path: 'completions', kind: 'text', plain: true, limit: 'max_tokens' },
  { path: '{realtime,threads,assistants}', kind: 'other' },
  { path: '{files,models,containers}', kind: 'management' },
];

export const openAI: Service = {
  id: 'openai',
  vendor: 'OpenAI',
  // The last four are gateways that pass requests on to OpenAI with OpenAI's key.
  hosts: [
    'api.openai.com',
    'oai.hconeai.*',
    'oai.helicone.*',
    'gateway.ai.cloudflare.com/*/openai',
    '*portkey.ai',
  ],
  endpoints,
  keyHeaders: ['authorization', 'api-key', 'openai-api-key'],
  key: {
    start: 'sk-',
    shapes: [KEY, ASSIGNED],
    family: /^sk-((proj|svcacct|admin|service)-)?/,
    mark: 'T3BlbkFJ',
    variables: ['OPENAI_API_KEY'],
    names: /OPEN_?AI|CHAT_?GPT|(^|_|\.)GPT/,
    hint: /open_?ai|gpt/i,
  },
  pages: {
    keys: 'https://platform.openai.com/api-keys',
    limits: 'platform.openai.com/settings/organization/limits',
  },
  elsewhere: { names: ['openai'], families: /^(gpt-|chatgpt-|o\d)/ },
};
