/**
 * A place where people keep, or a way in which they enter, what is theirs: their own key among it.
 */
export interface Store {
  /** In words: `browser storage`. */
  readonly what: string;
  /** Global paths of it; a `*` at the end stands for any rest: `localStorage.*`. */
  readonly paths: readonly string[];
}

/** What is stored on a person's own machine, or typed in by that person. */
export const stores: readonly Store[] = [
  {
    what: 'browser storage',
    paths: ['localStorage', 'localStorage.*', 'sessionStorage', 'sessionStorage.*'],
  },
  {
    what: 'extension storage',
    paths: ['chrome.storage.*', 'browser.storage.*'],
  },
  { what: 'a prompt', paths: ['prompt'] },
  { what: 'a form field', paths: ['document.*'] },
  { what: 'the command line', paths: ['process.argv*'] },
  {
    what: 'the user settings',
    paths: ['vscode.workspace.getConfiguration*'],
  },
];

/**
 * Packages that keep, or ask for, what people enter; told by a part of their names, since each
 * has a dozen forks and bindings.
 */
export const storePackages: readonly string[] = [
  'async-storage',
  'secure-store',
  'mmkv',
  'keytar',
  'electron-store',
  'localforage',
  'idb',
  'dexie',
  'js-cookie',
  'inquirer',
  'prompts',
  'readline',
  'commander',
  'yargs',
  'meow',
  'cleye',
  'clack',
  'zustand',
  'jotai',
  'recoil',
  'pinia',
  'redux',
  'svelte/store',
  'svelte-local',
  'usehooks',
  'vueuse',
  'keychain',
  'vscode',
  'obsidian',
];

/** The same, told by how the name ends: `conf`. */
export const storeEndings: readonly string[] = ['conf'];

/**
 * Calls that hold a value which a form sets later; what they are given first is only the seed of
 * it. Sources: React, Vue, Svelte, Solid.
 */
export const stateHolders: ReadonlySet<string> = new Set([
  'useState',
  'useRef',
  'ref',
  'shallowRef',
  'writable',
  'signal',
  'createSignal',
  'useLocalStorage',
  'useStorage',
  'usePersistedState',
  '$state',
  'persisted',
  'atom',
]);

/** Names of functions that read settings, a person's own key among them. */
export const settingsReaders =
  /(getAuthKey|getApiKey|getKey|apiKey|getConfig|loadConfig|useSettings|useStore|useConfig)/i;
