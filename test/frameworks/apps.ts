import type { RealApp } from '../harness/realApps';

const vite = ['vite', 'dev', '--port', 'PORT'] as const;

/** The applications of `test/apps` that are started by their own framework. */
export const apps: readonly RealApp[] = [
  { id: 'next-app', framework: 'Next.js', publicName: 'NEXT_PUBLIC_OPENAI_API_KEY', readsEnv: true, start: ['next', 'dev', '-p', 'PORT'], prepare: ['next', 'typegen'] },
  { id: 'next-pages', framework: 'Next.js', publicName: 'NEXT_PUBLIC_OPENAI_API_KEY', readsEnv: true, start: ['next', 'dev', '-p', 'PORT'], prepare: ['next', 'typegen'] },
  { id: 'sveltekit', framework: 'SvelteKit', publicName: 'VITE_OPENAI_API_KEY', readsEnv: true, start: vite, prepare: ['svelte-kit', 'sync'] },
  { id: 'nuxt', framework: 'Nuxt', publicName: 'VITE_OPENAI_API_KEY', readsEnv: true, start: ['nuxt', 'dev', '--port', 'PORT', '--no-fork'], prepare: ['nuxt', 'prepare'] },
  { id: 'astro', framework: 'Astro', publicName: 'PUBLIC_OPENAI_API_KEY', readsEnv: true, start: ['astro', 'dev', '--port', 'PORT'], prepare: ['astro', 'sync'] },
  { id: 'react-router', framework: 'Remix / React Router', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['react-router', 'dev', '--port', 'PORT'] },
  { id: 'tanstack-start', framework: 'TanStack Start', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: vite },
  { id: 'pages-functions', framework: 'Cloudflare Workers', publicName: 'VITE_OPENAI_API_KEY', readsEnv: true, start: ['wrangler', 'pages', 'dev', '--port', 'PORT', '--binding', 'OPENAI_BASE_URL=OPENAI'] },
  { id: 'vite-alone', framework: 'Browser apps (Vite, CRA, Angular, Vue)', publicName: 'VITE_OPENAI_API_KEY', readsEnv: true, start: ['npm', 'run', 'server'], port: 8787 },
  { id: 'express', framework: 'Express', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['node', 'server/index.ts'] },
  { id: 'fastify', framework: 'Fastify', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['node', 'server/index.ts'] },
  { id: 'koa', framework: 'Koa', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['node', 'server/index.ts'] },
  { id: 'nest', framework: 'NestJS', publicName: 'VITE_OPENAI_API_KEY', page: 'web', readsEnv: false, start: ['npm', 'start'] },
  { id: 'supabase', framework: 'Supabase edge functions (Deno)', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['deno', 'run', '-A', '--no-lock', '--node-modules-dir=manual', 'gateway.ts'], prepare: ['deno', 'check', '--quiet', '--no-lock', '--node-modules-dir=manual', 'supabase/functions/chat/index.ts', 'supabase/functions/chat-stream/index.ts', 'supabase/functions/transcription/index.ts'] },
  { id: 'hono', framework: 'Hono', publicName: 'VITE_OPENAI_API_KEY', readsEnv: false, start: ['node', 'server/index.ts'] },
];
