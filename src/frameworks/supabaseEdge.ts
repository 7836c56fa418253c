import type { Framework } from './framework';

/** Supabase edge functions and other Deno servers. Source: supabase.com/docs/guides/functions/secrets. */
export const supabaseEdge: Framework = {
  id: 'supabase-edge',
  title: 'Supabase edge functions (Deno)',
  applies: () => true,
  entry({ local, head }) {
    if (/(^|\/)supabase\/functions\//.test(local)) return { surface: 'edge', why: 'it is a Supabase edge function', boundary: true };
    return /\bDeno\.serve\(|from\s+['"]https:\/\/deno\.land\/std[^'"]*\/http\/server\.ts['"]/.test(head) ? { surface: 'edge', why: 'it is a Deno server' } : undefined;
  },
  secret: (name, { local, head }) => (/(^|\/)supabase\/functions\//.test(local) || /\bDeno\./.test(head) ? { expression: `Deno.env.get('${name}')`, envFile: /supabase\//.test(local) ? 'supabase/functions/.env' : '.env' } : undefined),
};
