import assert from 'node:assert/strict';
import { fuzzTools } from '../fuzz/tools';

/** A sample of `npm run fuzz -- --tools`, the same every time. */
describe('the tools for agents', function () {
  this.timeout(600_000);

  it('answer whatever they are given: one sentence or data, no key, nothing written unasked', () => {
    const problems: string[] = [];
    const tally = fuzzTools({
      seed: 1,
      from: 0,
      to: process.env.AIRLOCK_DEEP ? 10_000 : 300,
      onFailure: (number, failures) =>
        void problems.push(`seed 1 case ${number}: ${failures.join('; ')}`),
    });
    assert.deepEqual(problems, []);
    assert.ok(tally.refused > tally.cases / 10 && tally.refused < tally.cases);
  });
});
