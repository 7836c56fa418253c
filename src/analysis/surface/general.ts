import ts from 'typescript';
import { basename, extname } from '../source/paths';
import { lookup } from '../source/scope';
import { walk, type Syntax } from '../source/syntax';
import { isRecord } from '../source/packages';
import { isTestPath } from '../source/prefilter';
import type { SurfaceEntry, ModuleView } from '../../models/convention';
import { markBy, runsBy } from '../../models/match';
import type { Runs } from '../../models/model';

/** The first package that a module imports of a kind. */
function importOf({ specifiers }: ModuleView, runs: Runs): string | undefined {
  return specifiers.find((name) => runsBy(name) === runs);
}

/** What any project's module says of itself, whatever the framework. */
export function generalEntry(module: ModuleView): SurfaceEntry | undefined {
  const { local, specifiers, head } = module;
  const bot = importOf(module, 'bot');
  const command = importOf(module, 'command');
  if (isTestPath(local) || isTestPath(`${module.pkg.dir}/`))
    return { surface: 'test', why: 'it is a test' };
  if (isConfigFile(local))
    return { surface: 'script', why: 'it is a configuration that a tool runs' };
  const marked = specifiers.find((name) => markBy(name) !== undefined);
  if (marked !== undefined) {
    const why = `it imports \`${marked}\``;
    return markBy(marked) === 'server'
      ? { surface: 'server', why, boundary: true }
      : { surface: 'browser', why };
  }
  if (head.startsWith('#!')) return { surface: 'script', why: 'it starts with `#!`' };
  if (isBin(module)) return { surface: 'script', why: 'package.json names it in `bin`' };
  if (bot !== undefined) return { surface: 'script', why: `it runs a bot with \`${bot}\`` };
  if (command !== undefined)
    return { surface: 'script', why: `it is a command-line program (\`${command}\`)` };
  return undefined;
}

/** What speaks for the browser where no framework has said otherwise. */
export function generalHint(module: ModuleView): SurfaceEntry | undefined {
  const browser = importOf(module, 'page');
  // `react-dom/server` writes pages on a server.
  if (browser !== undefined && !/server/i.test(`${module.local} ${browser}`))
    return { surface: 'browser', why: `it imports \`${browser}\`` };
  return extname(module.local) === '.html'
    ? { surface: 'browser', why: 'it is a page' }
    : undefined;
}

/**
 * The last word on a module that nothing has placed: what it imports from the platform, and where
 * it lies.
 */
export function generalFallback(module: ModuleView): SurfaceEntry | undefined {
  const { local } = module;
  const server = importOf(module, 'server');
  if (server !== undefined) return { surface: 'server', why: `it imports \`${server}\`` };
  if (
    /(^|\/)(scripts?|bin|cli|tools?|jobs?|cron|tasks?|seeds?|migrations?)\//.test(local) ||
    /^(gulpfile|Gruntfile)\./.test(basename(local))
  )
    return { surface: 'script', why: 'it lies in a folder of scripts' };
  // Parts of a page have folders called `api` and `routes` of their own.
  if (
    /(^|\/)(server|backend|(edge-)?functions|lambdas?|controllers)\//.test(local) ||
    /^(src\/)?(api|routes)\//.test(local)
  )
    return { surface: 'server', why: 'it lies in a folder of server code' };
  const builtin = importOf(module, 'script');
  return builtin !== undefined
    ? { surface: 'script', why: `it imports Node's \`${builtin}\`` }
    : undefined;
}

/**
 * A script that works on the page it is loaded into, whichever page that is: it reads the global
 * `document` and imports no package that could bring another one.
 */
export function pageScript(
  module: ModuleView,
  syntax: Syntax | undefined,
): SurfaceEntry | undefined {
  if (!syntax || module.specifiers.some((name) => !/^([./]|https?:)/.test(name))) return undefined;
  let found = false;
  walk(syntax.sourceFile, (node) => {
    if (found || !ts.isPropertyAccessExpression(node)) return;
    const { expression } = node;
    found = ts.isIdentifier(expression) && expression.text === 'document' && !lookup(expression);
  });
  return found ? { surface: 'browser', why: 'it works on `document`, the page' } : undefined;
}

export function isConfigFile(local: string): boolean {
  return (
    /(^|\/)[\w.-]+\.config\.[cm]?[jt]s$/.test(local) ||
    /(^|\/)\.?(eslintrc|babelrc|prettierrc)\.[cm]?js$/.test(local) ||
    /(^|\/)(gulpfile|Gruntfile|webpack[\w.-]*)\.[cm]?[jt]s$/.test(local)
  );
}

function isBin({ local, pkg }: ModuleView): boolean {
  const bin = pkg.manifest?.bin;
  const targets =
    typeof bin === 'string'
      ? [bin]
      : isRecord(bin)
        ? Object.values(bin).filter((value) => typeof value === 'string')
        : [];
  return targets.some((target) => target.replace(/^\.\//, '') === local);
}
