import assert from 'node:assert/strict';
import { changesOf, drawExpected, drawFindings, readCases } from '../harness/cases';
import { applyModel, type ModelDiff } from '../harness/modelDiff';
import { CAREFUL, FIXES, PROJECT } from './vendorFixes';

const RULES = 13;

const cases = readCases('test/unit/vendor.cases.md');
const idOf = ({ title }: { readonly title: string }) => title.split(':')[0];

describe('a vendor is one file', () => {
  let diff: ModelDiff;
  before(async () => {
    diff = await applyModel('models/sdks/anthropic.ts', 'anthropic');
  });
  after(() => diff.dispose());

  it('without it nothing is known of the vendor', () => {
    for (const { title, files } of cases) {
      const service = diff.without(files);
      assert.deepEqual(service.requests(), [], title);
      assert.deepEqual(service.clients(), [], title);
      assert.deepEqual(drawFindings(service, service.findings()), [], title);
    }
  });

  it('has cases for every rule', () => {
    assert.equal(new Set(cases.map(idOf)).size, RULES);
  });

  for (const test of cases)
    it(test.title, () => {
      const service = diff.within(test.files);
      const found = drawFindings(
        service,
        service.findings().filter(({ rule }) => rule === idOf(test)),
      );
      assert.deepEqual(found.sort(), drawExpected(test.expected, found).sort());
    });

  it('its findings name the vendor', () => {
    for (const { title, files } of cases)
      for (const { message, detail } of diff.within(files).findings())
        if (!message.startsWith('`dangerouslyAllowBrowser`'))
          assert.match(`${message} ${detail}`, /anthropic/i, title);
  });

  it('the checklist speaks of its clients and requests', () => {
    const items = diff.within(new Map([['server.js', CAREFUL]])).checklist();
    assert.deepEqual(
      items.map(({ id, status }) => `${id}: ${status}`),
      [
        'api-key-in-env: pass',
        'server-side-only: pass',
        'input-validated: pass',
        'rate-limits-handled: pass',
        'costs-monitored: unknown',
        'errors-handled: pass',
        'long-answers-streamed: pass',
      ],
    );
    const [limits] = items.filter(({ id }) => id === 'costs-monitored');
    assert.match(limits.note ?? '', /console\.anthropic\.com/);
    assert.match(
      limits.evidence[0].message,
      /Anthropic’s `messages\.stream` answers with 2000 tokens/,
    );
  });

  for (const [title, { fix, rule, before: code, after: expected }] of Object.entries(FIXES))
    it(`${fix} ${title}`, () => {
      const service = diff.within(new Map([...PROJECT, ['server.js', code]]));
      const finding = service.findings().find((item) => item.rule === rule);
      assert.ok(finding, `${rule} is found`);
      const offer = service.offers(finding).find(({ id }) => id === fix);
      const edits = changesOf(offer).flatMap((change) =>
        change.kind === 'edit' && change.file === 'server.js' ? change.edits : [],
      );
      const fixed = [...edits]
        .sort((a, b) => b.start - a.start)
        .reduce(
          (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
          code,
        );
      assert.equal(fixed, expected);
    });

  it('no rules are put into a message of a role that its API does not know', () => {
    const { before: code } = FIXES['keeps the rules in `system`'];
    const service = diff.within(
      new Map([['server.js', code.replace('max_tokens', "system: 'Be kind.', max_tokens")]]),
    );
    const finding = service.findings().find(({ rule }) => rule === 'user-input-in-instructions');
    const ids = finding ? service.offers(finding).map(({ id }) => id) : [];
    assert.ok(!ids.includes('separate-user-input'), ids.join());
  });
});
