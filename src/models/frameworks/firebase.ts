import { LOGS } from '../libraries/loggers';
import { nodeDialect, nodeUpload, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { named } from './loaded';
import type { RouteShape } from './placement';

/**
 * Cloud Functions for Firebase. Source: firebase.google.com/docs, "Configure your environment",
 * "Serve dynamic content with Cloud Functions".
 */
export const firebase: Framework = {
  id: 'firebase',
  title: 'Firebase functions',
  packages: ['firebase-functions', 'firebase-functions/v1'],
  things: {
    builder: { from: ['default', 'https', 'runWith()', 'region()', '{runWith,region}().https'] },
    request: { from: 'Request()' },
    response: { from: 'Response()', builds: true },
  },
  registrations: [
    {
      call: '<builder>.onRequest',
      entry: 'http',
      what: 'the handler given to `{name}`',
      hands: ['request', 'response'],
    },
    {
      call: '<builder>.onCall',
      entry: 'http',
      takes: 'callable',
      what: 'the handler given to `{name}`',
      returns: true,
    },
    {
      call: ['<request>.**.{on,once}', '<response>.**.{on,once}'],
      entry: 'detached',
      what: 'the listener of {topic}',
    },
  ],
  // The data is the first argument itself in the first generation, a member of it in the second.
  sources: [
    {
      of: 'callable',
      kind: 'call',
      argument: 0,
      what: 'the data of {entry}',
      through: '{data}',
      not: '{auth,app,rawRequest,instanceIdToken,acceptsStreaming}',
    },
  ],
  sinks: [
    { call: '<response>.{json,send,write,end}', into: 'response' },
    { call: '<response>.redirect', into: 'address' },
  ],
  answers: [{ call: ['HttpsError()', 'https.HttpsError()'] }],
  loggers: [{ call: [`logger.${LOGS}`, '{log,info,warn,error,debug}'] }],
  routesIn: 'other',
  applies: (pkg) => pkg.dependencies.has('firebase-functions'),
  entry: ({ specifiers }) =>
    specifiers.some((name) => /^firebase-(functions|admin)(\/|$)/.test(name))
      ? { surface: 'server', why: 'it is a Firebase function' }
      : undefined,
  fallback: () => ({ surface: 'server', why: 'it is part of the Firebase functions' }),
  placement: {
    kind: 'firebase-index',
    versions: /^\D*([4-9]|\d{2,})(\.|$)/,
    indexes: ['src/index.ts', 'src/index.js', 'index.ts', 'index.js'],
    region: { packages: ['firebase-functions'], call: 'setGlobalOptions()', option: 'region' },
    envFile: '.secret.local',
    note: (variable) =>
      `Run \`firebase functions:secrets:set ${variable}\` before you deploy; ` +
      'in development the page has to come from `firebase emulators:start`.',
    dialect,
  },
  secret: (name) => nodeSecret(name),
};

function dialect(exported: string, { typescript, variable }: RouteShape): Dialect {
  return nodeDialect(
    `const ${exported} = onRequest({ secrets: ['${variable}'] }, async (req, res) => {`,
    {
      exported,
      imports: [named('firebase-functions/v2/https', 'onRequest')],
      close: '});',
      // Hosting hands an answer on when it is whole: nothing would stream.
      stream: undefined,
      upload: nodeUpload(typescript ? 'new Uint8Array(req.rawBody)' : 'req.rawBody', 'req.headers'),
    },
  );
}
