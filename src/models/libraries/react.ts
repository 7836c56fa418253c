import type { Model } from '../model';
import { PAGE_VALUES } from './platform';

/** React, and Preact, which has the same hooks. Source: react.dev/reference/react. */
export const react: Model = {
  id: 'react',
  title: 'React',
  packages: ['react', 'preact', 'react-native'],
  registrations: [
    {
      call: '{useEffect,useLayoutEffect,useInsertionEffect}',
      undeclared: true,
      entry: 'ui',
      what: 'the effect `{name}`',
    },
  ],
  sinks: [
    { call: '{useState,useReducer,useOptimistic}().1', undeclared: true, into: 'screen' },
    { call: '{Component,PureComponent}().setState', into: 'screen' },
  ],
  methods: [
    {
      call: '{Component,PureComponent}',
      of: 'base',
      name: '{componentDidMount,componentDidUpdate}',
      entry: 'ui',
      what: '`{name}`',
    },
  ],
  readers: [
    {
      call: '{ChangeEvent,FormEvent,KeyboardEvent}()',
      of: 'type',
      is: { kind: 'page', what: 'a text field', within: PAGE_VALUES, whole: true },
    },
    {
      call: '{useRef,createRef}',
      undeclared: true,
      of: 'result',
      is: { kind: 'page', what: 'a text field', within: PAGE_VALUES, whole: true },
    },
  ],
  summaries: [
    { call: 'useState', undeclared: true, gives: 'pair' },
    { call: 'useRef', undeclared: true, gives: 'current' },
    { call: 'useMemo', undeclared: true, gives: 'result' },
  ],
};
