// Builds what ships: the extension's client, the language server, the command line and the SDK of the
// Model Context Protocol, each in one file.
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * TypeScript's object as one default export. Without it each importing module copies the 2,500
 * properties of that CommonJS object, which costs half a second at every start.
 *
 * @type {import('esbuild').Plugin}
 */
const oneTypeScript = {
  name: 'one-typescript',
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, ({ kind }) =>
      kind === 'import-statement'
        ? { path: process.cwd(), namespace: 'one-typescript' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'one-typescript' }, ({ path }) => ({
      contents: "const ts = require('typescript');\nexport default ts;",
      resolveDir: path,
    }));
  },
};

/**
 * The SDK of the Model Context Protocol stays in a file of its own, which is loaded when it is asked
 * for.
 *
 * @type {import('esbuild').Plugin}
 */
const mcpApart = {
  name: 'mcp-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/sdk$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './mcp.js', external: true } : undefined,
    );
  },
};

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
  plugins: [oneTypeScript],
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...common,
    entryPoints: { cli: 'src/cli/main.ts' },
    banner: { js: '#!/usr/bin/env node' },
    plugins: [oneTypeScript, mcpApart],
  },
  {
    ...common,
    entryPoints: { server: 'src/server/main.ts' },
    plugins: [oneTypeScript, mcpApart],
  },
  { ...common, entryPoints: { mcp: 'src/mcp/sdk.ts' } },
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
