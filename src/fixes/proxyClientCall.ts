import type { Fix } from './fix';
import { proxyPlan, SERVED } from './proxy/plan';

/**
 * Moves a browser's call to a server route of the project's own framework: the key leaves the
 * browser.
 */
export const proxyClientCall: Fix = {
  meta: {
    id: 'proxy-client-call',
    summary:
      'Moves browser calls to a server route with validated input and 429 handling; the browser asks that route.',
    rules: SERVED,
    safe: false,
    wide: true,
  },
  plan: (finding, workspace) => proxyPlan(finding, workspace, false),
};
