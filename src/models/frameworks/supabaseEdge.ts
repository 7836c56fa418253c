import { contentTypeOf, webDialect, type Dialect } from './dialect';
import type { Framework } from './framework';
import type { RouteShape } from './placement';

/**
 * Supabase edge functions and other Deno servers. Source: supabase.com/docs/guides/functions,
 * "secrets", "cors", "auth".
 */
export const supabaseEdge: Framework = {
  id: 'supabase-edge',
  title: 'Supabase edge functions (Deno)',
  packages: ['https://deno.land/std*'],
  registrations: [{ call: 'serve', entry: 'http', what: 'the handler given to `{name}`' }],
  routesIn: 'other',
  // Unless its configuration says otherwise, Supabase itself checks the token of each caller.
  gated: (path) => /(^|\/)supabase\/functions\//.test(path),
  applies: () => true,
  entry({ local, head }) {
    if (/(^|\/)supabase\/functions\//.test(local))
      return { surface: 'edge', why: 'it is a Supabase edge function', boundary: true };
    return /\bDeno\.serve\(|from\s+['"]https:\/\/deno\.land\/std[^'"]*\/http\/server\.ts['"]/.test(
      head,
    )
      ? { surface: 'edge', why: 'it is a Deno server' }
      : undefined;
  },
  placement: {
    kind: 'supabase',
    // The AI SDK has no bare name in Deno.
    cannot: ['ai-sdk', 'page-settings'],
    client: { packages: ['@supabase/supabase-js'], call: 'createClient()' },
    envFile: 'supabase/functions/.env',
    dialect,
  },
  secret: (name, { local, head }) =>
    /(^|\/)supabase\/functions\//.test(local) || /\bDeno\./.test(head)
      ? {
          expression: `Deno.env.get('${name}')`,
          envFile: /supabase\//.test(local) ? 'supabase/functions/.env' : '.env',
        }
      : undefined,
};

/** Headers that Supabase's client sends with a request. */
const SENT = 'authorization, x-client-info, apikey, content-type';

/** The page comes from another origin: every answer says that it may be read there. */
function dialect(sdk = '^6.0.0', { variable }: RouteShape): Dialect {
  const preflight =
    "  if (request.method === 'OPTIONS') return new Response('ok', { headers: CORS });";
  return webDialect(`Deno.serve(async (request) => {\n${preflight}`, {
    sdk: `npm:openai@${sdk}`,
    settings: [
      '// The page comes from another origin; who may ask is decided by the token that it sends.',
      `const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '${SENT}' };`,
    ],
    key: `Deno.env.get('${variable}')`,
    close: '});',
    answer: (json, status, headers) => [
      status === 200
        ? `return Response.json(${json}, { headers: CORS });`
        : `return Response.json(${json}, { status: ${status}, headers: ${allowed(headers)} });`,
    ],
    bytes: (response) => [
      `return new Response(${response}.body, { headers: { ...CORS, 'Content-Type': ${contentTypeOf(response)} } });`,
    ],
    stream: (body, contentType) => [
      `return new Response(${body}, { headers: { ...CORS, 'Content-Type': '${contentType}' } });`,
    ],
  });
}

/** Headers as code, with those that let another origin read the answer. */
function allowed(headers: string | undefined): string {
  return headers ? headers.replace(/^\{/, '{ ...CORS,') : 'CORS';
}
