import type { Endpoint, Key, Sdk, Service } from '../sdk';
import { openai } from './openai';

/** What tells one service that speaks OpenAI's protocol from the next. */
export interface Gateway extends Pick<
  Service,
  'id' | 'vendor' | 'hosts' | 'pages' | 'creditHeaders'
> {
  /** What its keys look like where they look like anything, and what people call them. */
  readonly key: Pick<Key, 'variables' | 'names'> & Partial<Key>;
  /** Paths that ask for no key; a page may ask for them. */
  readonly open?: readonly string[];
}

const endpoints: readonly Endpoint[] = [
  { path: 'chat/completions', kind: 'text', limit: 'max_tokens', conversation: true },
  { path: 'responses', kind: 'text', limit: 'max_output_tokens' },
  { path: 'embeddings', kind: 'embedding' },
  { path: 'images/*', kind: 'image' },
  { path: 'audio/*', kind: 'audio' },
  { path: 'completions', kind: 'text', plain: true, limit: 'max_tokens' },
  { path: '{models,files,batches,key,credits}', kind: 'management' },
];

/** What only OpenAI's own API says or does. */
const OWN: ReadonlySet<string> = new Set<keyof Sdk>([
  ...(['failures', 'unseen', 'thinking', 'narrow', 'wide', 'rateLimits'] as const),
]);
const shared = Object.fromEntries(Object.entries(openai).filter(([name]) => !OWN.has(name))) as Sdk;

/**
 * A service that is asked like OpenAI, by raw HTTP or by OpenAI's SDK with another address. An SDK
 * of its own is added to what this gives.
 */
export function gateway({ key, open = [], ...service }: Gateway): Sdk {
  return {
    ...shared,
    id: service.id,
    title: `${service.vendor}’s API`,
    service: {
      ...service,
      endpoints: [
        ...open.map((path): Endpoint => ({ path, kind: 'management', open: true })),
        ...endpoints,
      ],
      keyHeaders: ['authorization'],
      key: { shapes: [], hint: new RegExp(key.names.source, 'i'), ...key },
    },
    packages: [],
    clients: [],
    requests: [],
  };
}
