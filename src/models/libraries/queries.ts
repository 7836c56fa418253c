import type { Model } from '../model';

/**
 * Libraries that fetch for a page and keep a failure as state. Sources: tanstack.com/query,
 * swr.vercel.app, redux-toolkit.js.org.
 */
export const queries: readonly Model[] = [
  {
    id: 'tanstack-query',
    title: 'TanStack Query',
    packages: [
      '@tanstack/react-query',
      '@tanstack/vue-query',
      '@tanstack/solid-query',
      '@tanstack/svelte-query',
      '@tanstack/angular-query-experimental',
      'react-query',
    ],
    registrations: [
      {
        call: '{useQuery,useSuspenseQuery,useInfiniteQuery,createQuery,queryOptions}',
        undeclared: true,
        entry: 'query',
        what: '`{name}`',
        catches: true,
        retries: true,
      },
      {
        call: '{useMutation,createMutation,mutationOptions}',
        undeclared: true,
        calledBy: '{mutate,mutateAsync}',
        entry: 'query',
        what: '`{name}`',
        catches: true,
      },
    ],
  },
  {
    id: 'swr',
    title: 'SWR',
    packages: ['swr'],
    registrations: [
      {
        call: ['default', 'useSWR', 'useSWRImmutable', 'useSWRMutation'],
        undeclared: true,
        entry: 'query',
        what: '`{name}`',
        catches: true,
        retries: true,
      },
    ],
  },
  {
    id: 'async-hooks',
    title: 'hooks for asynchronous calls',
    packages: ['react-use', 'react-async', 'react-async-hook', 'ahooks', 'vue-request'],
    registrations: [
      {
        call: '{useAsync,useAsyncFn,useAsyncRetry,useRequest}',
        undeclared: true,
        entry: 'query',
        what: '`{name}`',
        catches: true,
      },
    ],
  },
  {
    id: 'redux-toolkit',
    title: 'Redux Toolkit',
    packages: ['@reduxjs/toolkit'],
    registrations: [{ call: 'createAsyncThunk', entry: 'query', what: '`{name}`', catches: true }],
  },
];
