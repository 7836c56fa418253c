import { dependsOn } from '../analysis/packages';
import type { Framework } from './framework';
import { routeText, webDialect } from './route';

/** SvelteKit. Source: svelte.dev/docs/kit, "Routing", "Server-only modules", "$env/static/private". */
export const sveltekit: Framework = {
  id: 'sveltekit',
  title: 'SvelteKit',
  publicEnvPrefixes: ['PUBLIC_', 'VITE_'],
  applies: (pkg, packages) => dependsOn(pkg, packages, '@sveltejs/kit'),
  entry({ local }) {
    if (/(^|\/)(\+server|\+page\.server|\+layout\.server|hooks\.server)\.[jt]s$/.test(local)) return { surface: 'server', why: 'SvelteKit runs it on the server', boundary: true };
    if (/\.server\.[jt]s$/.test(local) || /(^|\/)lib\/server\//.test(local)) return { surface: 'server', why: 'it is a server-only module', boundary: true };
    if (/(^|\/)\+(page|layout)\.[jt]s$/.test(local)) return { surface: 'browser', why: 'a universal load function runs in the browser too' };
    if (/(^|\/)hooks\.client\.[jt]s$/.test(local)) return { surface: 'browser', why: 'it is the client hook' };
    return local.endsWith('.svelte') ? { surface: 'browser', why: 'it is a Svelte component' } : undefined;
  },
  handlers({ local }) {
    if (/(^|\/)\+server\.[jt]s$/.test(local)) return { names: /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|fallback)$/, what: 'the endpoint' };
    if (/\.remote\.[jt]s$/.test(local)) return { names: /./, what: 'the remote function' };
    return /(^|\/)\+(page|layout)(\.server)?\.[jt]s$/.test(local) ? { names: /^(load|actions(\.\w+)?)$/, what: 'the load function or action' } : undefined;
  },
  route(spec, { exists }) {
    const extension = spec.typescript ? 'ts' : 'js';
    const file = `src/routes/api/${spec.name}/+server.${extension}`;
    return exists(file) ? undefined : { file, url: `/api/${spec.name}`, text: routeText(spec, webDialect((ts) => (ts ? 'export async function POST({ request }: { request: Request }): Promise<Response> {' : 'export async function POST({ request }) {'), { client: 'new OpenAI({ apiKey: OPENAI_API_KEY })', imports: ["import { OPENAI_API_KEY } from '$env/static/private';"] })) };
  },
  secret: (name) => ({ expression: name, importName: name, importFrom: '$env/static/private', envFile: '.env' }),
};
