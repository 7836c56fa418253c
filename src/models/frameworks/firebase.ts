import { modify } from 'jsonc-parser';
import { dependencyRange, isRecord, readJsonObject } from '../../analysis/source/packages';
import { isCommonJs, toCommonJs } from '../../routes/commonJs';
import { nodeSecret, type Framework, type RoutePlace } from './framework';
import { jsonStyle } from '../../routes/jsonStyle';
import { importExtension } from '../../routes/mountedRoute';
import {
  nodeDialect,
  routeText,
  type Patch,
  type RouteFile,
  type RouteSpec,
} from '../../routes/route';
import { nodeUpload } from '../../routes/upload';

/** Cloud Functions for Firebase. Source: firebase.google.com/docs, "Configure your environment", "Serve dynamic content with Cloud Functions". */
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
      what: 'the handler given to `{name}`',
      returns: true,
    },
    {
      call: ['<request>.**.{on,once}', '<response>.**.{on,once}'],
      entry: 'detached',
      what: 'the listener of {topic}',
    },
  ],
  sinks: [
    { call: '<response>.{json,send,write,end}', into: 'response' },
    { call: '<response>.redirect', into: 'address' },
  ],
  answers: [{ call: ['HttpsError()', 'https.HttpsError()'] }],
  loggers: [{ call: ['logger.*', '{log,info,warn,error,debug}'] }],
  routesIn: 'other',
  applies: (pkg) => pkg.dependencies.has('firebase-functions'),
  entry: ({ specifiers }) =>
    specifiers.some((name) => /^firebase-(functions|admin)(\/|$)/.test(name))
      ? { surface: 'server', why: 'it is a Firebase function' }
      : undefined,
  fallback: () => ({ surface: 'server', why: 'it is part of the Firebase functions' }),
  route: httpsFunction,
  secret: (name) => nodeSecret(name),
};

/** A function of its own, exported by the index of the functions, to which the page's hosting sends `/api/…`. */
function httpsFunction(
  spec: RouteSpec,
  { pkg, files, exists, read }: RoutePlace,
): RouteFile | undefined {
  const index = ['src/index.ts', 'src/index.js', 'index.ts', 'index.js'].find((path) =>
    files.includes(path),
  );
  const hosting = ['firebase.json', '../firebase.json'].find((path) => read(path) !== undefined);
  const source = index === undefined ? '' : (read(index) ?? '');
  const name = spec.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  // Hosting hands an answer on when it is whole: nothing would stream.
  if (
    spec.streams ||
    index === undefined ||
    hosting === undefined ||
    !/^\D*([4-9]|\d{2,})(\.|$)/.test(dependencyRange(pkg, 'firebase-functions') ?? '') ||
    new RegExp(`\\b${name}\\b`).test(source)
  )
    return undefined;
  const region = /setGlobalOptions\([^)]*\bregion:\s*['"]([\w-]+)['"]/.exec(source)?.[1];
  const rewrite = rewritten(read(hosting) ?? '', {
    source: `/api/${spec.name}`,
    function: { functionId: name, ...(region === undefined ? {} : { region }) },
  });
  const extension = index.slice(index.lastIndexOf('.'));
  const file = `${index.slice(0, index.lastIndexOf('/') + 1)}${spec.name}${extension}`;
  if (!rewrite || exists(file)) return undefined;
  const typescript = extension === '.ts';
  const commonJs = isCommonJs(source);
  const text = routeText(
    { ...spec, typescript },
    nodeDialect(
      () =>
        `export const ${name} = onRequest({ secrets: ['OPENAI_API_KEY'] }, async (req, res) => {`,
      {
        imports: ["import { onRequest } from 'firebase-functions/v2/https';"],
        close: '});',
        lateClient: true,
        upload: nodeUpload(
          typescript ? 'new Uint8Array(req.rawBody)' : 'req.rawBody',
          (header) => `req.headers['${header}']`,
        ),
      },
    ),
  );
  const from = `./${spec.name}${typescript ? importExtension(source, read('tsconfig.json') ?? '') : extension}`;
  const exported = commonJs
    ? `exports.${name} = require('${from}').${name};`
    : `export { ${name} } from '${from}';`;
  return {
    file,
    text: commonJs ? toCommonJs(text, name) : text,
    url: `/api/${spec.name}`,
    envFile: '.secret.local',
    patches: [
      {
        file: index,
        edits: [
          {
            start: source.length,
            end: source.length,
            text: `${source.endsWith('\n') ? '' : '\n'}\n${exported}\n`,
          },
        ],
      },
      { file: hosting, edits: rewrite },
    ],
    note: 'Run `firebase functions:secrets:set OPENAI_API_KEY` before you deploy; in development the page has to come from `firebase emulators:start`.',
  };
}

/** The edit that puts a rewrite before all others of the one site in `firebase.json`: the last one usually answers everything. */
function rewritten(
  text: string,
  entry: Readonly<Record<string, unknown>>,
): Patch['edits'] | undefined {
  const hosting = readJsonObject(text)?.hosting;
  if (!isRecord(hosting)) return undefined;
  const edits = modify(text, ['hosting', 'rewrites', 0], entry, {
    isArrayInsertion: true,
    formattingOptions: jsonStyle(text),
  });
  return edits.map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
}
