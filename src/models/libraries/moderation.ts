import type { Model } from '../model';

/** Models that say whether a text may go on. Source: platform.openai.com/docs/guides/moderation. */
export const moderation: Model = {
  id: 'moderation',
  title: 'moderation',
  packages: ['openai'],
  moderations: [
    {
      call: [
        'default().moderations.create',
        '{OpenAI,AzureOpenAI}().moderations.create',
        'OpenAIApi().createModeration',
      ],
      flag: 'flagged',
    },
  ],
};
