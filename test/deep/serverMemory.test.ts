import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryHost } from '../../src/analysis/source/host';
import { createFolders } from '../../src/server/folders';

/** An editor is open all day. */
describe('the server, edited ten thousand times', () => {
  it('needs no more memory at the end than after the first edits', function () {
    this.timeout(600_000);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const text = (n: number) =>
      `import OpenAI from 'openai';\nconst openai = new OpenAI();\nexport async function POST(request) {\n  const { question } = await request.json();\n  const answer = await openai.responses.create({ model: 'gpt-5', input: question + ${n} });\n  return Response.json(answer);\n}\n`;
    const folders = createFolders({
      createHost: () => memoryHost(new Map([['app/api/ask/route.js', text(0)]])),
      onConfigProblem: () => undefined,
    });
    folders.setRoots([{ uri: 'file:///work', name: 'work' }]);
    const edit = (from: number, to: number) => {
      for (let n = from; n < to; n++) {
        folders.open('file:///work/app/api/ask/route.js', text(n));
        assert.ok(folders.all()[0].service.findings().length > 0);
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const first = edit(1, 1_000);
    const last = edit(1_000, 10_000);
    const megabytes = (last - first) / 1e6;
    assert.ok(megabytes < 8, `${megabytes.toFixed(1)} MB more than after a thousand`);
  });
});
