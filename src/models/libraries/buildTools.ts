/*
 * What build tools call things. Sources: the documentation of each bundler and plug-in;
 * nodejs.org/api/packages, "Conditional exports".
 */

/** Tools whose configuration may hold aliases of imports: `vite.config.ts`. */
export const bundlers =
  '{vite,vitest,webpack,rollup,astro,nuxt,svelte,electron.vite,vue,craco,rspack,rsbuild,next,' +
  'babel,metro}';

/** Files that make their folder a package. */
export const manifests: readonly string[] = ['package.json', 'deno.json', 'deno.jsonc'];

/**
 * Conditions of a package's exports in the order in which bundlers of browser and server code meet
 * them; the types and the development source help most here.
 */
export const exportConditions: readonly string[] = [
  'source',
  'development',
  'svelte',
  'import',
  'module',
  'node',
  'browser',
  'require',
  'default',
  'types',
];

/** Fields of a manifest that name what a package begins with. */
export const entryFields: readonly string[] = [
  'source',
  'svelte',
  'module',
  'main',
  'types',
  'browser',
];

/**
 * Where packages can be loaded from by address, and the rest of the address before the package's
 * name.
 */
export const mirrors: readonly string[] = [
  'esm.sh/',
  'cdn.skypack.dev/',
  'unpkg.com/',
  'cdn.jsdelivr.net/npm/',
  'esm.run/',
  'jspm.dev/',
  'ga.jspm.io/npm:/',
  'deno.land/x/',
];

/**
 * Endings of files in which code stands before the markup, between two lines of `---`; it runs on
 * the server.
 */
export const frontmatterFiles: readonly string[] = ['.astro'];

/**
 * Prefixes of variables that mean "public" to one tool only and are too odd to be chosen by chance.
 */
export const publicPrefixes: readonly string[] = [
  'NEXT_PUBLIC_',
  'VITE_',
  'REACT_APP_',
  'EXPO_PUBLIC_',
  'GATSBY_',
  'NUXT_PUBLIC_',
  'VUE_APP_',
  'NG_APP_',
  'PLASMO_PUBLIC_',
  'SNOWPACK_PUBLIC_',
];
