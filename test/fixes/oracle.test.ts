import assert from 'node:assert/strict';
import { createRandom } from '../fuzz/random';
import { judge } from '../oracle/judge';
import { makers } from '../oracle/makers';

/** So many applications of each kind; `npm run fuzz:fixes` makes as many as one asks for. */
const SAMPLE = 80;

describe('the same request before and after', function () {
  this.timeout(600_000);

  for (const { id, fixes, make } of makers)
    it(`of ${SAMPLE} applications: ${id}`, async () => {
      const wrong: string[] = [];
      let offered = 0;
      for (let index = 0; index < SAMPLE; index++) {
        const app = make(createRandom('sample', id, index));
        for (const { fix, differences } of await judge(app, fixes)) {
          if (differences) offered++;
          for (const difference of differences ?? [])
            wrong.push(`${index} ${fix} ${JSON.stringify(app.choices)}: ${difference}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(offered > SAMPLE / 2, 'fixes are offered, so that something is compared');
    });
});
