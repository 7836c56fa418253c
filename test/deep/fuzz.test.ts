import assert from 'node:assert/strict';
import { fuzz } from '../fuzz/fuzz';
import { problemsOf } from '../fuzz/judge';
import { FRONT_ENDS, readProjects } from '../fuzz/material';
import { serviceOf } from '../harness/cases';
import type { FileChange, TextEdit } from '../../src/edits/edit';

describe('what the fuzzer looks for', () => {
  const service = serviceOf({ files: new Map([['a.ts', 'const a = [1, 2];\n']]) });
  const edit = (...edits: TextEdit[]): FileChange => ({ kind: 'edit', file: 'a.ts', edits });
  const create = (file: string, text = ''): FileChange => ({ kind: 'create', file, text });
  const faults: readonly (readonly [string, FileChange])[] = [
    ['edits out of a.ts', edit({ start: 3, end: 2, text: '' })],
    ['edits out of a.ts', edit({ start: 0, end: 99, text: '' })],
    [
      'overlaps itself in a.ts',
      edit({ start: 0, end: 4, text: '' }, { start: 3, end: 5, text: '' }),
    ],
    ['breaks the syntax of a.ts', edit({ start: 10, end: 11, text: '' })],
    ['creates b.ts with an error', create('b.ts', 'const a = [1')],
    ['overwrites a.ts', create('a.ts')],
    ['leaves the folder: ../b.ts', create('../b.ts')],
    ['leaves the folder: /b.ts', create('/b.ts')],
  ];
  for (const [problem, change] of faults)
    it(problem, () => assert.deepEqual(problemsOf([change], service), [problem]));

  it('nothing where nothing is wrong', () =>
    assert.deepEqual(
      problemsOf(
        [edit({ start: 11, end: 12, text: '3' }), create('b.ts', 'export {};\n')],
        service,
      ),
      [],
    ));
});

/** A sample of `npm run fuzz`, the same every time. */
describe('mutated projects', function () {
  this.timeout(600_000);
  const projects = readProjects();

  for (const front of FRONT_ENDS)
    it(`${front}: whatever the file says, every answer holds`, () => {
      const problems: string[] = [];
      fuzz(
        {
          seed: 1,
          fronts: [front],
          from: 0,
          to: 80,
          onFailure: (_, number, failures) =>
            void problems.push(`seed 1 case ${number}: ${failures.join('; ')}`),
        },
        projects,
      );
      assert.deepEqual(problems, []);
    });
});
