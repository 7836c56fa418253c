import type { Model } from '../model';

/** Other libraries of pages. Sources: svelte.dev/docs, docs.solidjs.com, angular.dev, lit.dev. */
export const pages: readonly Model[] = [
  {
    id: 'state-of-pages',
    title: 'state of pages',
    packages: [
      'usehooks-ts',
      'react-use',
      '@uidotdev/usehooks',
      '@mantine/hooks',
      'recoil',
      'jotai',
      '@preact/signals*',
    ],
    summaries: [
      {
        call: '{useLocalStorage,usePersistedState,useRecoilState,useAtom,useSignal}',
        gives: 'pair',
      },
      { call: '{signal,model}', gives: 'state' },
    ],
  },
  {
    id: 'svelte',
    title: 'Svelte',
    packages: ['svelte'],
    registrations: [
      { call: 'onMount', entry: 'ui', what: 'the effect `{name}`' },
      { call: '$effect', undeclared: true, entry: 'ui', what: 'the effect `{name}`' },
    ],
    sinks: [{ call: 'writable().{set,update}', into: 'screen' }],
    summaries: [
      { call: '{$state,$derived}', undeclared: true, gives: 'arguments' },
      { call: '$derived.by', undeclared: true, gives: 'result' },
      { call: 'writable', gives: 'state' },
    ],
  },
  {
    id: 'solid',
    title: 'Solid',
    packages: ['solid-js'],
    registrations: [
      { call: '{createEffect,onMount}', entry: 'ui', what: 'the effect `{name}`' },
      { call: 'createResource', entry: 'query', what: '`{name}`', catches: true },
    ],
    sinks: [{ call: '{createSignal,createStore}().1', into: 'screen' }],
    summaries: [{ call: 'createSignal', gives: 'pair' }],
  },
  {
    id: 'angular',
    title: 'Angular',
    packages: ['@angular/core'],
    sinks: [{ call: '{signal,model}().{set,update}', into: 'screen' }],
    summaries: [{ call: '{signal,model}', gives: 'state' }],
    methods: [
      {
        call: 'HostListener',
        of: 'decorator',
        entry: 'ui',
        what: 'the method `{name}` (`@{decorator}`)',
      },
      {
        call: 'Component',
        of: 'class-decorator',
        name: '*',
        entry: 'ui',
        what: "the component's `{name}`",
      },
    ],
  },
  {
    id: 'lit',
    title: 'Lit',
    packages: ['lit', 'lit-element', '@lit/reactive-element'],
    methods: [
      {
        call: '{LitElement,ReactiveElement}',
        of: 'base',
        name: '{connectedCallback,firstUpdated,updated}',
        entry: 'ui',
        what: '`{name}`',
      },
    ],
  },
  {
    id: 'routers-of-pages',
    title: 'routers of pages',
    packages: [
      'next/navigation',
      'next/router',
      'react-router',
      'react-router-dom',
      'vue-router',
      'expo-router',
      'wouter',
      '@tanstack/react-router',
    ],
    readers: [
      {
        call: '{useSearchParams,useParams,useRoute,useLocalSearchParams}',
        undeclared: true,
        of: 'result',
        is: { kind: 'page', what: 'the address', whole: true },
      },
    ],
  },
];
