import { is, usesSdk, type Production } from './draft';

/** What the page does when it fails. */
export const failure: readonly Production[] = [
  { name: 'none', write: () => undefined },
  {
    name: 'status',
    fits: usesSdk,
    write: (draft) =>
      void (draft.failure = {
        typed: true,
        lines: ["if (error.status === 429) return 'busy';", "return 'failed';"],
      }),
  },
  {
    name: 'status shown',
    fits: usesSdk,
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
    name: 'status of the response',
    fits: is('api', 'axios', 'version 3'),
    write: (draft) =>
      void (draft.failure = {
        typed: true,
        lines: [
          "if (error.response?.status === 429) return 'busy';",
          'if (error.response) return { failed: error.response.status };',
          'throw error;',
        ],
      }),
  },
  {
    name: 'code of the answer',
    fits: is('api', 'axios', 'version 3'),
    write: (draft) =>
      void (draft.failure = {
        typed: true,
        lines: [
          "if (error.response?.data?.error?.code === 'rate_limit_exceeded') return 'busy';",
          'throw error;',
        ],
      }),
  },
  {
    name: 'name and code',
    fits: usesSdk,
    write: (draft) =>
      void (draft.failure = {
        typed: true,
        lines: ["if (error.code === 'rate_limit_exceeded') return 'busy';", 'throw error;'],
      }),
  },
  {
    name: 'thrown as another',
    write: (draft) =>
      void (draft.failure = {
        lines: ["throw new Error('The cook is asleep.', { cause: error });"],
      }),
  },
  {
    name: 'swallowed',
    write: (draft) => void (draft.failure = { lines: ['console.error(error);', "return '';"] }),
  },
];
