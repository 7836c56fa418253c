import type { Model } from '../model';
import { PAGE_VALUES } from './platform';

/** Vue 3; Nuxt and plug-ins import its functions by themselves. Source: vuejs.org/api. */
export const vue: Model = {
  id: 'vue',
  title: 'Vue',
  packages: ['vue', '@vue/*'],
  registrations: [
    {
      call: '{onMounted,onBeforeMount,watch,watchEffect}',
      undeclared: true,
      entry: 'ui',
      what: 'the effect `{name}`',
    },
  ],
  sinks: [
    {
      call: '{ref,shallowRef,customRef,toRef}().value',
      of: 'member',
      undeclared: true,
      into: 'screen',
    },
  ],
  readers: [
    {
      call: 'useTemplateRef',
      undeclared: true,
      of: 'result',
      is: { kind: 'page', what: 'a text field', within: PAGE_VALUES, whole: true },
    },
  ],
  summaries: [
    { call: '{ref,shallowRef}', undeclared: true, gives: 'state' },
    { call: 'computed', undeclared: true, gives: 'result' },
  ],
};
