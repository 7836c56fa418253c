// Builds what ships: the extension's client, the language server and the command line, each in one file.
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // jsonc-parser's `main` is UMD, which a bundler cannot follow.
  mainFields: ['module', 'main'],
  // Lessons lie beside their rules.
  loader: { '.md': 'text' },
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  { ...common, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...common, entryPoints: { server: 'src/server/main.ts' } },
  { ...common, entryPoints: { extension: 'src/extension/main.ts' }, external: ['vscode'] },
];

/** Tests and the project's own tools, built into `out` with their dependencies left in node_modules. */
const tests = {
  ...common,
  entryPoints: [
    'test/run.ts',
    ...['unit', 'fixes', 'cli', 'deep', 'window', 'frameworks'].map(
      (suite) => `test/${suite}/*.test.ts`,
    ),
    'test/host/*.ts',
    'test/harness/killedWriter.ts',
    'test/fuzz/main.ts',
    'test/oracle/main.ts',
    'src/dev/*.ts',
  ],
  outdir: 'out',
  outbase: '.',
  entryNames: '[dir]/[name]',
  packages: 'external',
  minify: false,
  sourcemap: 'inline',
};

async function main() {
  if (process.argv.includes('--tests')) return void (await esbuild.build(tests));
  if (watch) {
    for (const options of builds)
      await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
  } else {
    await Promise.all(builds.map((options) => esbuild.build(options)));
  }
}

main().catch(() => process.exit(1));
