import type { Framework } from './framework';

/**
 * Plain React without a recognised bundler: a component file with hooks runs where its page runs,
 * in the browser.
 */
export const page: Framework = {
  id: 'page',
  title: 'Plain React',
  applies: () => true,
  entry: ({ directive }) =>
    directive === 'use client'
      ? { surface: 'browser', why: "it is a client component ('use client')" }
      : directive === 'use server'
        ? { surface: 'server', why: "it is marked 'use server'", boundary: true }
        : undefined,
  fallback: ({ local, specifiers }) =>
    /\.[jt]sx$/.test(local) && specifiers.includes('react-dom/client')
      ? { surface: 'browser', why: 'it renders a page' }
      : undefined,
};
