import assert from 'node:assert/strict';
import { drawExpected, drawFindings, readCases } from '../harness/cases';
import { memoryHost } from '../../src/analysis/source/host';
import { createService } from '../../src/service';

describe('services that speak OpenAI’s protocol', () => {
  for (const test of readCases('test/unit/gateway.cases.md'))
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
