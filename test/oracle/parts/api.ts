import { type Production } from './draft';

/** What asks OpenAI. */
export const api: readonly Production[] = [
  { name: 'chat', write: (draft) => void (draft.api = 'chat') },
  { name: 'responses', write: (draft) => void (draft.api = 'responses') },
  { name: 'raw fetch', write: (draft) => void (draft.api = 'raw fetch') },
  {
    name: 'axios',
    write(draft) {
      draft.api = 'axios';
      draft.imports.push("import axios from 'axios';");
      draft.dependencies['axios'] = '^1.0.0';
    },
  },
  {
    name: 'version 3',
    write(draft) {
      draft.api = 'version 3';
      draft.sdkVersion = '^3.3.0';
      draft.imports.push("import { Configuration, OpenAIApi } from 'openai';");
      draft.top.push(`const openai = new OpenAIApi(new Configuration({ apiKey: ${draft.key} }));`);
    },
  },
  {
    name: 'AI SDK',
    write(draft) {
      draft.api = 'AI SDK';
      draft.imports.push(
        "import { createOpenAI } from '@ai-sdk/openai';",
        "import { generateText } from 'ai';",
      );
      draft.top.push(`const openai = createOpenAI({ apiKey: ${draft.key} });`);
      Object.assign(draft.dependencies, { ai: '^6.0.0', '@ai-sdk/openai': '^3.0.0' });
    },
  },
];
