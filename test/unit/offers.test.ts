import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { offeringFor } from '../../src/fixes/offers';
import { readCases, serviceOf } from '../harness/cases';

describe('every finding has a fix or a reason why not', () => {
  for (const file of readdirSync('src/rules', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.cases.md')) continue;
    for (const item of readCases(`src/rules/${file}`))
      it(`${file}: ${item.title}`, () => {
        const { workspace, findings } = serviceOf(item);
        const left = findings().filter((finding) => {
          const { offers, refused } = offeringFor(finding, workspace);
          return offers.every(({ id }) => id === 'suppress') && refused.length === 0;
        });
        assert.deepEqual(
          left.map(({ rule, file, start }) => `${rule} ${file}:${start}`),
          [],
        );
      });
  }
});
