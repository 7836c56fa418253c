import ts from 'typescript';
import type { Site } from '../source/host';
import { dottedName } from '../source/syntax';
import { memberPath, type EnvAccess, type Value } from './value';

/**
 * The environment variable that a member of a value is: `process.env.X`, `import.meta.env.X`, `Bun.env.X`, `useRuntimeConfig().x`,
 * a binding of a Worker, and the same through a variable, destructuring or a schema that parsed the environment.
 */
export function envOfMember(object: Value, name: string, site: Site): Value | undefined {
  const { root, path } = memberPath(object);
  const via = accessOf(root, path, name);
  if (!via) return undefined;
  const fullName = via === 'runtime-config-public' ? `public.${name}` : name;
  return {
    kind: 'env',
    name: fullName,
    via,
    site,
    ...(object.trail ? { trail: object.trail } : {}),
  };
}

function accessOf(root: Value, path: readonly string[], name: string): EnvAccess | undefined {
  const dotted = path.join('.');
  switch (root.kind) {
    case 'global':
      if (root.name === 'process' && dotted === 'env') return 'process.env';
      if ((root.name === 'globalThis' || root.name === 'window') && dotted === 'process.env')
        return 'process.env';
      if (root.name === 'import.meta' && dotted === 'env') return 'import.meta.env';
      return root.name === 'Bun' && dotted === 'env' ? 'Bun.env' : undefined;
    case 'external':
      return externalEnv(root.name, [...root.path, ...path]);
    case 'call':
      return calledEnv(root, dotted, name);
    case 'parameter':
      return isBindings(root, dotted) ? 'bindings' : undefined;
    default:
      return undefined;
  }
}

/** `useRuntimeConfig()` of Nuxt, `createEnv({…})` of t3-env, `schema.parse(process.env)`, `z.object({…}).safeParse(process.env).data`. */
function calledEnv(
  call: Value & { kind: 'call' },
  dotted: string,
  name: string,
): EnvAccess | undefined {
  const { callee, node } = call;
  if (callee.kind === 'global' && callee.name === 'useRuntimeConfig') {
    if (dotted === 'public') return 'runtime-config-public';
    return dotted === '' && name !== 'public' ? 'runtime-config' : undefined;
  }
  if (dotted !== '' && dotted !== 'data') return undefined;
  if (callee.kind === 'external' && callee.name === 'vite' && callee.path[0] === 'loadEnv')
    return 'process.env';
  if (callee.kind === 'external' && callee.name.startsWith('@t3-oss/env-') && dotted === '')
    return 'process.env';
  const first = node.arguments[0];
  const parses =
    callee.kind === 'member' && /^(parse|safeParse|validateSync|cast)$/.test(callee.name);
  if (!parses && !(callee.kind === 'external' && /^(envalid|znv|env-var)$/.test(callee.name)))
    return undefined;
  return first && dottedName(first)?.join('.') === 'process.env' ? 'process.env' : undefined;
}

/** `c.env.X` of Hono, `context.env.X` and `platform.env.X` of Workers and Pages, and the `env` argument of a Worker's `fetch`. */
function isBindings(root: Value & { kind: 'parameter' }, dotted: string): boolean {
  if (dotted === '') return root.name === 'env' && root.index >= 1;
  return /^((context|platform|locals|cloudflare|runtime)\.)*env$/.test(dotted);
}

/** The modules whose one export is the environment. */
function externalEnv(pkg: string, path: readonly string[]): EnvAccess | undefined {
  const dotted = path.join('.');
  if (pkg === '$env/dynamic/private' && dotted === 'env') return 'static-private';
  if (pkg === '$env/dynamic/public' && dotted === 'env') return 'static-public';
  if (
    (pkg === 'process' || pkg === 'node:process') &&
    (dotted === 'env' || dotted === 'default.env')
  )
    return 'process.env';
  return pkg === 'cloudflare:workers' && dotted === 'env' ? 'bindings' : undefined;
}

const VARIABLE_MODULES: Record<string, EnvAccess> = {
  '$env/static/private': 'static-private',
  '$env/static/public': 'static-public',
  'astro:env/server': 'static-private',
  'astro:env/client': 'static-public',
  // react-native-dotenv: its babel plugin writes the value into the bundle.
  '@env': 'static-public',
  'react-native-dotenv': 'static-public',
};

/** An import that *is* a variable: `import { OPENAI_API_KEY } from '$env/static/private'`. */
export function importedEnv(value: Value): (Value & { kind: 'env' }) | undefined {
  if (value.kind !== 'external' || value.path.length !== 1) return undefined;
  const via = VARIABLE_MODULES[value.name];
  return (
    via && {
      kind: 'env',
      name: value.path[0],
      via,
      site: value.site,
      ...(value.trail ? { trail: value.trail } : {}),
    }
  );
}

/** Calls that read a variable by name: Deno, Nest's ConfigService, Firebase's parameters. */
export function envCall(
  node: ts.CallExpression,
  site: Site,
): (Value & { kind: 'env' }) | undefined {
  const names = dottedName(node.expression);
  const first = node.arguments[0];
  if (!names || !first || !ts.isStringLiteralLike(first)) return undefined;
  const name = names.join('.');
  if (name === 'Deno.env.get') return { kind: 'env', name: first.text, via: 'Deno.env', site };
  if (/(config|env)\w*\.(get|getOrThrow)$/i.test(name) && /^[A-Z][A-Z0-9_]*$/.test(first.text))
    return { kind: 'env', name: first.text, via: 'process.env', site };
  return /^(defineSecret|defineString)$/.test(name)
    ? { kind: 'env', name: first.text, via: 'process.env', site }
    : undefined;
}
