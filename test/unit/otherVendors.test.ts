import assert from 'node:assert/strict';
import { drawExpected, drawFindings, readCases } from '../harness/cases';
import { memoryHost } from '../../src/analysis/source/host';
import { createService } from '../../src/service';

/** A case says the rule that it is about before the colon of its title. */
for (const [title, file] of [
  ['services that speak OpenAI’s protocol', 'gateway'],
  ['Google', 'google'],
  ['vendors’ own SDKs, and SDKs of many vendors', 'vendorSdks'],
])
  describe(title, () => {
    for (const test of readCases(`test/unit/${file}.cases.md`))
      it(test.title, () => {
        const service = createService({ host: memoryHost(test.files) });
        const [id] = test.title.split(':');
        const found = drawFindings(
          service,
          service.findings().filter(({ rule }) => rule === id),
        );
        assert.deepEqual(found.sort(), drawExpected(test.expected, found).sort());
      });
  });
