import type { Framework } from './framework';
import { PORT, smallServer } from './smallServer';

const LOCAL = `http://localhost:${PORT}`;

/** The manifest of a server beside an application that is built for phones. */
const MANIFEST = {
  file: 'server/package.json',
  start: 'node --env-file-if-exists=.env index.mjs',
  envFile: 'server/.env',
  ignore: 'server/.gitignore',
};

/**
 * Expo without its router: there are no API routes, so a small server stands beside the application,
 * which is told its address by a public variable. Source: docs.expo.dev, "Environment variables".
 */
export const expoApp: Framework = {
  id: 'expo-app',
  title: 'Expo without its router',
  routesIn: 'new',
  applies: (pkg) => pkg.dependencies.has('expo') && !pkg.dependencies.has('expo-router'),
  placement: {
    ...smallServer({ foreignPage: true }),
    manifest: MANIFEST,
    base: { code: `\${process.env.EXPO_PUBLIC_API_URL ?? '${LOCAL}'}` },
    note:
      'Run `npm install` and `npm start` in `server`, and set EXPO_PUBLIC_API_URL to an address of ' +
      'it that a phone can reach.',
  },
};

/** React Native without Expo: the same, with the address in a constant. */
export const nativeApp: Framework = {
  id: 'react-native',
  title: 'React Native',
  routesIn: 'new',
  applies: (pkg) => pkg.dependencies.has('react-native') && !pkg.dependencies.has('expo'),
  placement: {
    ...smallServer({ foreignPage: true }),
    manifest: MANIFEST,
    base: {
      name: 'SERVER',
      value: LOCAL,
      comment: 'Where the server runs: an address that a phone can reach.',
    },
    note:
      'Run `npm install` and `npm start` in `server`, and let `SERVER` name an address of it that a ' +
      'phone can reach.',
  },
};
