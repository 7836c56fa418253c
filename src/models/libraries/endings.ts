import type { Model } from '../model';

/**
 * Functions that end what calls them. Sources: nextjs.org/docs, kit.svelte.dev/docs,
 * remix.run/docs, nodejs.org/api/process, the README of each.
 */
export const endings: readonly Model[] = [
  {
    id: 'endings-of-node',
    title: 'Node',
    global: true,
    endings: [{ call: ['process.exit', 'process.abort'] }],
  },
  {
    id: 'assertions',
    title: 'assertions',
    packages: ['assert', 'node:assert', 'invariant', 'tiny-invariant', 'ts-invariant'],
    endings: [
      { call: ['default', 'default.{ok,fail,equal,strictEqual}', '{ok,fail,assert,invariant}'] },
    ],
  },
  {
    id: 'endings-of-frameworks',
    title: 'frameworks',
    packages: [
      'next/navigation',
      '@sveltejs/kit',
      '@remix-run/*',
      'react-router',
      'astro',
      '@tanstack/*',
    ],
    endings: [{ call: '{notFound,redirect,permanentRedirect,error,fail}' }],
  },
];
