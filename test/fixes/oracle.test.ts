import assert from 'node:assert/strict';
import { createRandom } from '../fuzz/random';
import { judge } from '../oracle/judge';
import { makers } from '../oracle/makers';

/** So many applications of each kind; `npm run fuzz:fixes` makes as many as one asks for. */
const SAMPLE = 80;

/** Fixes that still change what some applications do: their kinds are known, and not mended yet. */
const OPEN: readonly string[] = ['validate-input'];

describe('the same request before and after', function () {
  this.timeout(120_000);

  for (const { id, fixes, make } of makers)
    it(`of ${SAMPLE} applications: ${id}`, async () => {
      const wrong: string[] = [];
      let offered = 0;
      for (let index = 0; index < SAMPLE; index++) {
        const app = make(createRandom('sample', id, index));
        const shown = fixes.filter((fix) => !OPEN.includes(fix.id));
        for (const { fix, differences } of await judge(app, shown)) {
          if (differences) offered++;
          for (const difference of differences ?? [])
            wrong.push(`${index} ${fix} ${JSON.stringify(app.choices)}: ${difference}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(offered > SAMPLE / 2, 'fixes are offered, so that something is compared');
    });
});
