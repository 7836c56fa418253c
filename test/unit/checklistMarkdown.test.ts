import assert from 'node:assert/strict';
import { checklistMarkdown, type ShownItem } from '../../src/checklist/markdown';

const item = (over: Partial<ShownItem>): ShownItem => ({
  title: 'Errors handled',
  status: 'fail',
  evidence: [],
  ...over,
});
const evidence = (label: string, message: string) => [{ label, status: 'fail' as const, message }];

describe('the checklist as Markdown', () => {
  it('is a list of tasks with their evidence', () => {
    const items = [
      item({ title: 'Key in the environment', status: 'pass' }),
      item({ evidence: evidence('src/a.ts:4', 'Nothing catches `create`.') }),
      item({ title: 'Costs monitored', status: 'unknown', note: 'Set a limit.' }),
    ];
    assert.equal(
      checklistMarkdown('shop', items),
      [
        '# Security checklist of shop',
        '',
        '1 of 3 pass.',
        '',
        '- [x] **Key in the environment**: passes',
        '- [ ] **Errors handled**: fails',
        '  - ✖ `src/a.ts:4`: Nothing catches `create`.',
        '- [ ] **Costs monitored**: unknown',
        '  - Set a limit.',
        '',
      ].join('\n'),
    );
  });

  it('takes nothing of a name or of code for Markdown', () => {
    const odd: [label: string, message: string, line: string][] = [
      ['a`b.ts:1', 'x', '`` a`b.ts:1 ``: x'],
      ['a.ts:1', '[go](command:x) <img>', '`a.ts:1`: \\[go\\](command:x) \\<img\\>'],
      ['a.ts:1', '`<b>` and **no**', '`a.ts:1`: `<b>` and \\*\\*no\\*\\*'],
      ['a.ts:1', 'one ` <b>', '`a.ts:1`: one \\` \\<b\\>'],
    ];
    for (const [label, message, line] of odd) {
      const text = checklistMarkdown('x', [item({ evidence: evidence(label, message) })]);
      assert.equal(text.trimEnd().split('\n').pop(), `  - ✖ ${line}`);
    }
  });
});
