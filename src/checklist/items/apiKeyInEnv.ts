import { sameSite, type Site } from '../../analysis/source/host';
import { isTestOnly } from '../../rules/rule';
import { failures, statusOf, type ChecklistInput, type Evidence, type ItemCheck } from '../item';

/**
 * Item 1 of the checklist: the key is in the environment. Every client that takes its key from
 * there speaks for it.
 */
export const apiKeyInEnv: ItemCheck = {
  id: 'api-key-in-env',
  title: 'API key stored in environment variables (not code)',
  evaluate(input) {
    const { findings } = input;
    const bad = failures(findings, ['hardcoded-api-key']).concat(
      failures(
        findings.filter((finding) => finding.variant === 'tracked-env'),
        ['leaked-api-key'],
      ),
    );
    const good = [...fromEnvironment(input, bad), ...implicitKeys(input)];
    const evidence = [...bad, ...good];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No client and no key was found.' } : {}),
    };
  },
};

/**
 * The keys that code reads from the environment, those left out that a finding among `bad` is
 * about.
 */
function fromEnvironment(
  { workspace, findings }: ChecklistInput,
  bad: readonly Evidence[],
): Evidence[] {
  // A public variable is written into the code by the build: it does not speak for this item.
  const isPublic = (site: Site) =>
    findings.some((finding) => finding.rule === 'public-env-api-key' && sameSite(finding, site));
  const isBad = ({ file, start, end }: Site) =>
    bad.some((item) => item.file === file && item.start >= start && item.end <= end);
  const uses = workspace.relevantFiles().flatMap((file) => workspace.facts(file).keyUses);
  return uses.flatMap((use): Evidence[] => {
    const env = use.origins.find((origin) => origin.kind === 'env');
    if (
      env?.kind !== 'env' ||
      isPublic(env.site) ||
      use.provider === 'local' ||
      isTestOnly(workspace.surfaces.of(use.file)) ||
      isBad(use)
    )
      return [];
    const { file, start, end } = use;
    const message = `${capital(use.sink)} comes from \`${env.name}\`.`;
    return [{ file, start, end, status: 'pass', message }];
  });
}

/** The clients that are given no key, and so look for it in the environment. */
function implicitKeys({ workspace }: ChecklistInput): Evidence[] {
  return workspace
    .relevantFiles()
    .flatMap((file) => workspace.facts(file).clients)
    .filter(
      ({ keys, provider, file }) =>
        keys.length === 0 && provider !== 'local' && !isTestOnly(workspace.surfaces.of(file)),
    )
    .map(({ file, start, end, api }) => ({
      file,
      start,
      end,
      status: 'pass',
      message: `\`${api}\` takes its key from the environment by itself.`,
    }));
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
