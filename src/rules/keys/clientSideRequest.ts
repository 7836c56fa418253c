import { vendorOf } from '../../models/vendors';
import type { ClientFact, RequestFact } from '../../analysis/facts';
import { requestName } from '../requests';
import { isLibrary } from '../../analysis/source/packages';
import type { KeyOrigin } from '../../analysis/requests/keyOrigin';
import type { Site, Step } from '../../analysis/source/host';
import type { Placement } from '../../analysis/surface/surfaces';
import { briefly } from '../briefly';
import { readLesson } from '../readLesson';
import {
  browserPlacement,
  isServerOnly,
  isTestOnly,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleMeta,
} from '../rule';
import lesson from './clientSideRequest.md';

const meta: RuleMeta = {
  id: 'client-side-request',
  mistake: 1,
  severity: 'error',
  cwe: [522],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'remove-browser-flag', 'suppress'],
  byHand:
    'no way was found to hand this request to a server: let a server of yours ask OpenAI, and' +
    ' let the page ask that server',
  ...readLesson(lesson),
};

export const clientSideRequest: Rule = {
  meta,
  check(context) {
    return [
      ...context.facts.clients.map((client) => ofClient(client, context)),
      ...context.facts.requests.map((request) => ofRequest(request, context)),
    ].filter((finding) => finding !== undefined);
  },
};

/** Of a key that the person in front of the screen brings along. */
const OWN_KEY = 'Every script of this page can read the key that its user entered.';

function publicKey(vendor: string): string {
  return briefly`Every visitor can read this ${vendor} key: move the call to your server.`;
}

function ofClient(client: ClientFact, context: RuleContext): Finding | undefined {
  const placements = context.placements(client);
  if (client.provider === 'local' || isTestOnly(placements)) return undefined;
  const browser = browserPlacement(placements);
  const carried = context.requestsThrough(client).map((request) => ({
    file: request.file,
    start: request.start,
    end: request.end,
    label: `${requestName(request)} goes through this client${looseEnd(request)}`,
  }));
  if (browser && !client.browserFlag && servesOthers(browser, client.file, context))
    return undefined;
  if (!browser) {
    if (!client.browserFlag) return undefined;
    if (isServerOnly(placements)) return needlessFlag(client.browserFlag, placements[0]);
    // Desktop windows need the flag and belong to the user who installed the program.
    if (placements.length > 0) return undefined;
  }
  const related = [...(browser?.trail ?? []), ...carried];
  const common = {
    rule: meta.id,
    file: client.file,
    start: client.start,
    end: client.end,
    surface: 'browser' as const,
    related:
      related.length > 0
        ? related
        : [{ ...client.browserFlag!, label: 'the flag that lets the client run in a browser' }],
  };
  if (isUsersOwn(client.keys)) {
    return {
      ...common,
      severity: 'information',
      variant: 'own-key',
      message: OWN_KEY,
      detail:
        `\`${client.api}\` runs in the browser with the end user’s own key: only that user can ` +
        'read it here, but every script of the page can too, so say where it is kept and keep ' +
        'other scripts out.',
    };
  }
  const vendor = client.provider === 'other' ? 'the vendor' : vendorOf(client);
  const how = browser ? 'runs in the browser' : 'is allowed to run in the browser';
  return {
    ...common,
    severity: meta.severity,
    variant: 'client',
    message: publicKey(client.provider === 'other' ? 'API' : vendor),
    detail:
      `\`${client.api}\` ${how}, so every visitor can read its key in the network panel and ` +
      `call ${vendor} with it: move the call to a route on your server.`,
  };
}

function needlessFlag(flag: Site, { surface, trail }: Placement): Finding {
  return {
    rule: meta.id,
    severity: 'information',
    ...flag,
    variant: 'needless-flag',
    surface,
    related: trail,
    message: '`dangerouslyAllowBrowser` does nothing on a server, and invites a copy: remove it.',
    detail:
      '`dangerouslyAllowBrowser` does nothing in code that only runs on a server, and ' +
      'invites a later copy into the browser: remove it.',
  };
}

function ofRequest(request: RequestFact, context: RuleContext): Finding | undefined {
  // The construction carries the finding when it is in the workspace.
  if (request.client || request.provider === 'local' || !request.certain) return undefined;
  const placements = context.placements(request);
  const browser = browserPlacement(placements);
  if (!browser || isTestOnly(placements) || servesOthers(browser, request.file, context))
    return undefined;
  if (hasEphemeralKey(request)) return undefined;
  const common = {
    rule: meta.id,
    file: request.file,
    start: request.start,
    end: request.end,
    surface: 'browser' as const,
    related: [...browser.trail, ...failureOf(request)],
  };
  if (isUsersOwn(request.keys)) {
    return {
      ...common,
      severity: 'information',
      variant: 'own-key',
      message: OWN_KEY,
      detail:
        `${requestName(request)} is sent from the browser with the end user’s own key: only ` +
        'that user can read it here, but every script of the page can too, so say where it is ' +
        'kept and keep other scripts out.',
    };
  }
  return {
    ...common,
    severity: meta.severity,
    variant: 'request',
    message: publicKey(vendorOf(request)),
    detail:
      `${requestName(request)} is sent from the browser, so every visitor can read the key ` +
      'in the network panel and spend with it: move the call to a route on your server.',
  };
}

/** A key fetched for the Realtime API is an ephemeral secret, made to be used in a browser. */
function hasEphemeralKey({ api, keys }: RequestFact): boolean {
  return (
    /realtime/.test(api) && keys.every((key) => key.kind === 'fetched' || key.kind === 'unknown')
  );
}

/** What is said of a request in the browser that nothing catches: it moves with the request. */
function looseEnd({ detail }: RequestFact): string {
  return detail?.failure.end === 'uncaught' ? ', and nothing catches its failure' : '';
}

function failureOf({ detail }: RequestFact): Step[] {
  const { end, at } = detail?.failure ?? {};
  return end === 'uncaught' && at ? [{ ...at, label: 'nothing catches its failure' }] : [];
}

/**
 * Whether a request runs in browsers alone and is reported for that, by itself or by its client:
 * what else is missing around it is a part of that finding, since it moves to the server.
 */
export function isReportedForBrowser(request: RequestFact, context: RuleContext): boolean {
  const placements = context.placements(request);
  const [browser] = placements;
  if (!browser || placements.some(({ surface }) => surface !== 'browser')) return false;
  if (servesOthers(browser, request.file, context)) return false;
  return request.client !== undefined || (request.certain && !hasEphemeralKey(request));
}

/**
 * A published library that some browser code imports: whose key it gets, and whether it is asked
 * there at all, its user decides.
 */
function servesOthers({ trail }: Placement, file: string, { packages }: RuleContext): boolean {
  const own = packages.of(file);
  const [entry] = trail;
  return isLibrary(own) && entry !== undefined && packages.of(entry.file) !== own;
}

/**
 * Whether every source of the key is the person in front of the screen. A literal or a variable
 * beside it is the application's own.
 */
function isUsersOwn(keys: readonly KeyOrigin[]): boolean {
  const real = keys.filter((key) => !(key.kind === 'literal' && (key.length === 0 || key.dummy)));
  return (
    real.some((key) => key.kind === 'user') &&
    real.every((key) => key.kind === 'user' || key.kind === 'unknown')
  );
}
