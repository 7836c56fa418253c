export const INSTRUCTING: ReadonlySet<string> = new Set(['system', 'developer']);
/** Parameters that hold instructions beside the messages: of responses, of the AI SDK. */
export const RULES: ReadonlySet<string> = new Set(['instructions', 'system']);
export const PEOPLE: ReadonlySet<string> = new Set(['user', 'assistant', 'tool', 'function']);
/** Members through which a state's value is read: Vue's `ref`, React's `useRef`. */
export const HOLDERS: ReadonlySet<string> = new Set(['value', 'current']);
/** Methods that change a list: what they put into it, and where; others may leave anything. */
export const PUTTING: Readonly<Record<string, 'behind' | 'before' | undefined>> = {
  push: 'behind',
  unshift: 'before',
  splice: undefined,
  shift: undefined,
  sort: undefined,
  reverse: undefined,
  fill: undefined,
  copyWithin: undefined,
};
