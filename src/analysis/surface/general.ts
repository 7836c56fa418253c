import { basename, extname } from '../source/paths';
import { isRecord } from '../source/packages';
import { isTestPath } from '../source/prefilter';
import type { SurfaceEntry, ModuleView } from '../../models/convention';

const NODE_BUILTINS =
  /^(node:|(fs|path|http|https|net|child_process|os|readline|crypto|stream|util|url|worker_threads|cluster|tls|zlib)(\/|$))/;
const BOT_PACKAGES =
  /^(discord\.js|telegraf|node-telegram-bot-api|grammy|whatsapp-web\.js|@whiskeysockets\/baileys|@slack\/bolt|@line\/bot-sdk|tmi\.js|twitter-api-v2|eris|oceanic\.js)(\/|$)/;
const CLI_PACKAGES =
  /^(commander|yargs|meow|cac|cleye|ink|inquirer|@inquirer\/.+|prompts|@oclif\/core|@clack\/prompts|clipanion|citty)$/;
const SERVER_PACKAGES =
  /^(express|fastify|koa|@hapi\/hapi|@nestjs\/(core|common)|hono|@hono\/node-server|polka|restify|apollo-server.*|@apollo\/server|@trpc\/server|bullmq|@trigger\.dev\/sdk.*|inngest|pg|mysql2|mongoose|@prisma\/client|server-only|next-auth|firebase-admin|socket\.io)(\/|$)/;
const BROWSER_PACKAGES = /^(react-dom(\/client)?|client-only|@angular\/platform-browser)$/;

/** What any project's module says of itself, whatever the framework. */
export function generalEntry(module: ModuleView): SurfaceEntry | undefined {
  const { local, specifiers, head } = module;
  if (isTestPath(local) || isTestPath(`${module.pkg.dir}/`))
    return { surface: 'test', why: 'it is a test' };
  if (isConfigFile(local))
    return { surface: 'script', why: 'it is a configuration that a tool runs' };
  if (specifiers.includes('server-only'))
    return { surface: 'server', why: 'it imports `server-only`', boundary: true };
  if (specifiers.includes('client-only'))
    return { surface: 'browser', why: 'it imports `client-only`' };
  if (head.startsWith('#!')) return { surface: 'script', why: 'it starts with `#!`' };
  if (isBin(module)) return { surface: 'script', why: 'package.json names it in `bin`' };
  if (specifiers.some((name) => BOT_PACKAGES.test(name)))
    return {
      surface: 'script',
      why: `it runs a bot with \`${specifiers.find((name) => BOT_PACKAGES.test(name))}\``,
    };
  if (specifiers.some((name) => CLI_PACKAGES.test(name)))
    return {
      surface: 'script',
      why: `it is a command-line program (\`${specifiers.find((name) => CLI_PACKAGES.test(name))}\`)`,
    };
  return undefined;
}

/** What speaks for the browser where no framework has said otherwise. */
export function generalHint({ local, specifiers }: ModuleView): SurfaceEntry | undefined {
  const browser = specifiers.find((name) => BROWSER_PACKAGES.test(name));
  if (browser && !/server/i.test(local))
    return { surface: 'browser', why: `it imports \`${browser}\`` };
  return extname(local) === '.html' ? { surface: 'browser', why: 'it is a page' } : undefined;
}

/** The last word on a module that nothing has placed: what it imports from the platform, and where it lies. */
export function generalFallback(module: ModuleView): SurfaceEntry | undefined {
  const { local, specifiers } = module;
  const server = specifiers.find((name) => SERVER_PACKAGES.test(name));
  if (server) return { surface: 'server', why: `it imports \`${server}\`` };
  if (
    /(^|\/)(scripts?|bin|cli|tools?|jobs?|cron|tasks?|seeds?|migrations?)\//.test(local) ||
    /^(gulpfile|Gruntfile)\./.test(basename(local))
  )
    return { surface: 'script', why: 'it lies in a folder of scripts' };
  if (/(^|\/)(server|backend|api|functions|netlify|lambdas?|routes|controllers)\//.test(local))
    return { surface: 'server', why: 'it lies in a folder of server code' };
  const builtin = specifiers.find((name) => NODE_BUILTINS.test(name));
  return builtin ? { surface: 'script', why: `it imports Node's \`${builtin}\`` } : undefined;
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
