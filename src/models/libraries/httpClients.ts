import type { Model } from '../model';
import type { Failures } from '../thrown';

/**
 * A way to send HTTP requests. Whatever its package exports sends one, but for what only makes an
 * instance.
 */
export interface HttpClient extends Model {
  /** Names that send where nobody declares them, alone or by one of the `verbs`. */
  readonly names?: readonly string[];
  /**
   * Classes whose instances send by one of the `verbs`: what a framework hands over, or a global.
   */
  readonly classes?: string;
  /** Makes an instance with options of its own. */
  readonly makes?: string;
  /** A bad status throws. */
  readonly throws?: true;
  /** What it throws holds the request with its headers, and so do these members of it. */
  readonly errorHoldsRequest?: string;
  /**
   * How its failures tell their status: by the answer that they carry, with a member that marks
   * them, or by a `status` of their own.
   */
  readonly failures?: Failures & { by: 'response' | 'status' };
  /** The method of an instance that sets a header, later than the address is given. */
  readonly setsHeader?: string;
}

/** Methods that send, or open a connection. */
export const verbs =
  '{get,post,put,patch,request,stream,fetch,open,extend,raw,connect,default,axiosRef}';

/** Those that may be given the body itself, right behind the address. */
export const sendsBody = '{post,put,patch}';

/**
 * Methods that write the body of a request that is made already. Sources: nodejs.org,
 * `http.ClientRequest`; developer.mozilla.org, `XMLHttpRequest`; the README of superagent.
 */
export const bodyWriters = '{end,write,send}';

/**
 * Options of an instance that its addresses begin with. Sources: the READMEs of axios, ky, got and
 * ofetch.
 */
export const baseOptions = ['baseURL', 'prefixUrl', 'baseUrl', 'prefix'];

function throwing(...names: readonly string[]): HttpClient[] {
  return names.map((name) => ({
    id: name,
    title: name,
    packages: [name],
    makes: '{create,extend}',
    throws: true,
  }));
}

/** Members of axios's errors. Source: the README of axios, "Handling Errors". */
export const WHOLE_ERRORS = '{config,request,response,toJSON}';

/**
 * Senders that give the platform's `Response`, with `status` and `headers.get()`, as requests are
 * named by them. Sources: the README of each.
 */
export const givesResponse: readonly string[] = [
  'fetch',
  'node-fetch',
  'node-fetch-native',
  'cross-fetch',
  'isomorphic-fetch',
  'isomorphic-unfetch',
  'unfetch',
  'expo/fetch',
];

/** Sources: the README of each package; `fetch` and `XMLHttpRequest`: developer.mozilla.org. */
export const httpClients: readonly HttpClient[] = [
  {
    id: 'platform-fetch',
    title: 'what the platform sends with',
    names: ['fetch', 'EventSource', 'WebSocket', 'SSE', 'fetchEventSource'],
  },
  {
    id: 'xml-http-request',
    title: 'XMLHttpRequest',
    classes: 'XMLHttpRequest',
    setsHeader: 'setRequestHeader',
  },
  {
    id: 'axios',
    title: 'axios',
    packages: ['axios'],
    names: ['axios'],
    makes: '{create,extend}',
    throws: true,
    errorHoldsRequest: WHOLE_ERRORS,
    failures: { by: 'response', mark: 'isAxiosError', holds: WHOLE_ERRORS },
  },
  {
    id: 'ofetch',
    title: 'ofetch',
    packages: ['ofetch'],
    names: ['$fetch', 'useFetch'],
    makes: '{create,extend}',
    throws: true,
    failures: { by: 'status' },
  },
  {
    id: 'nest-axios',
    title: 'Nest’s HttpService',
    packages: ['@nestjs/axios'],
    classes: 'HttpService',
    throws: true,
  },
  {
    id: 'angular-http',
    title: 'Angular’s HttpClient',
    packages: ['@angular/common/http'],
    classes: 'HttpClient',
    throws: true,
  },
  ...throwing('got', 'ky', 'ky-universal', 'superagent', 'request-promise', 'wretch', 'needle'),
  {
    id: 'quiet-http',
    title: 'senders that do not fail on a bad status',
    packages: [
      'node-fetch',
      'node-fetch-native',
      'cross-fetch',
      'isomorphic-fetch',
      'isomorphic-unfetch',
      'unfetch',
      'undici',
      'request',
      'phin',
      'bent',
      '@microsoft/fetch-event-source',
      'sse.js',
      'eventsource',
      'eventsource-client',
      'event-source-polyfill',
      'launchdarkly-eventsource',
      'reconnecting-eventsource',
      'react-native-sse',
      'ws',
      'expo/fetch',
      'http',
      'https',
      'node:http',
      'node:https',
      'reconnecting-websocket',
      '@tauri-apps/api/http',
      '@tauri-apps/plugin-http',
    ],
    classes: '*',
    makes: '{create,extend}',
  },
];
