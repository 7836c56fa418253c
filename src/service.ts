import type { ModuleFacts, RequestFact } from './analysis/facts';
import type { Host, Skip } from './analysis/source/host';
import { createWorkspace, type Workspace } from './analysis/workspace';
import { evaluateChecklist } from './checklist/checklist';
import type { ChecklistItem } from './checklist/item';
import { offeringFor, type Offering, type Refused } from './fixes/offers';
import { frameworks } from './models/frameworks/registry';
import { CONFIG_FILE } from './rules/config';
import { sameConfig, type Configs } from './rules/configs';
import { createRedactor, type Redactor } from './rules/redactor';
import { mainSurface, type Finding } from './rules/rule';
import { createRuleRunner } from './rules/run';
import type { Surface } from './models/convention';

/**
 * The language service without an editor: one folder, its findings, checklist and fixes. The
 * command line and the server both stand on it.
 */
export interface Service {
  readonly workspace: Workspace;
  findings(): readonly Finding[];
  findingsIn(file: string): readonly Finding[];
  /** The seven items for the whole folder, or for a part of it: a package. */
  checklist(covers?: (file: string) => boolean): readonly ChecklistItem[];
  requests(): readonly (RequestFact & { readonly surface: Surface })[];
  clients(): readonly ModuleFacts['clients'][number][];
  offers(finding: Finding): Offering['offers'];
  /** Why fixes of the finding's rule are not offered. */
  refusals(finding: Finding): Offering['refused'];
  /** What every text passes on its way to a person: it takes out the secrets of this folder. */
  redactor(): Redactor;
  skipped(): readonly Skip[];
  /** A file changed: in an editor when its text is given, on disk otherwise. */
  update(file: string, text?: string): void;
  rescan(): void;
}

export interface ServiceOptions {
  readonly host: Host;
  readonly configs?: Configs;
  readonly onProgress?: (done: number, total: number) => void;
  /** Whether requests in tests are listed too. */
  readonly testRequests?: boolean;
  /** Steps the analysis of one file may take before the file is skipped. */
  readonly stepLimit?: number;
}

export function createService({
  host,
  configs = sameConfig(),
  onProgress,
  testRequests = false,
  stepLimit,
}: ServiceOptions): Service {
  const workspace = createWorkspace(host, {
    conventions: frameworks,
    testRequests,
    ignored: configs.ignores,
    ...(onProgress ? { onProgress } : {}),
    ...(stepLimit === undefined ? {} : { stepLimit }),
  });
  const runner = createRuleRunner(workspace);
  /** What follows from the files, until one of them changes. */
  let known: Known = {};
  const all = () => (known.findings ??= runner.run(configs).findings);
  const offering = (finding: Finding): Offering => {
    const offerings = (known.offerings ??= new Map<Finding, Offering>());
    let found = offerings.get(finding);
    if (!found) offerings.set(finding, (found = offeringFor(finding, workspace)));
    return found;
  };
  // What is confirmed holds for the folder: its own file says it.
  const { checklist: confirmed } = configs.at(CONFIG_FILE);
  return {
    workspace,
    findings: all,
    findingsIn: (file) => all().filter((finding) => finding.file === file),
    checklist(covers) {
      if (!covers)
        return (known.checklist ??= evaluateChecklist({ workspace, findings: all(), confirmed }));
      const relevantFiles = () => workspace.relevantFiles().filter(covers);
      return evaluateChecklist({
        workspace: { ...workspace, relevantFiles },
        findings: all().filter(({ file }) => covers(file)),
        confirmed,
      });
    },
    clients: () => workspace.relevantFiles().flatMap((file) => workspace.facts(file).clients),
    requests: () => requestsIn(workspace),
    offers: (finding) => offering(finding).offers,
    refusals: (finding) => offering(finding).refused.map((item) => withStep(item, all(), offering)),
    redactor: () => (known.redactor ??= createRedactor(workspace)),
    skipped: () => [
      ...configs.problems().map((reason) => ({ file: '.', reason })),
      ...workspace.skipped(),
    ],
    update(file, text) {
      workspace.update(file, text);
      known = {};
    },
    rescan() {
      workspace.rescan();
      known = {};
    },
  };
}

/** A reason with what has to be done first, by its title, where that is offered. */
function withStep(
  { id, reason, first }: Refused,
  findings: readonly Finding[],
  offering: (finding: Finding) => Offering,
): Refused {
  const isAtStep = ({ file, start, end }: Finding) =>
    first !== undefined && file === first.file && start >= first.start && end <= first.end;
  const step = findings
    .filter(isAtStep)
    .flatMap((finding) => offering(finding).offers)
    .find((offer) => offer.id === first?.fix);
  return { id, reason: step ? `${reason} First apply “${step.title}”.` : reason };
}

interface Known {
  findings?: readonly Finding[];
  checklist?: readonly ChecklistItem[];
  redactor?: Redactor;
  offerings?: Map<Finding, Offering>;
}

/** The requests that may go to OpenAI, each with where its code runs. */
function requestsIn(workspace: Workspace): ReturnType<Service['requests']> {
  return workspace
    .relevantFiles()
    .flatMap((file) => workspace.facts(file).requests)
    .filter(({ provider }) => provider !== 'other' && provider !== 'local')
    .map((request) => ({
      ...request,
      surface: mainSurface(workspace.surfaces.at(request.file, request.start)),
    }));
}
