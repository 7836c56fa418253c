import { namedWithVendor, sdkOf, vendorOf } from '../models/vendors';
import type { RequestDetail, RequestFact } from '../analysis/facts';
import type { Surface } from '../models/convention';
import { isTestOnly, mainSurface, type RuleContext } from './rule';

/** From this number on the SDK's retries count as the code's own answer to rate limits. */
export const ENOUGH_RETRIES = 3;

/** A request that the rules about failures, prompts and answers speak of. */
export interface Judged {
  readonly request: RequestFact;
  readonly detail: RequestDetail;
  readonly surface: Surface;
}

/**
 * The requests of a module that are judged: not those of tests, nor of local servers and other
 * vendors (OpenAI's advice is not about them), nor HTTP calls whose address is only guessed.
 */
export function judgedRequests(context: RuleContext): Judged[] {
  return context.facts.requests.flatMap((request): Judged[] => {
    const { detail } = request;
    if (
      !detail ||
      request.provider === 'local' ||
      request.provider === 'other' ||
      (sdkOf(request).raw && !request.certain)
    )
      return [];
    const placements = context.placements(request);
    return isTestOnly(placements) ? [] : [{ request, detail, surface: mainSurface(placements) }];
  });
}

/** A request as messages name it: `` `responses.create` ``, `` Anthropic’s `messages.create` ``. */
export function requestName(request: RequestFact): string {
  return namedWithVendor(request.api, vendorOf(request));
}

/** Whether strangers can set the request off. */
export function isReachable({ detail }: Judged): boolean {
  return (
    detail.strangers !== undefined || detail.flows.some((flow) => flow.source.kind !== 'local')
  );
}
