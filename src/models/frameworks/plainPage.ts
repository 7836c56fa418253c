import { dependsOn } from '../package';
import type { PackagesView, PackageView } from '../package';
import type { Framework } from './framework';
import { PORT, smallServer } from './smallServer';

/** Packages that build the page, or have a server: their frameworks know more. */
const BUILT_BY = [
  'vite',
  'webpack',
  'parcel',
  'react-scripts',
  'next',
  'nuxt',
  'astro',
  '@sveltejs/kit',
  'expo',
  'react-native',
  'express',
  'fastify',
  'hono',
  'koa',
] as const;

/**
 * Pages that no tool builds: HTML with its scripts, uploaded sources, browser extensions. They get a
 * small server with a manifest of its own, and ask it at an address that one constant names.
 */
export const plainPage: Framework = {
  id: 'plain-page',
  title: 'Plain pages and browser extensions',
  routesIn: 'new',
  applies: isPlain,
  placement: {
    ...smallServer({ foreignPage: true }),
    manifest: {
      file: 'server/package.json',
      start: 'node --env-file-if-exists=.env index.mjs',
      envFile: 'server/.env',
      ignore: 'server/.gitignore',
    },
    base: {
      name: 'SERVER',
      value: `http://localhost:${PORT}`,
      comment: 'Where the server runs: its own address once it is published.',
    },
    note:
      'Run `npm install` and `npm start` in `server`; the page asks it at the address that `SERVER` ' +
      'names.',
  },
};

function isPlain(pkg: PackageView, packages: PackagesView): boolean {
  // A manifest that cannot be read is one all the same.
  const hasManifest = pkg.files.has('package.json');
  if (hasManifest && pkg.manifest === undefined) return false;
  return (
    (!hasManifest ||
      [...pkg.files].some((file) => file.endsWith('.html') || file === 'manifest.json')) &&
    !BUILT_BY.some((name) => dependsOn(pkg, packages, name))
  );
}
