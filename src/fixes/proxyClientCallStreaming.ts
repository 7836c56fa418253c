import type { Fix } from './fix';
import { proxyPlan, SERVED } from './proxy/plan';

/**
 * Moves a browser's call to a streaming server route: one that streams reads the same chunks from
 * there, one whose answer is only shown shows it as it grows.
 */
export const proxyClientCallStreaming: Fix = {
  meta: {
    id: 'proxy-client-call-streaming',
    summary:
      'Moves browser calls to a streaming server route; chunks arrive as before, an answer ' +
      'that was shown as a whole is shown as it grows, failures and hang-ups are handled.',
    rules: [...SERVED, 'prefer-streaming'],
    safe: false,
    wide: true,
  },
  plan: (finding, workspace) => proxyPlan(finding, workspace, true),
};
