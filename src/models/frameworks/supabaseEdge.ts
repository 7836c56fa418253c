import { contentTypeOf, webDialect, type Dialect } from './dialect';
import type { Framework } from './framework';
/** Supabase edge functions and other Deno servers. Source: supabase.com/docs/guides/functions, "secrets", "cors", "auth". */
export const supabaseEdge: Framework = {
  id: 'supabase-edge',
  title: 'Supabase edge functions (Deno)',
  packages: ['https://deno.land/std*'],
  registrations: [{ call: 'serve', entry: 'http', what: 'the handler given to `{name}`' }],
  routesIn: 'other',
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

/** The page comes from another origin: every answer says that it may be read there. */
function dialect(sdk = '^6.0.0'): Dialect {
  const allowed = (headers: string) => headers.replace(/^\{/, '{ ...CORS,');
  return webDialect(
    "Deno.serve(async (request) => {\n  if (request.method === 'OPTIONS') return new Response('ok', { headers: CORS });",
    {
      sdk: `npm:openai@${sdk}`,
      imports: [
        '',
        '// The page comes from another origin; who may ask is decided by the token that it sends.',
        "const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization, x-client-info, apikey, content-type' };",
      ],
      key: "Deno.env.get('OPENAI_API_KEY')",
      close: '});',
      answer: (json, status, headers) => [
        `return Response.json(${json}, { ${status === 200 ? '' : `status: ${status}, `}headers: ${headers ? allowed(headers) : 'CORS'} });`,
      ],
      bytes: (response) => [
        `return new Response(${response}.body, { headers: ${allowed(`{ 'Content-Type': ${contentTypeOf(response)} }`)} });`,
      ],
      stream: (body, contentType) => [
        `return new Response(${body}, { headers: ${allowed(`{ 'Content-Type': '${contentType}' }`)} });`,
      ],
    },
  );
}
