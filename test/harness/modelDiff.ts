import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { memoryHost } from '../../src/analysis/source/host';
import type { createService, Service } from '../../src/service';

/** What a build of the engine gives. */
interface Engine {
  readonly createService: typeof createService;
  readonly memoryHost: typeof memoryHost;
}

/** The engine built twice: without one file of models and its line in the registry, and with them. */
export interface ModelDiff {
  without(files: ReadonlyMap<string, string>): Service;
  within(files: ReadonlyMap<string, string>): Service;
  /** Takes the copies away. */
  dispose(): void;
}

/**
 * Builds the engine of a copy of `src` that lacks a model, such as `models/sdks/anthropic.ts`, then applies the diff (the file,
 * and its line in the `registry.ts` beside it) and builds it again.
 */
export async function applyModel(model: string, name: string): Promise<ModelDiff> {
  const registry = join(dirname(model), 'registry.ts');
  // Inside the repository, so that the packages of the copy are found.
  mkdirSync('out', { recursive: true });
  const folder = mkdtempSync(resolve('out', `${name}-`));
  cpSync('src', join(folder, 'src'), { recursive: true });
  const text = readFileSync(join('src', registry), 'utf8');
  rmSync(join(folder, 'src', model));
  writeFileSync(join(folder, 'src', registry), withoutLine(text, name));
  const without = await engineOf(folder, 'without');
  cpSync(join('src', model), join(folder, 'src', model));
  writeFileSync(join(folder, 'src', registry), text);
  const within = await engineOf(folder, 'within');
  return {
    without: (files) => serviceOf(without, files),
    within: (files) => serviceOf(within, files),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The registry without the import of a model and without its place in the list. */
function withoutLine(registry: string, name: string): string {
  const lines = registry.split('\n').filter((line) => !line.includes(`'./${name}'`));
  const left = lines.join('\n').replace(new RegExp(`\\s*\\b${name},`), '');
  assert.ok(!left.includes(name) && left.length < registry.length, 'the registry names it twice');
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
