import type { Endpoint, Key, Request, Sdk, Service } from '../sdk';
import { client, openai } from './openai';

/** What tells one service that speaks OpenAI's protocol from the next. */
export interface Gateway extends Pick<
  Service,
  'id' | 'vendor' | 'hosts' | 'pages' | 'elsewhere' | 'creditHeaders'
> {
  /** What its keys look like where they look like anything, and what people call them. */
  readonly key: Pick<Key, 'variables' | 'names'> & Partial<Key>;
  /** Paths that ask for no key; a page may ask for them. */
  readonly open?: readonly string[];
  /** An SDK of its own that is made and called as OpenAI's is. */
  readonly sdk?: OwnSdk;
}

interface OwnSdk {
  readonly title: string;
  readonly package: string;
  /** Its client's class. */
  readonly name: string;
  /** The option that limits the output. */
  readonly limit: string;
  /** What it asks for beside what OpenAI's does. */
  readonly more?: readonly Request[];
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

/** What the SDKs of gateways ask for, by the path from their client. */
function requests({ limit, more = [] }: OwnSdk): Request[] {
  const cutOff = "{piece}.choices[0]?.finish_reason === 'length'";
  const text = { kind: 'text', limit, cutOff } as const;
  return [
    { call: 'chat.completions.create', ...text },
    { call: 'chat.completions.stream', ...text, streams: true },
    { call: 'completions.create', ...text, plain: true },
    { call: 'embeddings.create', kind: 'embedding' },
    { call: 'images.generate', kind: 'image' },
    {
      call: 'audio.{speech,transcriptions,translations}.create',
      kind: 'audio',
      parts: { ...openai.parts, file: { role: 'user', media: true } },
    },
    ...more,
    {
      call:
        '{models,files,batches,fineTuning}.' +
        '{create,retrieve*,list*,cancel,delete,upload,content,info}',
      kind: 'management',
      common: true,
    },
  ];
}

/** Its SDK is generated from the same templates as OpenAI's: the same retries, classes, options. */
function ownSdk(
  sdk: OwnSdk,
): Pick<Sdk, 'title' | 'packages' | 'clients' | 'requests'> & Pick<Sdk, 'rateLimits' | 'failures'> {
  const { title, name } = sdk;
  return {
    title,
    packages: [sdk.package],
    clients: [
      {
        ...client,
        call: ['default', name, `${name}.${name}`],
        undeclared: true,
        api: `new ${name}`,
      },
    ],
    requests: requests(sdk),
    rateLimits: [{ call: '**.RateLimitError', is: 'class' }],
    failures: { by: 'status' },
  };
}

/**
 * A service that is asked like OpenAI, by raw HTTP or by OpenAI's SDK with another address, or by an
 * SDK of its own.
 */
export function gateway({ key, open = [], sdk, ...service }: Gateway): Sdk {
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
    ...(sdk ? ownSdk(sdk) : {}),
  };
}
