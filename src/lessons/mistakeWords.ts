import type { Mistake, RuleMeta } from '../rules/rule';

/** What a documented mistake is called, and what stays with people after any fix of it. */
export interface MistakeWords {
  readonly title: string;
  /** Its page in `docs/mistakes`; the rest of the checklist has none. */
  readonly page?: string;
  readonly yours: readonly string[];
}

const MISTAKES: Readonly<Record<Mistake, MistakeWords>> = {
  1: {
    title: 'Exposing API keys client-side',
    page: '1-exposed-keys.md',
    yours: [
      'Create a new key and delete the old one in OpenAI’s dashboard: ' +
        'a key that stood in code or in a page counts as public, and only this ends it.',
      'Keep `.env` in `.gitignore`, and set `OPENAI_API_KEY` at your host as well.',
      'Set a monthly limit for the project in the dashboard: it bounds what any leak can cost.',
    ],
  },
  2: {
    title: 'Not handling rate limits',
    page: '2-rate-limits.md',
    yours: [
      'Know your limits: the dashboard shows requests and tokens a minute for each model.',
      'Try it once with the stand-in of this lesson before you publish: ' +
        'a failure that you have seen is one that your page can explain.',
    ],
  },
  3: {
    title: 'Missing input validation',
    page: '3-input-validation.md',
    yours: [
      'A limit of length bounds what text costs, not what it says: ' +
        'keep rules and input apart, and check what the answer may set off.',
      'Limit how often one person may ask: many short texts cost as much as one long text.',
    ],
  },
  4: {
    title: 'Not streaming long responses',
    page: '4-streaming.md',
    yours: [
      'Try it on the public address, through everything that stands before your server, not only on your own machine.',
      'Let people stop an answer, and say so on the page when one broke off.',
    ],
  },
};

const CHECKLIST: MistakeWords = {
  title: 'Costs',
  yours: ['Look at the usage page of the dashboard once a month, and set an alert there.'],
};

export const mistakes: readonly Mistake[] = [1, 2, 3, 4];

export function wordsOf({ mistake }: Pick<RuleMeta, 'mistake'>): MistakeWords {
  return mistake === undefined ? CHECKLIST : MISTAKES[mistake];
}
