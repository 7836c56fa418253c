import { lessonMarkdown } from '../../lessons/ruleLesson';
import { inlineText } from '../../rules/markdownText';
import { rules } from '../../rules/registry';
import type { RuleMeta, Severity } from '../../rules/rule';
import { commentFaults } from '../../rules/commentFaults';
import { plainText, visible, visibleJson, withoutLinks } from '../../rules/visible';
import { version } from '../../../package.json';
import type { Range, Result, ResultFinding } from '../../project/result';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The folder that all paths are seen from, by the name that GitHub and Azure DevOps know. */
const ROOT = '%SRCROOT%';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** GitHub ranks what is tagged `security` by this number: high, medium, low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  error: '8.0',
  warning: '5.0',
  information: '3.0',
  hint: '2.0',
};

/**
 * SARIF 2.1.0, for code scanning: what was found with its trail as a code flow, every rule with its
 * lesson, and what was skipped as notifications. Findings that a comment keeps on purpose are left
 * out, as everywhere.
 */
export function formatSarif(result: Result): string {
  const run = {
    tool: { driver: { name: 'Airlock', version, semanticVersion: version, rules: DESCRIPTORS } },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: result.skipped.map(({ file, reason }) => ({
          level: 'note',
          message: { text: `Skipped: ${plain(reason)}` },
          locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
        })),
      },
    ],
    originalUriBaseIds: {
      [ROOT]: { description: { text: 'The folder in which Airlock was started.' } },
    },
    columnKind: 'utf16CodeUnits',
    results: result.findings.map(resultOf),
  };
  return `${visibleJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

function resultOf(finding: ResultFinding) {
  const { message, detail, related, surface, fixes } = finding;
  const here = { file: finding.file, range: finding.range, message };
  const last = related.at(-1);
  const steps = last && isSamePlace(last, here) ? related : [...related, here];
  return {
    ruleId: finding.rule,
    ruleIndex: DESCRIPTORS.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: {
      text: `${plain(message)}\n\n${plain(detail)}`,
      markdown: `${inlineText(visible(message))}\n\n${inlineText(visible(detail))}`,
    },
    locations: [{ physicalLocation: placeOf(here) }],
    ...(related.length === 0
      ? {}
      : {
          codeFlows: [
            { threadFlows: [{ locations: steps.map((step) => ({ location: stepOf(step) })) }] },
          ],
          relatedLocations: related.map((step, index) => ({ id: index + 1, ...stepOf(step) })),
        }),
    partialFingerprints: { 'airlock/v1': finding.fingerprint },
    properties: { surface, fixes: fixes.filter(({ id }) => id !== 'suppress') },
  };
}

type Place = ResultFinding['related'][number];

function isSamePlace(a: Place, b: Place): boolean {
  const { start } = a.range;
  return (
    a.file === b.file && start.line === b.range.start.line && start.column === b.range.start.column
  );
}

function stepOf(step: Place) {
  return { physicalLocation: placeOf(step), message: { text: plain(step.message) } };
}

function placeOf({ file, range }: { readonly file: string; readonly range: Range }) {
  const { start, end } = range;
  return {
    artifactLocation: artifact(file),
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
  };
}

/** A path as a relative address, in which no name can be taken for a scheme or a query. */
function artifact(file: string) {
  // Half of a surrogate pair has no UTF-8; what it is written as then is not found, but harmless.
  const segments = file.split('/').map((name) => encodeURIComponent(Buffer.from(name).toString()));
  return { uri: segments.join('/'), uriBaseId: ROOT };
}

/** In a message `[text](target)` would be a link, and names in it are other people's. */
function plain(text: string): string {
  return withoutLinks(plainText(visible(text)));
}

const DESCRIPTORS = [
  ...rules.map(({ meta }) => descriptorOf(meta)),
  ...commentFaults.map(({ rule, summary }) => ({
    id: rule,
    name: nameOf(rule),
    shortDescription: { text: summary },
    defaultConfiguration: { level: LEVELS.hint },
  })),
];

function descriptorOf(meta: RuleMeta) {
  const lesson = lessonMarkdown(meta);
  const security = {
    tags: ['security', 'openai', ...meta.cwe.map((number) => `external/cwe/cwe-${number}`)],
    'security-severity': SECURITY_SEVERITY[meta.severity],
  };
  return {
    id: meta.id,
    name: nameOf(meta.id),
    shortDescription: { text: plainText(meta.summary) },
    fullDescription: { text: plainText(`${meta.what}\n\n${meta.why}`) },
    help: { text: plainText(lesson), markdown: lesson },
    defaultConfiguration: { level: LEVELS[meta.severity] },
    properties: meta.cwe.length > 0 ? security : { tags: ['openai'] },
  };
}

/** `open-route` as `OpenRoute`. */
function nameOf(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
