import { readFileSync } from 'node:fs';
import { fixes } from '../../src/fixes/registry';
import { frameworks } from '../../src/models/frameworks/registry';
import { newRoute } from '../../src/routes/placements/registry';
import { apps } from '../frameworks/apps';
import { fixtureCases } from './fixtures';
import { placeOf, places, spec, uploadSpec } from './frameworkPlaces';

/**
 * What each framework has been shown to do, as the page in the docs says it: written with
 * AIRLOCK_WRITE_DOCS=1, else compared.
 */
export function frameworkPage(driven: ReadonlySet<string>): string {
  const rows = frameworks
    .filter((framework) => framework.secret ?? framework.placement)
    .map(({ id, title, placement }) => {
      const offered = (kind: string) =>
        places().some(
          ([name, framework, files]) =>
            name === id &&
            newRoute(
              framework,
              kind === 'file' ? uploadSpec(true) : spec(kind === 'streamed', true),
              placeOf(files),
            ),
        );
      const cell = (kind: string) =>
        !placement || !offered(kind)
          ? 'not offered'
          : apps.some((app) => app.framework === title)
            ? 'started and driven'
            : driven.has(`${id} ${kind}`)
              ? 'answered over HTTP'
              : 'type-checked';
      return `| ${title} | ${cell('whole')} | ${cell('streamed')} | ${cell('file')} |`;
    });
  return `# Frameworks\n\nWhat \`npm test\` shows of the server proxy in each framework.\n\n- **Started and driven**: an application of \`test/apps\` that leaks its key was fixed on the command line, type-checked with the real packages, started by the framework's own server and asked over HTTP, with the real SDK and a local OpenAI behind it: the normal question, an empty, an over-long and a wrong one, a 429 that passes and one that stays, other failures, a stream in pieces, one that breaks off and a reader who hangs up.\n- **Answered over HTTP**: the same questions to the route that the fix creates, in TypeScript and JavaScript; only the way the framework calls its handler is stood in for.\n- **Not offered**: the project has no place for a route that its page surely reaches.\n\nEvery route is type-checked strictly.\n\n| Framework | proxy-client-call | proxy-client-call-streaming | proxy-client-call with a file |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n\n## Fixes inside a file\n\nEach has cases before and after: applied through the code of the editor, analysed again, type-checked against the real packages.\n\n| Fix | Shown in | Run |\n| --- | --- | --- |\n${otherFixes().join('\n')}\n`;
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
