import { resultOf } from '../../src/edits/applyEdits';
import { changesOf, serviceOf } from './cases';

/** The client of a page, in a constant. */
export const CLIENT =
  "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\n";

const MANIFEST =
  '{ "private": true, "type": "module", "scripts": { "dev": "vite" }, "dependencies": { "openai": "^6.0.0", "react": "19" }, "devDependencies": { "vite": "7" } }';

/** What the proxy makes of a small application. */
export interface PageAfter {
  readonly server: string;
  readonly page: string;
  /** Every file that changes, by its path. */
  readonly files: ReadonlyMap<string, string>;
  /** Why it is not offered. */
  readonly reason?: string;
}

/**
 * The proxy on a page of Vite whose request stands in `src/ask.js`, or in the file that is named
 * first; `streams` asks for the fix that streams.
 */
export function pageAfter(
  given: string | Readonly<Record<string, string>>,
  streams = false,
): PageAfter {
  const own = typeof given === 'string' ? { 'src/ask.js': given } : given;
  const [page] = Object.keys(own);
  const all: Record<string, string> = {
    'package.json': MANIFEST,
    'index.html': `<script type="module" src="/${page}"></script>\n`,
    ...own,
  };
  const service = serviceOf({ files: new Map(Object.entries(all)) });
  const [finding] = service.findings().filter(({ rule }) => rule === 'client-side-request');
  const isProxy = ({ id }: { readonly id: string }) =>
    id === (streams ? 'proxy-client-call-streaming' : 'proxy-client-call');
  const offer = finding && service.offers(finding).find(isProxy);
  const reason = finding && service.refusals(finding).find(isProxy)?.reason;
  const files = new Map(
    changesOf(offer).map((change) => [change.file, resultOf(change, all[change.file]) ?? '']),
  );
  return {
    server: files.get('server/index.mjs') ?? '',
    page: files.get(page) ?? '',
    files,
    ...(offer ? {} : { reason: reason ?? 'nothing is said' }),
  };
}
