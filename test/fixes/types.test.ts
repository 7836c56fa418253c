import assert from 'node:assert/strict';
import { fixtureCases } from '../harness/fixtures';
import { typeErrors } from '../harness/typeErrors';

describe('what fixes write', () => {
  for (const { fix, name, before, after } of fixtureCases())
    it(`${fix}, ${name}: type-checks with no new error, against the real packages`, () => {
      const known = typeErrors(before);
      assert.deepEqual(
        typeErrors(after).filter((error) => !known.includes(error)),
        [],
      );
    });
});
