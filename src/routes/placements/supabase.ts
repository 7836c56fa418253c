import type { SupabasePlacement } from '../../models/frameworks/placement';
import { dependencyRange } from '../../models/package';
import type { Asking, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';

/**
 * A function of the page's own Supabase project, asked the way its client asks everything else
 * there.
 */
export function edgeFunction(
  { dialect, envFile }: SupabasePlacement,
  spec: RouteSpec,
  { exists, files, page }: RoutePlace,
): RouteFile | undefined {
  const isProject =
    exists('supabase/config.toml') || files.some((path) => path.startsWith('supabase/functions/'));
  const asked =
    isProject && page.pkg.dependencies.has('@supabase/supabase-js')
      ? askedLikeSupabase(spec.name, page.texts())
      : undefined;
  const own = { ...spec, typescript: true };
  const shape = shapeOf(own);
  const text = routeText(own, dialect(dependencyRange(page.pkg, 'openai'), shape));
  if (!asked || text === undefined) return undefined;
  return {
    file: `supabase/functions/${spec.name}/index.ts`,
    text,
    asked,
    url: `/functions/v1/${spec.name}`,
    envFile,
    note: `Run \`supabase secrets set ${shape.variable}=…\` and \`supabase functions deploy ${spec.name}\`.`,
  };
}

const SETTING = '(?:import\\.meta\\.env|process\\.env)\\.\\w+';

/**
 * The project's address and public key, as the page's `createClient` reads them from its settings.
 */
function askedLikeSupabase(name: string, texts: readonly string[]): Asking | undefined {
  for (const text of texts) {
    const made = text.includes('@supabase/supabase-js')
      ? /\bcreateClient(?:<[^(]*>)?\(\s*([\w.]+)[^,()]*,\s*([\w.]+)/.exec(text)
      : null;
    const [address, key] = made?.slice(1).map((code) => settingOf(code, text)) ?? [];
    if (address !== undefined && key !== undefined)
      return {
        address: `\`\${${address}}/functions/v1/${name}\``,
        headers: [`Authorization: \`Bearer \${${key}}\``],
      };
  }
  return undefined;
}

/** The setting that an expression is, or that the variable of that name holds. */
function settingOf(code: string, text: string): string | undefined {
  const held = new RegExp(`\\b(?:const|let)\\s+${code}\\s*(?::[^=]+)?=\\s*(${SETTING})`);
  return new RegExp(`^${SETTING}`).exec(code)?.[0] ?? held.exec(text)?.[1];
}
