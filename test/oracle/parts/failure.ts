import { is, not, type Production } from './draft';

/** What the page does when it fails. */
export const failure: readonly Production[] = [
  { name: 'none', write: () => undefined },
  {
    name: 'status',
    fits: not('api', 'raw fetch'),
    write: (draft) =>
      void (draft.failure = {
        typed: true,
        lines: ["if (error.status === 429) return 'busy';", "return 'failed';"],
      }),
  },
  {
    name: 'status shown',
    fits: not('api', 'raw fetch'),
    write: (draft) =>
      void (draft.failure = { typed: true, lines: ['return { failed: error.status };'] }),
  },
  {
    name: 'message shown',
    write: (draft) =>
      void (draft.failure = { typed: true, lines: ['return { message: error.message };'] }),
  },
  {
    name: 'class',
    fits: is('client', 'constant of the module', 'in the function', 'a function that makes it'),
    write: (draft) =>
      void (draft.failure = {
        lines: [
          "if (error instanceof OpenAI.RateLimitError) return 'busy';",
          'if (error instanceof OpenAI.APIError) return { failed: error.status };',
          'throw error;',
        ],
      }),
  },
  {
    name: 'swallowed',
    write: (draft) => void (draft.failure = { lines: ['console.error(error);', "return '';"] }),
  },
];
