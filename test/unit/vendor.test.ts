import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { memoryHost } from '../../src/analysis/source/host';
import type { createService, Service } from '../../src/service';
import { changesOf, drawExpected, drawFindings, readCases } from '../harness/cases';
import { CAREFUL, FIXES, PROJECT } from './vendorFixes';

/** What a build of the engine gives. */
interface Engine {
  readonly createService: typeof createService;
  readonly memoryHost: typeof memoryHost;
}

const VENDOR = 'anthropic';
const MODEL = join('models', 'sdks', `${VENDOR}.ts`);
const REGISTRY = join('models', 'sdks', 'registry.ts');
const RULES = 13;

const cases = readCases('test/unit/vendor.cases.md');
const idOf = ({ title }: { readonly title: string }) => title.split(':')[0];

describe('a vendor is one file', () => {
  let folder: string;
  let without: Engine;
  let within: Engine;

  before(async () => {
    // Inside the repository, so that the packages of the copy are found.
    mkdirSync('out', { recursive: true });
    folder = mkdtempSync(resolve('out', 'vendor-'));
    cpSync('src', join(folder, 'src'), { recursive: true });
    const registry = readFileSync(join('src', REGISTRY), 'utf8');
    rmSync(join(folder, 'src', MODEL));
    writeFileSync(join(folder, 'src', REGISTRY), withoutVendor(registry));
    without = await engineOf(folder, 'without');
    // The diff: the file, and its line in the registry.
    cpSync(join('src', MODEL), join(folder, 'src', MODEL));
    writeFileSync(join(folder, 'src', REGISTRY), registry);
    within = await engineOf(folder, 'within');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('without it nothing is known of the vendor', () => {
    for (const { title, files } of cases) {
      const service = serviceOf(without, files);
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
      const service = serviceOf(within, test.files);
      const found = drawFindings(
        service,
        service.findings().filter(({ rule }) => rule === idOf(test)),
      );
      assert.deepEqual(found.sort(), drawExpected(test.expected, found).sort());
    });

  it('its findings name the vendor', () => {
    for (const { title, files } of cases)
      for (const { message } of serviceOf(within, files).findings())
        if (!message.startsWith('`dangerouslyAllowBrowser`'))
          assert.match(message, /anthropic/i, title);
  });

  it('the checklist speaks of its clients and requests', () => {
    const items = serviceOf(within, new Map([['server.js', CAREFUL]])).checklist();
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
      const service = serviceOf(within, new Map([...PROJECT, ['server.js', code]]));
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
    const service = serviceOf(
      within,
      new Map([['server.js', code.replace('max_tokens', "system: 'Be kind.', max_tokens")]]),
    );
    const finding = service.findings().find(({ rule }) => rule === 'user-input-in-instructions');
    const ids = finding ? service.offers(finding).map(({ id }) => id) : [];
    assert.ok(!ids.includes('separate-user-input'), ids.join());
  });
});

/** The registry without the import of the vendor's model and without its place in the list. */
function withoutVendor(registry: string): string {
  const lines = registry.split('\n').filter((line) => !line.includes(`'./${VENDOR}'`));
  const left = lines.join('\n').replace(new RegExp(`\\s*\\b${VENDOR},`), '');
  assert.ok(!left.includes(VENDOR) && left.length < registry.length, 'the registry names it twice');
  return left;
}

/** Builds the engine of a copy of `src`, and loads it. */
async function engineOf(root: string, name: string): Promise<Engine> {
  const outfile = join(root, `${name}.js`);
  await build({
    stdin: {
      contents:
        "export { createService } from './src/service';\nexport { memoryHost } from './src/analysis/source/host';\n",
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    loader: { '.md': 'text' },
    logLevel: 'warning',
    outfile,
  });
  return createRequire(__filename)(outfile) as Engine;
}

function serviceOf(engine: Engine, files: ReadonlyMap<string, string>): Service {
  return engine.createService({ host: engine.memoryHost(files) });
}
