import assert from 'node:assert/strict';
import { startMockOpenAI, type MockOpenAI } from '../harness/mockOpenAI';
import {
  fixedCopy,
  installFrameworks,
  keyFindings,
  routeOf,
  startApp,
  typeErrorsIn,
  type RealApp,
  type RunningApp,
} from '../harness/realApps';
import { streamedRoute, uploadRoute, wholeRoute } from '../harness/routeScenarios';
import { apps } from './apps';

/** Applications that leak a key, fixed on the command line, type-checked, started by their own framework and asked over HTTP. */
describe('applications after the fix', () => {
  let mock: MockOpenAI;
  before('install the frameworks', () => installFrameworks()).timeout(600_000);
  before(async () => {
    mock = await startMockOpenAI();
  });
  after(() => mock?.close());

  for (const app of apps) {
    describe(app.id, () => {
      let folder: string;
      let running: RunningApp | undefined;
      before(async () => {
        folder = fixedCopy(app, ['proxy-client-call', 'proxy-client-call-streaming']);
        running = await startApp(app, folder, mock.url);
        // The first request makes a development server build the route.
        for (const module of modulesOf(app))
          await fetch(address(module), {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Origin: running.url },
            body: '{}',
          }).then((response) => response.text());
      });
      after(() => running?.close());
      afterEach(function () {
        if (this.currentTest?.state === 'failed')
          process.stdout.write(`${running?.log().slice(-1500) ?? ''}\n`);
      });
      const address = (module: string) => `${running?.url ?? ''}${routeOf(app, folder, module)}`;

      describe('proxy-client-call', () =>
        wholeRoute(
          () => address('ask.ts'),
          () => mock,
        ));
      if (!app.lacks?.streams)
        describe('proxy-client-call-streaming', () =>
          streamedRoute(
            () => address('tell.ts'),
            () => mock,
            !app.lacks?.['hang-up'],
          ));
      if (!app.lacks?.files)
        describe('proxy-client-call with a file', () =>
          uploadRoute(
            () => address('dictate.ts'),
            () => mock,
          ));
      it('type-checks with the real packages', () =>
        assert.deepEqual(typeErrorsIn(app, folder), []));
      it('keeps no key in the browser', () => assert.deepEqual(keyFindings(folder), []));
    });
  }
});

/** The modules of an application that ask OpenAI. */
function modulesOf({ lacks }: RealApp): string[] {
  return ['ask.ts', ...(lacks?.streams ? [] : ['tell.ts']), 'dictate.ts'];
}
