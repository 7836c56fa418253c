import { nodeSecret, type Framework } from './framework';

/** Cloud Functions for Firebase. Source: firebase.google.com/docs/functions/config-env. */
export const firebase: Framework = {
  id: 'firebase',
  title: 'Firebase functions',
  applies: (pkg) => pkg.dependencies.has('firebase-functions'),
  entry: ({ specifiers }) => (specifiers.some((name) => /^firebase-(functions|admin)(\/|$)/.test(name)) ? { surface: 'server', why: 'it is a Firebase function' } : undefined),
  fallback: () => ({ surface: 'server', why: 'it is part of the Firebase functions' }),
  secret: (name) => nodeSecret(name),
};
