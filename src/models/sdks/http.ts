import type { Sdk } from '../sdk';

/**
 * Raw HTTP to a vendor whose own SDK is known: what a request is, the service's endpoints say; who
 * sends it, `libraries/httpClients.ts`. It tries again only where the sender does.
 */
export function rawHttp({ failures: _, stopsStream: __, ...vendor }: Sdk): Sdk {
  const { inner } = vendor.payload;
  return {
    ...vendor,
    id: 'http',
    title: 'raw HTTP',
    clients: [],
    requests: [],
    payload: { body: 'http', ...(inner ? { inner } : {}) },
    ownRetries: 0,
    raw: true,
  };
}
