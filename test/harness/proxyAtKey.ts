import { resultOf } from '../../src/edits/applyEdits';
import { serviceOf } from './cases';

export type Files = Readonly<Record<string, string>>;

/** A page that Vite builds, without its code. */
export const VITE_PAGE: Files = {
  'package.json':
    '{ "type": "module", "scripts": { "dev": "vite" }, "dependencies": { "openai": "^6.0.0" }, "devDependencies": { "vite": "7" } }',
  'index.html': '<script type="module" src="/src/main.js"></script>\n',
};

/**
 * What the proxy says to the finding about a public key in a file of a page: its offer, or why
 * there is none; the files that it changes with their texts, and all files after it.
 */
export function proxyAtKey(given: Files, file: string) {
  const all: Files = { ...VITE_PAGE, ...given };
  const service = serviceOf({ files: new Map(Object.entries(all)) });
  const [finding] = service
    .findings()
    .filter((item) => item.rule === 'public-env-api-key' && item.file === file);
  const isProxy = ({ id }: { readonly id: string }) => id === 'proxy-client-call';
  const offer = service.offers(finding).find(isProxy);
  const outcome = offer?.attempt();
  const refused = outcome && 'refused' in outcome ? outcome.refused.reason : undefined;
  const reason = service.refusals(finding).find(isProxy)?.reason ?? refused;
  const changed = new Map(
    (outcome && 'changes' in outcome ? outcome.changes : []).map((change) => [
      change.file,
      resultOf(change, all[change.file]) ?? '',
    ]),
  );
  const after = new Map([...Object.entries(all), ...changed]);
  return { title: offer?.title, late: offer?.late, reason, changed, after };
}
