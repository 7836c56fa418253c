import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';

/** What the browser's build writes into a page. */
const PUBLIC: Readonly<Record<string, string>> = {
  'import.meta.env.VITE_OPENAI_API_KEY': '"made-up"',
  'import.meta.env.PUBLIC_OPENAI_API_KEY': '"made-up"',
  'process.env.NEXT_PUBLIC_OPENAI_API_KEY': '"made-up"',
  'import.meta.env': '{}',
};

/** Modules that exist only in a framework's build, or need one to run. */
const STANDINS: Readonly<Record<string, string>> = {
  react: `
    export const useMemo = (make) => make();
    export const useCallback = (fn) => fn;
    export const useRef = (current) => ({ current });
    export const useState = (first) => [typeof first === 'function' ? first() : first, () => {}];
    export const useEffect = () => {};`,
  '$env/static/private': `export const OPENAI_API_KEY = 'made-up';`,
  '$env/dynamic/private': `export const env = { OPENAI_API_KEY: 'made-up' };`,
  'astro:env/server': `export const OPENAI_API_KEY = 'made-up';`,
};

const load = createRequire(join(process.cwd(), 'package.json'));

/**
 * Bundles a module of a project that lies in memory and runs it; packages are those of this
 * repository. Gives what the module exports.
 *
 * @throws When the project does not build, or the module fails while it is loaded.
 */
export async function loadModule(
  files: ReadonlyMap<string, string>,
  entry: string,
): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    logLevel: 'silent',
    define: PUBLIC,
    outfile: 'out.js',
    plugins: [inMemory(files)],
  });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const run = compileFunction(outputFiles[0].text, ['require', 'module', 'exports']);
  run(load, module, module.exports);
  return module.exports;
}

const EXTENSIONS = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '/index.ts', '/index.js'];

/** Resolves relative imports, and `$lib`, in the project; stand-ins; everything else is left to `require`. */
function inMemory(files: ReadonlyMap<string, string>): Plugin {
  const find = (path: string) =>
    EXTENSIONS.map((extension) => path + extension).find((candidate) => files.has(candidate)) ??
    // TypeScript is imported under the name of the JavaScript that it becomes.
    [path.replace(/\.js$/, '.ts')].find((candidate) => files.has(candidate));
  return {
    name: 'in-memory',
    setup(plugin) {
      plugin.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return { path, namespace: 'project' };
        if (path in STANDINS) return { path, namespace: 'standin' };
        const local = path.startsWith('.')
          ? posix.join(dirname(importer), path)
          : path.replace(/^\$lib\//, 'src/lib/').replace(/^@\//, 'src/');
        const found = find(local);
        return found === undefined
          ? { path, external: true }
          : { path: found, namespace: 'project' };
      });
      plugin.onLoad({ filter: /.*/, namespace: 'project' }, ({ path }) => ({
        contents: files.get(path) ?? '',
        loader: path.endsWith('x') ? 'tsx' : 'ts',
      }));
      plugin.onLoad({ filter: /.*/, namespace: 'standin' }, ({ path }) => ({
        contents: STANDINS[path],
        loader: 'js',
      }));
    },
  };
}
