import type { Fix } from './fix';
import { proxyPlan } from './proxy/plan';

/** Moves a browser's streaming call to a streaming server route; the browser reads the same chunks as before, from there. */
export const proxyClientCallStreaming: Fix = {
  meta: { id: 'proxy-client-call-streaming', summary: 'Moves streaming browser calls to a streaming server route; chunks arrive as before, failures and hang-ups are handled.', rules: ['client-side-request', 'public-env-api-key', 'hardcoded-api-key'], safe: false },
  plan: (finding, workspace) => proxyPlan(finding, workspace, true),
};
