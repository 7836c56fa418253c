import assert from 'node:assert/strict';
import { memoryHost } from '../../src/analysis/host';
import { createWorkspace } from '../../src/analysis/workspace';

describe('reading: the text of a file', () => {
  it('is called faithful only when its bytes are UTF-8', () => {
    const bytes: Record<string, Buffer> = {
      'latin1.ts': Buffer.from('// caf\xe9\n', 'latin1'),
      'plain.ts': Buffer.from('// café\n'),
      'bom.ts': Buffer.from('\uFEFF// café\n'),
      'utf16.ts': Buffer.from('\uFEFF// café\n', 'utf16le'),
      'half.ts': Buffer.from('// café').subarray(0, -1),
    };
    const host = {
      ...memoryHost(new Map()),
      list: () => ({ files: Object.keys(bytes), skipped: [] }),
      read: (path: string) => bytes[path],
    };
    const workspace = createWorkspace(host, { conventions: [] });
    assert.deepEqual(
      Object.keys(bytes).filter((path) => workspace.isFaithful(path)),
      ['plain.ts', 'bom.ts'],
    );
    workspace.update('latin1.ts', '// café\n');
    assert.ok(workspace.isFaithful('latin1.ts'), 'what an editor holds is its own affair');
    assert.ok(workspace.isFaithful('gone.ts'));
  });
});
