import { dependsOn } from '../analysis/packages';
import type { Framework } from './framework';

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
  secret: (name) => ({ expression: name, importName: name, importFrom: '$env/static/private', envFile: '.env' }),
};
