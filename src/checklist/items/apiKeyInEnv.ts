import { sameSite, type Site } from '../../analysis/source/host';
import { isTestOnly } from '../../rules/rule';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

/** Item 1 of the checklist: the key is in the environment. Every client that takes its key from there speaks for it. */
export const apiKeyInEnv: ItemCheck = {
  id: 'api-key-in-env',
  title: 'API key stored in environment variables (not code)',
  evaluate({ workspace, findings }) {
    const bad = failures(findings, ['hardcoded-api-key']).concat(
      failures(
        findings.filter((finding) => finding.variant === 'tracked-env'),
        ['leaked-api-key'],
      ),
    );
    // A public variable is written into the code by the build: it does not speak for this item.
    const isPublic = (site: Site) =>
      findings.some((finding) => finding.rule === 'public-env-api-key' && sameSite(finding, site));
    const facts = workspace.relevantFiles().map((file) => workspace.facts(file));
    const fromEnv = facts
      .flatMap(({ keyUses }) => keyUses)
      .flatMap((use): Evidence[] => {
        const env = use.origins.find((origin) => origin.kind === 'env');
        if (
          env?.kind !== 'env' ||
          isPublic(env.site) ||
          use.provider === 'local' ||
          isTestOnly(workspace.surfaces.of(use.file))
        )
          return [];
        if (
          bad.some(
            (item) => item.file === use.file && item.start >= use.start && item.end <= use.end,
          )
        )
          return [];
        return [
          {
            file: use.file,
            start: use.start,
            end: use.end,
            status: 'pass',
            message: `${capital(use.sink)} comes from \`${env.name}\`.`,
          },
        ];
      });
    const implicit = facts
      .flatMap(({ clients }) => clients)
      .filter(
        (client) =>
          client.keys.length === 0 &&
          client.provider !== 'local' &&
          !isTestOnly(workspace.surfaces.of(client.file)),
      );
    const good = [
      ...fromEnv,
      ...implicit.map(({ file, start, end, api }): Evidence => ({
        file,
        start,
        end,
        status: 'pass',
        message: `\`${api}\` takes its key from the environment by itself.`,
      })),
    ];
    const evidence = [...bad, ...good];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No client and no key was found.' } : {}),
    };
  },
};

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
