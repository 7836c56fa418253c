import assert from 'node:assert/strict';
import { declaredMethods, uncovered } from '../../src/dev/covered';

describe('the SDKs that are installed here', function () {
  this.timeout(120_000);
  const methods = () => declaredMethods('node_modules');

  it('declare methods that send a prompt, each with a row', () => {
    const declared = methods();
    const sending = declared.filter(({ prompts }) => prompts.length > 0);
    assert.ok(sending.length > 20, `${sending.length} are found`);
    assert.deepEqual(
      uncovered(declared).map(({ path }) => path.join('.')),
      [],
    );
  });
});
