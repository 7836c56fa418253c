import type { ModuleFacts, RequestFact } from '../../../analysis/facts';
import type { Site } from '../../../analysis/source/host';
import { serviceOf } from '../../../models/vendors';
import type { Method } from '../../../routes/methods';

/** What the SDK calls an address of the API. */
const PATHS: Readonly<Record<string, Method | undefined>> = {
  'chat/completions': 'chat.completions.create',
  responses: 'responses.create',
  completions: 'completions.create',
  'images/generations': 'images.generate',
  embeddings: 'embeddings.create',
  moderations: 'moderations.create',
  'audio/speech': 'audio.speech.create',
  'audio/transcriptions': 'audio.transcriptions.create',
  'audio/translations': 'audio.translations.create',
  'images/edits': 'images.edit',
};

/** The address of the API that a raw request asks: `chat/completions` of `fetch chat/completions`. */
export function addressAsked({ api }: RequestFact): string {
  return api.slice(api.indexOf(' ') + 1);
}

/** The method that a route calls for a raw request. */
export function routeMethod(request: RequestFact): Method | undefined {
  return PATHS[addressAsked(request)];
}

/** Whether a route is written for an address of the API. */
export function hasRoute(address: string): boolean {
  return PATHS[address] !== undefined;
}

/**
 * The certain request at a place to OpenAI or to one who is asked alike; a finding about the key is
 * one about the request that carries it.
 */
export function requestOf(site: Site, { keyUses, requests }: ModuleFacts): RequestFact | undefined {
  const covers = (item: Site) =>
    item.file === site.file && item.start <= site.start && item.end >= site.end;
  const carries = keyUses.find(({ origins }) =>
    origins.some((origin) => origin.kind !== 'unknown' && covers(origin.site)),
  )?.start;
  return requests.find(
    (item) =>
      item.sdk === 'http' &&
      item.certain &&
      isAskedAlike(item) &&
      (covers(item) || item.start === carries),
  );
}

/** Whether a service is asked as OpenAI is: at one of its paths, with the key as a bearer. */
function isAskedAlike(request: RequestFact): boolean {
  const service = serviceOf(request.provider);
  return (
    request.provider === 'openai' ||
    (hasRoute(addressAsked(request)) && (service?.keyHeaders.includes('authorization') ?? false))
  );
}
