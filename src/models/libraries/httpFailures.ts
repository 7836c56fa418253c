import type { Model } from '../model';

/**
 * What senders of HTTP requests do when the answer's status is bad. Sources: the README of each;
 * axios-http.com/docs/interceptors; ky and got leave posts alone unless `methods` names them.
 */
export const httpFailures: readonly Model[] = [
  {
    id: 'axios-failures',
    title: 'axios',
    packages: ['axios'],
    things: { sender: { from: ['default', 'default.create()'], builds: true } },
    interceptors: [
      {
        call: '<sender>.interceptors.response.use',
        does: 'catches',
        argument: 1,
        label: 'the interceptor tells it apart',
      },
    ],
  },
  {
    id: 'axios-retries',
    title: 'axios-retry',
    packages: ['axios-retry', 'retry-axios'],
    interceptors: [
      { call: ['default', 'attach'], does: 'retries', label: '`axios-retry` tries it again' },
    ],
  },
  {
    id: 'retrying-senders',
    title: 'ky and got',
    packages: ['ky', 'ky-universal', 'got'],
    things: { sender: { from: ['default', 'got'], builds: true } },
    retryOptions: [
      {
        call: ['<sender>', '<sender>.*', 'default.{create,extend}'],
        option: 'retry',
        methods: 'methods',
      },
    ],
  },
  {
    id: 'event-senders',
    title: 'senders whose answer comes by events',
    packages: [
      'http',
      'https',
      'node:http',
      'node:https',
      'request',
      '@microsoft/fetch-event-source',
    ],
    listening: [{ call: ['default', '{request,get,post}', 'fetchEventSource'] }],
  },
];
