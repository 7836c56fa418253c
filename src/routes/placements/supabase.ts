import ts from 'typescript';
import { held } from '../../analysis/source/held';
import { settingName } from '../../analysis/source/setting';
import type { Syntax } from '../../analysis/source/syntax';
import type { SupabasePlacement } from '../../models/frameworks/placement';
import { dependencyRange } from '../../models/package';
import type { Asking, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { madeIn } from './made';
import { shapeOf } from '../shape';

/**
 * A function of the page's own Supabase project, asked the way its client asks everything else
 * there.
 */
export function edgeFunction(
  { client, dialect, envFile }: SupabasePlacement,
  spec: RouteSpec,
  { exists, files, page }: RoutePlace,
): RouteFile | undefined {
  const isProject =
    exists('supabase/config.toml') || files.some((path) => path.startsWith('supabase/functions/'));
  const asked =
    isProject && client.packages.some((item) => page.pkg.dependencies.has(item))
      ? askedLikeSupabase(spec.name, client.packages.flatMap(page.modules), client)
      : undefined;
  const own = { ...spec, typescript: true };
  const shape = shapeOf(own);
  const written = routeText(own, dialect(dependencyRange(page.pkg, 'openai'), shape));
  if (!asked || !written) return undefined;
  return {
    file: `supabase/functions/${spec.name}/index.ts`,
    ...written,
    asked,
    url: `/functions/v1/${spec.name}`,
    envFile,
    note: `Run \`supabase secrets set ${shape.variable}=…\` and \`supabase functions deploy ${spec.name}\`.`,
  };
}

/**
 * The project's address and public key, as the page's client reads them from its settings.
 */
function askedLikeSupabase(
  name: string,
  modules: readonly Syntax[],
  client: SupabasePlacement['client'],
): Asking | undefined {
  for (const call of modules.flatMap((module) => madeIn(module, client))) {
    const [address, key] = (call.arguments ?? []).map((argument) => settingOf(argument));
    if (address !== undefined && key !== undefined)
      return {
        address: `\`\${${address}}/functions/v1/${name}\``,
        headers: [`Authorization: \`Bearer \${${key}}\``],
      };
  }
  return undefined;
}

/**
 * The code of the setting that an expression is, or that the variable of that name holds:
 * `import.meta.env.VITE_SUPABASE_URL`. What stands in its place where it is not set is left out.
 */
function settingOf(expression: ts.Expression): string | undefined {
  const node = held(expression);
  if (!ts.isBinaryExpression(node))
    return settingName(node) === undefined ? undefined : node.getText();
  const { kind } = node.operatorToken;
  const isFallback =
    kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
  return isFallback ? settingOf(node.left) : undefined;
}
