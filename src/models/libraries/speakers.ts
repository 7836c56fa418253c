import type { Model } from '../model';

/** Message classes of chains of models. Source: js.langchain.com, "Messages". */
export const speakers: Model = {
  id: 'speakers',
  title: 'message classes',
  packages: ['langchain', '@langchain/*'],
  speakers: [
    {
      call: ['{SystemMessage,SystemChatMessage,DeveloperMessage}', '*.SystemMessage'],
      role: 'instructions',
    },
    { call: ['{HumanMessage,HumanChatMessage,UserMessage}', '*.HumanMessage'], role: 'user' },
    { call: ['{AIMessage,AIChatMessage}', '*.AIMessage'], role: 'assistant' },
  ],
};
