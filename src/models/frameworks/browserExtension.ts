import type { Framework } from './framework';

const TOOLS = [
  'plasmo',
  'wxt',
  '@crxjs/vite-plugin',
  'webextension-polyfill',
  '@types/chrome',
  'chrome-types',
];

/** What the parts of an extension are usually called. */
const SCRIPT =
  /(^|\/)(background|content|content-?script|popup|options|service[-_]?worker|sidepanel|inject)(\/index)?\.[jt]sx?$/i;

/**
 * Browser extensions: everybody who installs one can read its files. Source:
 * developer.chrome.com/docs/extensions.
 */
export const browserExtension: Framework = {
  id: 'browser-extension',
  title: 'Browser extensions',
  publicEnvPrefixes: ['VITE_', 'PLASMO_PUBLIC_', 'WXT_'],
  applies: (pkg) =>
    TOOLS.some((name) => pkg.dependencies.has(name)) ||
    (pkg.files.has('manifest.json') && pkg.files.has('background.js')),
  entry: ({ local }) =>
    SCRIPT.test(local)
      ? { surface: 'browser', why: 'it is part of a browser extension' }
      : undefined,
  fallback: ({ local }) =>
    /(^|\/)(server|backend|api)\//.test(local)
      ? undefined
      : { surface: 'browser', why: 'it is part of a browser extension' },
};
