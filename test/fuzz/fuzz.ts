import { judge, type Verdict } from './judge';
import { filesFor, projectsFor, type FrontEnd, type Project } from './material';
import { mutated } from './mutate';
import { createRandom } from './random';

/** One project with one file mutated. The seed, the front end and the number make it again. */
export interface FuzzCase {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly file: string;
  /** Whether an editor has the file open. */
  readonly open: boolean;
}

/** Makes a case from the projects for its front end. */
function caseOf(
  seed: number,
  front: FrontEnd,
  number: number,
  projects: readonly Project[],
): FuzzCase {
  const random = createRandom(seed, front, number);
  const project = random.pick(projects);
  const file = random.pick(filesFor(front, project));
  const files = new Map<string, Uint8Array>(
    [...project].map(([name, text]) => [name, Buffer.from(text)]),
  );
  files.set(file, mutated(project.get(file) ?? '', random));
  return { files, file, open: random.oneIn(2) };
}

function judgeCase({ files, file, open }: FuzzCase): Verdict {
  const verdict = judge(files, open ? file : undefined);
  // A machine that is busy, or not warmed up, is slow once; code that is slow is slow again.
  return verdict.failures.some((failure) => failure.endsWith('is slow'))
    ? judge(files, open ? file : undefined)
    : verdict;
}

/** What a front end came to over many cases. */
export interface Tally {
  readonly front: FrontEnd;
  cases: number;
  findings: number;
  offers: number;
  failed: number;
  slowest: number;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly fronts: readonly FrontEnd[];
  /** Numbers of cases per front end: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  onFailure(front: FrontEnd, number: number, failures: readonly string[], files: FuzzCase): void;
}

export function fuzz(options: FuzzOptions, all: readonly Project[]): Tally[] {
  return options.fronts.map((front) => {
    const tally: Tally = { front, cases: 0, findings: 0, offers: 0, failed: 0, slowest: 0 };
    const projects = projectsFor(front, all);
    for (let number = options.from; number < options.to; number++) {
      const made = caseOf(options.seed, front, number, projects);
      const { findings, offers, failures, slowest } = judgeCase(made);
      tally.cases++;
      tally.findings += findings;
      tally.offers += offers;
      tally.slowest = Math.max(tally.slowest, slowest);
      if (failures.length === 0) continue;
      tally.failed++;
      options.onFailure(front, number, failures, made);
    }
    return tally;
  });
}
