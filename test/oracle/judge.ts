import { fixAll } from '../../src/fixAll';
import { serviceOf } from '../harness/cases';
import type { Application } from './application';
import { differences, type Difference, type FixUnderTest } from './compare';
import { run, type Outcome, type Version } from './run';

/** What became of an application under one fix. */
export interface Verdict {
  readonly fix: string;
  /** Nothing where the fix is not offered. */
  readonly differences: readonly Difference[] | undefined;
  readonly after?: ReadonlyMap<string, string>;
}

/**
 * Applies each of the fixes to an application, runs it before and after and compares.
 *
 * @throws When the application itself does not run: then the grammar is wrong.
 */
export async function judge(app: Application, fixes: readonly FixUnderTest[]): Promise<Verdict[]> {
  const before = await run(app, { files: app.files, created: [] });
  const [{ sent, failure, value }] = before;
  if (sent.length === 0)
    throw new Error(`nothing reaches OpenAI: ${JSON.stringify(failure ?? value)}`);
  // An application that always fails is the same under every fix.
  if (failure) throw new Error(`its first question fails: ${JSON.stringify(failure)}`);
  const verdicts: Verdict[] = [];
  for (const fix of fixes) {
    const fixed = fixedBy(fix.id, app);
    verdicts.push(
      fixed
        ? { fix: fix.id, differences: await compared(app, fix, before, fixed), after: fixed.files }
        : { fix: fix.id, differences: undefined },
    );
  }
  return verdicts;
}

async function compared(
  app: Application,
  fix: FixUnderTest,
  before: readonly Outcome[],
  version: Version,
): Promise<Difference[]> {
  try {
    return differences(app.steps, before, await run(app, version), fix);
  } catch (error) {
    return [`it no longer runs: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The application with one fix applied wherever it is offered; `undefined` where it is nowhere. */
function fixedBy(fix: string, app: Application): Version | undefined {
  const { files } = fixAll(serviceOf({ files: app.files }), (_, offers) =>
    offers.find(({ id }) => id === fix),
  );
  if (files.size === 0) return undefined;
  const after = new Map(app.files);
  for (const [file, { after: text }] of files) {
    if (text === undefined) after.delete(file);
    else after.set(file, text);
  }
  return { files: after, created: [...after.keys()].filter((file) => !app.files.has(file)) };
}
