import type { Mistake } from '../rules/rule';

/** What of a route an eye should rest on: a part of its line, and what to say of it. */
type Mark = readonly [part: string, words: string];

const MARKS: Readonly<Record<Mistake, readonly Mark[]>> = {
  1: [['new OpenAI(', 'the key is here, and nowhere in the page']],
  2: [
    ['OpenAI.RateLimitError', 'a rate limit is told apart'],
    ['error.status === 429', 'a rate limit is told apart'],
    ["'Retry-After': seconds", 'the page learns how long to wait'],
  ],
  3: [
    ['typeof message', 'a text, and not too long'],
    ["role: 'user'", 'apart from your own rules'],
  ],
  4: [
    ['stream: true', 'piece by piece'],
    ['aborted.abort()', 'the reader has left: stop'],
    ['broke off', 'says so when it breaks off'],
  ],
};

/** Code of a route, with an arrow above each line that cures the mistake. */
export function marked(code: string, mistake: Mistake): string {
  return code
    .split('\n')
    .flatMap((line) => {
      const mark = MARKS[mistake].find(([part]) => line.includes(part));
      const indent = line.slice(0, line.length - line.trimStart().length);
      return mark ? [`${indent}// ↓ ${mark[1]}`, line] : [line];
    })
    .join('\n');
}
