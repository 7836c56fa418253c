import type { ModuleView } from '../convention';
import { dependencyRange, dependsOn, type PackageView } from '../package';
import type { Framework } from './framework';
import { smallServer } from './smallServer';

const BUNDLERS: readonly (readonly [string, string])[] = [
  ['vite', 'Vite'],
  ['react-scripts', 'Create React App'],
  ['@angular/core', 'Angular'],
  ['@vue/cli-service', 'Vue CLI'],
  ['parcel', 'Parcel'],
  ['parcel-bundler', 'Parcel'],
  ['@rsbuild/core', 'Rsbuild'],
  ['snowpack', 'Snowpack'],
  ['gatsby', 'Gatsby'],
  ['webpack-dev-server', 'webpack'],
  ['preact-cli', 'Preact'],
  ['@ionic/react', 'Ionic'],
  ['@ionic/angular', 'Ionic'],
];
/** Packages whose own server side decides where modules run; a bundler beside them says nothing. */
const FULL_STACK = [
  'next',
  '@sveltejs/kit',
  'nuxt',
  'astro',
  '@remix-run/react',
  '@remix-run/node',
  '@react-router/dev',
  '@react-router/node',
  '@tanstack/react-start',
  '@tanstack/start',
  'vitest-environment-nuxt',
];
const UI = [
  'react',
  'vue',
  'svelte',
  'preact',
  'solid-js',
  '@angular/core',
  'lit',
  'alpinejs',
  'jquery',
  'react-dom',
];

/**
 * Single-page apps of Vite, Create React App, Angular, Vue CLI, Parcel and their like, without a
 * server of their own.
 */
export const browserApp: Framework = {
  id: 'browser-app',
  title: 'Browser apps (Vite, CRA, Angular, Vue)',
  routesIn: 'new',
  publicEnvPrefixes: [
    'VITE_',
    'REACT_APP_',
    'VUE_APP_',
    'NG_APP_',
    'GATSBY_',
    'PARCEL_',
    'SNOWPACK_PUBLIC_',
  ],
  applies: (pkg, packages) =>
    bundlerOf(pkg, packages) !== undefined &&
    !FULL_STACK.some((name) => dependsOn(pkg, packages, name)),
  entry(module) {
    if (isServerFolder(module.local)) return undefined;
    if (/\.(vue|svelte)$/.test(module.local))
      return { surface: 'browser', why: 'it is a component of the app' };
    return /^(src\/)?(main|index|App|bootstrap|polyfills)\.[jt]sx?$/.test(module.local) &&
      usesUi(module)
      ? { surface: 'browser', why: 'it is the entry of the app' }
      : undefined;
  },
  fallback(module) {
    if (isServerFolder(module.local)) return undefined;
    const app =
      /^(src|app|client|components|pages|lib|utils|hooks|services|public)\//.test(module.local) ||
      /\.[jt]sx$/.test(module.local);
    return app && !usesNode(module)
      ? {
          surface: 'browser',
          why: `${bundlerOf(module.pkg, module.packages)} bundles it into the app`,
        }
      : undefined;
  },
  // An app without a server gets a small one beside it, which the development server passes `/api`
  // on to.
  placement: {
    ...smallServer({ built: folderOf }),
    bundlers: ['vite', 'react-scripts', '@angular/core', '@vue/cli-service'],
    command: (file, envFile) => `node --env-file-if-exists=${envFile} ${file}`,
  },
};

/** Where the build goes, as the tools do it by themselves. */
function folderOf(pkg: PackageView): string {
  if (pkg.dependencies.has('react-scripts')) return 'build';
  const name = pkg.manifest?.name;
  if (!pkg.dependencies.has('@angular/core') || typeof name !== 'string') return 'dist';
  // Since version 17 the files of the page have a folder of their own there.
  const major = Number(/\d+/.exec(dependencyRange(pkg, '@angular/core') ?? '')?.[0] ?? 17);
  return major < 17 ? `dist/${name}` : `dist/${name}/browser`;
}

function bundlerOf(pkg: ModuleView['pkg'], packages: ModuleView['packages']): string | undefined {
  const own =
    BUNDLERS.find(([name]) => pkg.dependencies.has(name)) ??
    (UI.some((name) => pkg.dependencies.has(name))
      ? BUNDLERS.find(([name]) => dependsOn(pkg, packages, name))
      : undefined);
  if (
    own &&
    own[0] === 'vite' &&
    !UI.some((name) => pkg.dependencies.has(name)) &&
    !pkg.files.has('index.html')
  )
    return undefined;
  return own?.[1];
}

function isServerFolder(local: string): boolean {
  return (
    /(^|\/)(server|backend|api|functions|netlify|supabase|scripts?|electron|lambda)\//.test(
      local,
    ) || /^(server|index\.server|api)\.[cm]?[jt]s$/.test(local)
  );
}

function usesUi({ specifiers }: ModuleView): boolean {
  return specifiers.some((name) =>
    /^(react|react-dom|vue|svelte|preact|solid-js|@angular\/|lit)/.test(name),
  );
}

function usesNode({ specifiers }: ModuleView): boolean {
  return specifiers.some((name) =>
    /^(node:|fs$|path$|http$|child_process$|express$|dotenv)/.test(name),
  );
}
