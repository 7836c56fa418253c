import type { Framework } from './framework';

/** Cloudflare Workers and Pages functions. Source: developers.cloudflare.com/workers, "Secrets", "nodejs_compat: process.env", "cloudflare:workers". */
export const cloudflare: Framework = {
  id: 'cloudflare',
  title: 'Cloudflare Workers',
  applies: (pkg) => pkg.dependencies.has('wrangler') || [...pkg.files].some((file) => /^wrangler\.(toml|jsonc?)$/.test(file)),
  entry({ local, head }) {
    if (/^functions\//.test(local)) return { surface: 'edge', why: 'it is a Pages function', boundary: true };
    return /export\s+default\s*\{[^}]*\bfetch\b/.test(head) ? { surface: 'edge', why: 'it is a Worker' } : undefined;
  },
  handlers: ({ local }) => (/^functions\//.test(local) ? { names: /^onRequest\w*$/, what: 'the Pages function' } : { names: /^default\.(fetch|queue|email|scheduled)$/, what: 'the Worker' }),
  secret: (name, { head, local }) =>
    /^functions\//.test(local) || /export\s+default\s*\{[^}]*\bfetch\b/.test(head) ? { expression: `env.${name}`, importName: 'env', importFrom: 'cloudflare:workers', envFile: '.dev.vars' } : undefined,
};
