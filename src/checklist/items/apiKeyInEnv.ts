import { sameSite, type Site } from '../../analysis/host';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

/** Item 1 of the seed: the key is in the environment. Every client that takes its key from there speaks for it. */
export const apiKeyInEnv: ItemCheck = {
  id: 'api-key-in-env',
  title: 'API key stored in environment variables (not code)',
  evaluate({ workspace, findings }) {
    const bad = failures(findings, ['hardcoded-api-key']).concat(failures(findings.filter((finding) => finding.variant === 'tracked-env'), ['leaked-api-key']));
    // A public variable is written into the code by the build: it does not speak for this item.
    const isPublic = (site: Site) => findings.some((finding) => finding.rule === 'public-env-api-key' && sameSite(finding, site));
    const good = workspace.relevantFiles().flatMap((file) => workspace.facts(file).clients).flatMap((client): Evidence[] => {
      if (bad.some((item) => item.file === client.file && item.start >= client.start && item.end <= client.end) || client.provider === 'local') return [];
      const env = client.keys.find((key) => key.kind === 'env');
      const site = { file: client.file, start: client.start, end: client.end };
      if (env?.kind === 'env') return isPublic(env.site) ? [] : [{ ...site, status: 'pass', message: `\`${client.api}\` reads its key from \`${env.name}\`.` }];
      if (client.keys.length === 0) return [{ ...site, status: 'pass', message: `\`${client.api}\` takes its key from the environment by itself.` }];
      return [];
    });
    const evidence = [...bad, ...good];
    return { status: statusOf(evidence), evidence, ...(evidence.length === 0 ? { note: 'No client and no key was found.' } : {}) };
  },
};
