import { newRoute } from './fixes/proxy/server/newRoute';
import { ruleById } from './rules/registry';
import type { Finding } from './rules/rule';
import { visibleLines } from './rules/visible';
import type { Service } from './service';

/** A step of the way by hand; the analysis sees whether it is done. */
export interface GuideStep {
  readonly title: string;
  /** What to do, Markdown; code of this project in fences. */
  readonly text: string;
  readonly done: boolean;
}

/** The way to mend by hand what no fix can, made from the code at hand. */
export interface Guide {
  readonly title: string;
  /** Why there is no fix, a sentence each; none once the finding is gone. */
  readonly reasons: readonly string[];
  readonly steps: readonly GuideStep[];
}

/**
 * The guide for what a rule finds in a file, as things stand now: its steps turn to done one by
 * one. `undefined` for an id that is no rule.
 */
export function guideFor(rule: string, file: string, service: Service): Guide | undefined {
  const meta = ruleById(rule)?.meta;
  if (!meta) return undefined;
  const open = service.findingsIn(file).filter((finding) => finding.rule === rule);
  const reasons = open.flatMap((finding) => service.refusals(finding).map(({ reason }) => reason));
  const steps = isOfProxy(meta.fixes)
    ? proxySteps(file, open, service)
    : [lessonStep(meta.right.code, open)];
  return { title: meta.title, reasons: [...new Set(reasons)], steps };
}

/** A guide as people read it, secrets taken out. */
export function guideMarkdown({ title, reasons, steps }: Guide, service: Service): string {
  const left = steps.filter(({ done }) => !done).length;
  const text = [
    `# ${title}`,
    left === 0
      ? 'All steps are done.'
      : `${steps.length - left} of ${steps.length} steps are done.`,
    ...reasons.map((reason) => `> No automatic fix: ${reason}`),
    ...steps.flatMap((step, index) => [
      `## ${step.done ? '✅' : '⬜'} ${index + 1}. ${step.title}`,
      step.text,
    ]),
  ].join('\n\n');
  return visibleLines(service.redactor().text(`${text}\n`));
}

/** Whether the rule's mistakes are mended by a route on the server. */
function isOfProxy(fixes: readonly string[]): boolean {
  return fixes.includes('proxy-client-call');
}

function lessonStep(right: string, open: readonly Finding[]): GuideStep {
  return {
    title: 'Write it as the lesson shows',
    text: fenced(right),
    done: open.length === 0,
  };
}

/** How a page asks a route. */
const ASKING = [
  "const response = await fetch('/api/chat', {",
  "  method: 'POST',",
  "  headers: { 'Content-Type': 'application/json' },",
  '  body: JSON.stringify({ message }),',
  '});',
  "if (!response.ok) throw new Error('The answer could not be fetched.');",
  '',
].join('\n');

/** A route, the key on the server alone, a page that asks the route, and nothing left behind. */
function proxySteps(file: string, open: readonly Finding[], service: Service): GuideStep[] {
  const { workspace } = service;
  const pkg = workspace.packages.of(file);
  const route = newRoute(pkg, workspace, false);
  const outcome = route?.attempt();
  const created =
    outcome && 'changes' in outcome
      ? outcome.changes.flatMap((change) =>
          change.kind === 'create' && change.file === route?.file ? change.text : [],
        )
      : [];
  const inPackage = (finding: Finding) => workspace.packages.of(finding.file) === pkg;
  const exposed = service
    .findings()
    .filter(
      (finding) =>
        inPackage(finding) &&
        (finding.rule === 'public-env-api-key' || finding.rule === 'hardcoded-api-key'),
    );
  const served = service
    .requests()
    .some(({ surface }) => surface === 'server' || surface === 'edge');
  return [
    {
      title: 'Give your server a route that asks the model',
      text: [
        route
          ? `A place for it is \`${route.file}\`:`
          : 'This project has no server yet: any that runs JavaScript will do.',
        ...created.map(fenced),
        'It builds the prompt itself, takes from the page only what a person typed, and checks that.',
      ].join('\n\n'),
      done: served,
    },
    {
      title: 'Let the page ask that route',
      text: [
        `In \`${file}\`, put a request to the route where the call is now:`,
        fenced(ASKING),
      ].join('\n\n'),
      done: open.length === 0,
    },
    {
      title: 'Keep the key where only the server reads it',
      text:
        'As `OPENAI_API_KEY` in an `.env` that git ignores, and at your host. Delete the public ' +
        'variable, also at the host, and create a new key: the old one has been public.',
      done: exposed.length === 0,
    },
  ];
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code.trimEnd()}\n\`\`\``;
}
