import type { Model } from '../model';

/** Models that say whether a text may go on. Source: platform.openai.com/docs/guides/moderation. */
export const moderation: Model = {
  id: 'moderation',
  title: 'moderation',
  packages: ['openai', 'openai-edge'],
  moderations: [
    {
      call: ['**.moderations.create', '**.createModeration'],
      flag: 'flagged',
    },
  ],
};
