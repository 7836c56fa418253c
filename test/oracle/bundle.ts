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

/** Modules that exist only in a framework's build, need one to run, or ask by a way of their own. */
const STANDINS: Readonly<Record<string, string>> = {
  react: `
    export const useMemo = (make) => make();
    export const useCallback = (fn) => fn;
    export const useRef = (current) => ({ current });
    export const useState = (first) => [typeof first === 'function' ? first() : first, () => {}];
    export const useEffect = () => {};`,
  // The package itself asks for a browser's whole document.
  vue: 'export const ref = (value) => ({ value });',
  // The real limiters count in `test/frameworks`; here they let everybody through.
  '@fastify/rate-limit': `
    export const fastifyRateLimit = Object.assign(async () => {}, { [Symbol.for('skip-override')]: true });`,
  'hono-rate-limiter': 'export const rateLimiter = () => (c, next) => next();',
  axios: `
    export class AxiosError extends Error {}
    const send = async (url, data, { baseURL = '', headers = {} } = {}) => {
      const response = await fetch(baseURL + url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(data),
      });
      const text = await response.text();
      const answered = { status: response.status, data: JSON.parse(text), headers: Object.fromEntries(response.headers) };
      if (response.ok) return answered;
      const failure = new AxiosError('Request failed with status code ' + response.status);
      throw Object.assign(failure, { response: answered, isAxiosError: true, status: response.status });
    };
    const axios = (config) => send(config.url, config.data, config);
    axios.post = send;
    axios.create = (defaults) => ({ post: (url, data, config) => send(url, data, { ...defaults, ...config }) });
    export const isAxiosError = (error) => error?.isAxiosError === true;
    axios.isAxiosError = isAxiosError;
    export default axios;`,
  'openai version 3': `
    import axios from 'axios';
    export class Configuration {
      constructor({ apiKey }) { this.apiKey = apiKey; }
    }
    export class OpenAIApi {
      constructor(configuration) { this.configuration = configuration; }
      createChatCompletion(payload) {
        return axios.post('https://api.openai.com/v1/chat/completions', payload, {
          headers: { Authorization: 'Bearer ' + this.configuration.apiKey },
        });
      }
    }`,
  h3: `
    export const defineEventHandler = (handler) => handler;
    export const readBody = async ({ body }) => body;
    export const createError = (options) => Object.assign(new Error(options.statusMessage ?? options.message), options);
    export const setResponseStatus = ({ sent }, status) => { sent.status = status; };
    export const setResponseHeader = ({ sent }, name, value) => { sent.headers.set(name, String(value)); };
    export const setResponseHeaders = ({ sent }, all) => {
      for (const [name, value] of Object.entries(all)) sent.headers.set(name, String(value));
    };
    export const setHeader = setResponseHeader;`,
  '$env/static/private': `export const OPENAI_API_KEY = 'made-up';`,
  '$env/dynamic/private': `export const env = { OPENAI_API_KEY: 'made-up' };`,
  'astro:env/server': `export const OPENAI_API_KEY = 'made-up';`,
};

const load = createRequire(join(process.cwd(), 'package.json'));
// A provider keeps the address of the environment that it was made in: another test's mock, maybe.
for (const file of Object.keys(load.cache))
  if (file.includes('@ai-sdk')) Reflect.deleteProperty(load.cache, file);

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
    inject: isNuxt(files) ? ['h3'] : [],
    outfile: 'out.js',
    plugins: [inMemory(files)],
  });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const run = compileFunction(outputFiles[0].text, ['require', 'module', 'exports']);
  run(load, module, module.exports);
  await module.exports.loaded;
  return module.exports;
}

/**
 * A server that waits outside of functions, as a module that may: what is bundled here may not, so
 * all behind its imports runs in a function that is waited for.
 */
function waiting(text: string): string {
  if (!/^await /m.test(text)) return text;
  const lines = text.split('\n');
  const first = lines.findLastIndex((line) => line.startsWith('import ')) + 1;
  return [
    ...lines.slice(0, first),
    'export const loaded = (async () => {',
    ...lines.slice(first),
    '})();',
  ].join('\n');
}

/** Whether a project is one of Nuxt's, which imports its own functions by itself. */
function isNuxt(files: ReadonlyMap<string, string>): boolean {
  return files.get('package.json')?.includes('"nuxt"') ?? false;
}

/** Whether the manifest that is nearest to a module names version 3 of the SDK. */
function namesVersion3(files: ReadonlyMap<string, string>, importer: string): boolean {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const manifest = files.get(posix.join(folder, 'package.json'));
    if (manifest !== undefined) {
      const { dependencies } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
      return /^[\^~]?3\./.test(dependencies?.['openai'] ?? '');
    }
    if (folder === '.') return false;
  }
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
        if (kind === 'entry-point' && !(path in STANDINS)) return { path, namespace: 'project' };
        if (path === 'openai' && namesVersion3(files, importer))
          return { path: 'openai version 3', namespace: 'standin' };
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
        contents: waiting(files.get(path) ?? ''),
        loader: path.endsWith('x') ? 'tsx' : 'ts',
      }));
      plugin.onLoad({ filter: /.*/, namespace: 'standin' }, ({ path }) => ({
        contents: STANDINS[path],
        loader: 'js',
      }));
    },
  };
}
