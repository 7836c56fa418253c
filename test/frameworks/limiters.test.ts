import assert from 'node:assert/strict';
import { startMockOpenAI, type MockOpenAI } from '../harness/mockOpenAI';
import {
  fixedCopy,
  installFrameworks,
  routeOf,
  startApp,
  typeErrorsIn,
  type RunningApp,
} from '../harness/realApps';
import { apps } from './apps';

const LIMITED = ['express', 'fastify', 'hono', 'koa', 'nest'];

/** Routes behind what `limit-requests` puts before them, with the real limiters. */
describe('routes after limit-requests', () => {
  let mock: MockOpenAI;
  before('install the frameworks', () => installFrameworks()).timeout(600_000);
  before(async () => {
    mock = await startMockOpenAI();
  });
  after(() => mock?.close());

  for (const app of apps.filter(({ id }) => LIMITED.includes(id)))
    describe(app.id, () => {
      let folder: string;
      let running: RunningApp | undefined;
      before(async () => {
        folder = fixedCopy(app, ['proxy-client-call', 'limit-requests']);
        running = await startApp(app, folder, mock.url);
      });
      after(() => running?.close());

      it('lets a caller in so many times a minute, and answers 429 then', async () => {
        mock.answers = ['text'];
        const address = `${running?.url ?? ''}${routeOf(app, folder, 'ask.ts')}`;
        const statuses: number[] = [];
        for (let call = 0; call < 22; call++) {
          const response = await fetch(address, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Origin: running?.url ?? '' },
            body: '{}',
          });
          await response.text();
          statuses.push(response.status);
        }
        assert.deepEqual(
          statuses.map((status) => status === 429),
          statuses.map((_, call) => call >= 20),
        );
      });

      it('type-checks with the real packages', () =>
        assert.deepEqual(typeErrorsIn(app, folder), []));
    });
});
