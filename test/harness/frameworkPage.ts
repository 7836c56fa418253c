import { readFileSync } from 'node:fs';
import { fixes } from '../../src/fixes/registry';
import { frameworks } from '../../src/models/frameworks/registry';
import { newRoute } from '../../src/routes/placements/registry';
import { apps } from '../frameworks/apps';
import { fixtureCases } from './fixtures';
import type { RealApp } from './realApps';
import { placeOf, places, spec, uploadSpec } from './frameworkPlaces';

/**
 * What each framework has been shown to do, as the page in the docs says it: written with
 * AIRLOCK_WRITE_DOCS=1, else compared.
 */
export function frameworkPage(driven: ReadonlySet<string>): string {
  const rows = frameworks
    .filter((framework) => framework.secret ?? framework.placement)
    .map(({ id, title, placement }) => {
      const offered = (kind: Kind) =>
        places().some(
          ([name, framework, files]) =>
            name === id &&
            newRoute(
              framework,
              kind === 'file' ? uploadSpec(true) : spec(kind === 'streamed', true),
              placeOf(files),
            ),
        );
      const cell = (kind: Kind) =>
        !placement || !offered(kind)
          ? 'not offered'
          : apps.some((app) => app.framework === title && !lacks(app, kind))
            ? 'started and driven'
            : driven.has(`${id} ${kind}`)
              ? 'answered over HTTP'
              : 'type-checked';
      return `| ${title} | ${cell('whole')} | ${cell('streamed')} | ${cell('file')} |`;
    });
  return [
    '# Frameworks',
    '',
    'What `npm test` shows of the server proxy in each framework.',
    '',
    ...DEGREES,
    '',
    'Every route is type-checked strictly.',
    '',
    '| Framework | proxy-client-call | proxy-client-call-streaming | proxy-client-call with a file |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '### What is stood in for, and why',
    '',
    ...standIns(),
    '',
    '## Fixes inside a file',
    '',
    'Each has cases before and after: applied through the code of the editor, analysed again, ' +
      'type-checked against the real packages.',
    '',
    '| Fix | Shown in | Run |',
    '| --- | --- | --- |',
    ...otherFixes(),
    '',
  ].join('\n');
}

/** What the words of the table say. */
const DEGREES: readonly string[] = [
  '- **Started and driven**: an application of `test/apps` that leaks its key was fixed on the ' +
    "command line, type-checked with the real packages, started by the framework's own server and " +
    'asked over HTTP, with the real SDK and a local OpenAI behind it: the normal question, an empty, ' +
    'an over-long and a wrong one, a 429 that passes and one that stays, other failures, a stream in ' +
    'pieces, one that breaks off and a reader who hangs up.',
  '- **Answered over HTTP**: the same questions to the route that the fix creates, in TypeScript and ' +
    'JavaScript; only the way the framework calls its handler is stood in for (by ' +
    '`test/harness/routeDrivers.ts`), for the reasons below.',
  '- **Not offered**: the project has no place for a route that its page surely reaches.',
];

type Kind = 'whole' | 'streamed' | 'file';

/** Whether the runtime of an application cannot show a kind of route. */
function lacks(app: RealApp, kind: Kind): boolean {
  return kind !== 'whole' && app.lacks?.[kind === 'file' ? 'files' : 'streams'] !== undefined;
}

const SMALL_SERVER = 'the small server is the one that is started and driven for browser apps';

/** Why a framework's own runtime does not run here; tried in November 2026. */
const WITHOUT_RUNTIME: Readonly<Record<string, string>> = {
  'Vercel functions': '`vercel dev` asks for an account before it starts',
  'AWS Lambda':
    "Amazon's runtime client for Node has to be compiled on the machine, its emulator is no package " +
    'of npm, and `serverless` asks for an account',
  'Expo / React Native':
    'a route is served after `expo export`, which needs the whole of React Native; its handler ' +
    'takes a `Request` and gives a `Response`, as the stand-in does',
  'Expo without its router': SMALL_SERVER,
  'React Native': SMALL_SERVER,
  'Plain pages and browser extensions': SMALL_SERVER,
};

/** A line for each runtime that is stood in for, or that cannot show everything. */
function standIns(): string[] {
  const lacking = apps.flatMap(({ framework, lacks }) =>
    Object.entries(lacks ?? {}).map(([what, why]) => `- ${framework}, ${what}: ${why}.`),
  );
  return [
    ...Object.entries(WITHOUT_RUNTIME).map(([framework, why]) => `- ${framework}: ${why}.`),
    ...lacking,
  ];
}

/** The cases of a fix, by name. */
function namesOf(fix: string): string {
  const cases = fixtureCases().filter((item) => item.fix === fix);
  return cases.map(({ name }) => name).join(', ');
}

/** The fixes that are not about routes, their cases, and whether what they leave is run. */
function otherFixes(): string[] {
  const run = new Set(
    [
      ...readFileSync('test/fixes/fixedServers.test.ts', 'utf8').matchAll(
        /^ {2,4}it\(['`]([a-z-]+): /gm,
      ),
    ].map(([, id]) => id),
  );
  return fixes
    .filter(({ meta }) => !meta.id.startsWith('proxy-'))
    .map(
      ({ meta }) => `| \`${meta.id}\` | ${namesOf(meta.id)} | ${run.has(meta.id) ? 'yes' : 'no'} |`,
    );
}
