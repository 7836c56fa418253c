import type { EnvAccess, Model } from '../model';

const exported = (id: string, via: EnvAccess): Model => ({
  id,
  title: id,
  packages: [id],
  environments: [{ call: '*', of: 'export', via }],
});

const held = (id: string, via: EnvAccess): Model => ({
  id,
  title: id,
  packages: [id],
  environments: [{ call: 'env', of: 'member', via }],
});

/**
 * What loads a `.env` for a program on Node: packages and runtimes by name, and words of Node's own
 * by which a command or a module does. Source: nodejs.org/api/environment_variables.
 */
export const envLoaders = {
  packages: ['dotenv', 'dotenv-flow', '@nestjs/config', '@fastify/env', 'wrangler'],
  runtimes: ['bun'],
  words: ['--env-file', 'loadEnvFile(', 'dotenv'],
} as const;

/**
 * Where variables of the environment are read. Sources: nodejs.org/api/process, vite.dev "Env
 * Variables", kit.svelte.dev "$env", docs.astro.build "astro:env", nuxt.com "Runtime Config",
 * env.t3.gg, docs.nestjs.com "Configuration", firebase.google.com "params".
 */
export const environments: readonly Model[] = [
  {
    id: 'environment-of-the-platform',
    title: 'the environment',
    global: true,
    environments: [
      { call: 'process.env', of: 'member', via: 'process.env' },
      { call: 'import.meta.env', of: 'member', via: 'import.meta.env' },
      { call: 'Bun.env', of: 'member', via: 'Bun.env' },
      { call: 'Deno.env.get', of: 'argument', via: 'Deno.env' },
    ],
  },
  {
    id: 'environment-of-node',
    title: 'Node',
    packages: ['process', 'node:process'],
    environments: [{ call: 'env', of: 'member', via: 'process.env' }],
  },
  exported('$env/static/private', 'static-private'),
  exported('$env/static/public', 'static-public'),
  held('$env/dynamic/private', 'static-private'),
  held('$env/dynamic/public', 'static-public'),
  exported('astro:env/server', 'static-private'),
  exported('astro:env/client', 'static-public'),
  // A plug-in of Babel writes the value into the bundle.
  exported('@env', 'static-public'),
  exported('react-native-dotenv', 'static-public'),
  held('cloudflare:workers', 'bindings'),
  {
    id: 'runtime-config',
    title: 'Nuxt',
    packages: ['nuxt', '#imports', '#app', 'nitropack/runtime'],
    environments: [
      {
        call: 'useRuntimeConfig()',
        undeclared: true,
        of: 'member',
        via: 'runtime-config',
        not: 'public',
      },
      {
        call: 'useRuntimeConfig().public',
        undeclared: true,
        of: 'member',
        via: 'runtime-config-public',
        below: 'public',
      },
    ],
  },
  {
    id: 'vite',
    title: 'Vite',
    packages: ['vite'],
    environments: [{ call: 'loadEnv()', of: 'member', via: 'process.env' }],
  },
  {
    id: 'parsed-environments',
    title: 'environments that a schema has parsed',
    packages: ['@t3-oss/env-*'],
    environments: [{ call: 'createEnv()', of: 'member', via: 'process.env' }],
  },
  {
    id: 'checked-environments',
    title: 'environments that are checked',
    packages: ['envalid', 'znv', 'env-var'],
    environments: [
      { call: ['*()', 'default.*()'], of: 'member', via: 'process.env', parses: true },
    ],
  },
  {
    id: 'config-service',
    title: 'Nest',
    packages: ['@nestjs/config'],
    environments: [
      { call: 'ConfigService().{get,getOrThrow}', of: 'argument', via: 'process.env' },
    ],
  },
  {
    id: 'firebase-params',
    title: 'Firebase',
    packages: ['firebase-functions'],
    environments: [{ call: '{defineSecret,defineString}', of: 'argument', via: 'process.env' }],
  },
];
