import { type Production } from './draft';

/** What asks OpenAI. */
export const api: readonly Production[] = [
  { name: 'chat', write: (draft) => void (draft.api = 'chat') },
  { name: 'responses', write: (draft) => void (draft.api = 'responses') },
  { name: 'raw fetch', write: (draft) => void (draft.api = 'raw fetch') },
];
