import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

/** What is said beside a retry that waits the same second after each failure. */
function saidBeside(caught: string, sdk = 'openai', call = 'responses.create'): string[] {
  const code = `import Client from '${sdk}';
const client = new Client();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isSpent = (error) => error.code === 'insufficient_quota';
export async function hello() {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await client.${call}({ model: 'm', max_tokens: 9, messages: [], input: 'Hello' });
    } catch (error) {
      ${caught}
      await sleep(1000);
    }
  }
}
`;
  const [finding] = serviceOf({ files: new Map([['ai.js', code]]) })
    .findings()
    .filter(({ rule }) => rule === 'retry-without-backoff');
  assert.ok(finding);
  return finding.related.map(({ label }) => label).filter((label) => label.includes('quota'));
}

describe('a quota that is used up', () => {
  it('is named beside a retry that repeats whatever fails', () => {
    assert.equal(saidBeside('').length, 1);
    assert.equal(saidBeside('console.error(error);').length, 1);
    assert.equal(saidBeside('lastError = error;').length, 1);
  });

  it('is not named where the code looks at it, may not repeat a 429, or asks another vendor', () => {
    assert.deepEqual(saidBeside("if (error.code === 'insufficient_quota') throw error;"), []);
    assert.deepEqual(saidBeside('if (isSpent(error)) throw error;'), []);
    assert.deepEqual(saidBeside('if (error.status === 429) throw error;'), []);
    assert.deepEqual(saidBeside('', '@anthropic-ai/sdk', 'messages.create'), []);
  });
});
