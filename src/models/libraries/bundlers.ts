import type { Model } from '../model';

const CONFIGS = [
  ...['next', 'nuxt', 'vite', 'astro', 'svelte', 'vue', 'rsbuild', 'rspack', 'craco', 'farm'],
  ...['config-overrides', 'electron.vite', 'app', 'gatsby', 'remix', 'quasar'],
].map((tool) => `${tool}.config`);

/**
 * What builds write into browser code. Sources: webpack.js.org/plugins, vite.dev/config,
 * nextjs.org/docs ("env", "publicRuntimeConfig"), nuxt.com/docs ("Runtime Config"), docs.expo.dev
 * ("Configure with app config").
 */
export const bundlers: readonly Model[] = [
  {
    id: 'next-bundle',
    title: 'Next.js',
    bundling: {
      configs: ['next.config'],
      options: [
        { option: 'env', kind: 'bundle', name: '`env` of `next.config`' },
        { option: 'publicRuntimeConfig', kind: 'public-config', name: '`publicRuntimeConfig`' },
      ],
    },
  },
  {
    id: 'nuxt-bundle',
    title: 'Nuxt',
    bundling: {
      configs: ['nuxt.config'],
      options: [
        { option: 'publicRuntimeConfig', kind: 'public-config', name: '`publicRuntimeConfig`' },
        { option: 'runtimeConfig.public', kind: 'public-config', name: '`runtimeConfig.public`' },
        { option: 'env', kind: 'bundle', name: '`env` of `nuxt.config`' },
      ],
    },
  },
  {
    id: 'expo-bundle',
    title: 'Expo',
    bundling: {
      configs: ['app.config'],
      options: [{ option: 'extra', kind: 'bundle', name: '`extra` of the Expo configuration' }],
    },
  },
  {
    id: 'bundlers',
    title: 'bundlers',
    packages: ['webpack', '@rspack/core'],
    bundlerPlugins: [
      { call: 'DefinePlugin', writes: 'values' },
      { call: 'EnvironmentPlugin', writes: 'variables' },
    ],
    bundling: {
      configs: [...CONFIGS, 'webpack*'],
      options: [
        { option: 'define', kind: 'bundle', name: '`define`' },
        { option: '__APP_CONFIG__', kind: 'bundle', name: '`define`' },
      ],
      prefixes: 'envPrefix',
    },
  },
];
