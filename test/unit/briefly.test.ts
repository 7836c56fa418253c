import assert from 'node:assert/strict';
import fc from 'fast-check';
import { briefly, MESSAGE_LENGTH } from '../../src/rules/briefly';

describe('a brief message', () => {
  it('leaves alone what fits', () => {
    assert.equal(briefly`Anyone can read ${'`KEY`'}.`, 'Anyone can read `KEY`.');
  });

  it('cuts the longest name, and leaves it marked as code', () => {
    const name = `\`${'veryLong'.repeat(20)}\``;
    const text = briefly`${name} goes to ${'OpenAI'}.`;
    assert.match(text, /^`(veryLong)+\w*…` goes to OpenAI\.$/);
    assert.ok(text.length <= MESSAGE_LENGTH);
  });

  it('is never too long, whatever the names', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (one, two) => {
        const text = briefly`If ${one} fails, ${two} is told.`;
        assert.ok(text.length <= MESSAGE_LENGTH);
        assert.ok(text.startsWith('If ') && text.endsWith(' is told.'));
      }),
      { numRuns: 2_000 },
    );
  });
});
