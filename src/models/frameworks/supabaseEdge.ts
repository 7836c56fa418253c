import { dependencyRange } from '../../analysis/source/packages';
import type { Framework, RoutePlace } from './framework';
import { isAiSdk } from '../../routes/methods';
import {
  contentType,
  routeText,
  webDialect,
  type Asking,
  type RouteFile,
  type RouteSpec,
} from '../../routes/route';

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
  route: edgeFunction,
  secret: (name, { local, head }) =>
    /(^|\/)supabase\/functions\//.test(local) || /\bDeno\./.test(head)
      ? {
          expression: `Deno.env.get('${name}')`,
          envFile: /supabase\//.test(local) ? 'supabase/functions/.env' : '.env',
        }
      : undefined,
};

/** A function of the page's own Supabase project, asked the way its client asks everything else there. */
function edgeFunction(spec: RouteSpec, { exists, files, page }: RoutePlace): RouteFile | undefined {
  const file = `supabase/functions/${spec.name}/index.ts`;
  const here =
    exists('supabase/config.toml') || files.some((path) => path.startsWith('supabase/functions/'));
  const asked =
    here && page.pkg.dependencies.has('@supabase/supabase-js')
      ? askedLikeSupabase(spec.name, page.texts())
      : undefined;
  // The AI SDK has no bare name in Deno.
  if (
    !asked ||
    exists(file) ||
    isAiSdk(spec.method) ||
    spec.payload.some((line) => line.includes('import.meta.env.'))
  )
    return undefined;
  const allowed = (headers: string) => headers.replace(/^\{/, '{ ...CORS,');
  const text = routeText(
    { ...spec, typescript: true },
    webDialect(
      () =>
        "Deno.serve(async (request) => {\n  if (request.method === 'OPTIONS') return new Response('ok', { headers: CORS });",
      {
        sdk: `npm:openai@${dependencyRange(page.pkg, 'openai') ?? '^6.0.0'}`,
        imports: [
          '',
          '// The page comes from another origin; who may ask is decided by the token that it sends.',
          "const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization, x-client-info, apikey, content-type' };",
        ],
        client: "new OpenAI({ apiKey: Deno.env.get('OPENAI_API_KEY') })",
        close: '});',
        answer: (json, status, headers) => [
          `return Response.json(${json}, { ${status === 200 ? '' : `status: ${status}, `}headers: ${headers ? allowed(headers) : 'CORS'} });`,
        ],
        bytes: (response) => [
          `return new Response(${response}.body, { headers: ${allowed(`{ 'Content-Type': ${contentType(response)} }`)} });`,
        ],
        stream: (body) => [
          `return new Response(${body}, { headers: ${allowed("{ 'Content-Type': 'application/x-ndjson' }")} });`,
        ],
      },
    ),
  );
  return {
    file,
    text,
    asked,
    url: `/functions/v1/${spec.name}`,
    envFile: 'supabase/functions/.env',
    note: `Run \`supabase secrets set OPENAI_API_KEY=…\` and \`supabase functions deploy ${spec.name}\`.`,
  };
}

/** The project's address and public key, as the page's `createClient` reads them from its settings. */
function askedLikeSupabase(name: string, texts: readonly string[]): Asking | undefined {
  const setting = /^(?:import\.meta\.env|process\.env)\.\w+/;
  for (const text of texts) {
    const made = text.includes('@supabase/supabase-js')
      ? /\bcreateClient(?:<[^(]*>)?\(\s*([\w.]+)[^,()]*,\s*([\w.]+)/.exec(text)
      : null;
    const read = made
      ?.slice(1)
      .map(
        (code) =>
          setting.exec(code)?.[0] ??
          new RegExp(
            `\\b(?:const|let)\\s+${code}\\s*(?::[^=]+)?=\\s*((?:import\\.meta\\.env|process\\.env)\\.\\w+)`,
          ).exec(text)?.[1],
      );
    if (read?.[0] !== undefined && read[1] !== undefined)
      return {
        address: `\`\${${read[0]}}/functions/v1/${name}\``,
        headers: [`Authorization: \`Bearer \${${read[1]}}\``],
      };
  }
  return undefined;
}
