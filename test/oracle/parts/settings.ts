import { hasMessages, isChat, not, type Production } from './draft';

/** Model and settings. */
export const settings: readonly Production[] = [
  { name: 'none', write: () => undefined },
  { name: 'literal', write: (draft) => void draft.settings.push('temperature: 0.2') },
  {
    name: 'model by parameter',
    write(draft) {
      draft.parameters.push({
        name: 'model',
        type: 'string',
        given: "more ? 'gpt-4o' : 'gpt-4o-mini'",
      });
      draft.model = 'model';
    },
  },
  {
    name: 'model of a configuration',
    write(draft) {
      draft.imports.push("import { config } from './config';");
      draft.files.set(
        'config.ts',
        "export const config = { model: 'gpt-4o-mini', temperature: 0.7 };\n",
      );
      draft.model = 'config.model';
      draft.settings.push('temperature: config.temperature');
    },
  },
  {
    name: 'spread constant',
    write(draft) {
      draft.top.push('const SETTINGS = { temperature: 0.3, top_p: 0.9 };');
      draft.settings.push('...SETTINGS');
    },
  },
  {
    name: 'by a condition',
    write(draft) {
      draft.parameters.push({ name: 'more', type: 'boolean', given: 'more' });
      draft.settings.push('temperature: more ? 0.9 : 0.1');
    },
    fits: not('instructions', 'grown by a condition'),
  },
  {
    name: 'left out by a condition',
    write(draft) {
      draft.parameters.push({ name: 'more', type: 'boolean', given: 'more' });
      draft.settings.push('top_p: more ? 0.5 : undefined');
    },
    fits: not('instructions', 'grown by a condition'),
  },
  {
    name: 'spread under a condition',
    write(draft) {
      draft.parameters.push({ name: 'more', type: 'boolean', given: 'more' });
      draft.settings.push('...(more && { temperature: 0.9 })');
    },
    fits: not('instructions', 'grown by a condition'),
  },
  {
    name: 'a number where there is one',
    write(draft) {
      draft.parameters.push({
        name: 'top',
        type: 'number | undefined',
        given: 'more ? 0.5 : undefined',
      });
      draft.settings.push('...(top !== undefined ? { top_p: top } : {})');
    },
  },
  {
    name: 'optional of the caller',
    write(draft) {
      draft.parameters.push({
        name: 'options',
        type: '{ temperature?: number }',
        given: 'more ? { temperature: 0.4 } : {}',
      });
      draft.settings.push('temperature: options.temperature');
    },
  },
  {
    name: 'JSON mode',
    fits: hasMessages,
    write: (draft) => void draft.settings.push("response_format: { type: 'json_object' } as const"),
  },
  {
    name: 'a schema in a constant',
    fits: hasMessages,
    write(draft) {
      draft.top.push(
        'const FORMAT = {',
        "  type: 'json_schema' as const,",
        "  json_schema: { name: 'answer', schema: { type: 'object', properties: { answer: { type: 'string' } } } },",
        '};',
      );
      draft.settings.push('response_format: FORMAT');
    },
  },
  {
    name: 'a schema made by zod',
    fits: isChat,
    write(draft) {
      draft.imports.push(
        "import { zodResponseFormat } from 'openai/helpers/zod';",
        "import { z } from 'zod';",
      );
      draft.dependencies['zod'] = '^4.0.0';
      draft.top.push('const Answer = z.object({ answer: z.string() });');
      draft.settings.push("response_format: zodResponseFormat(Answer, 'answer')");
    },
  },
  {
    name: 'tools',
    fits: hasMessages,
    write(draft) {
      draft.top.push(
        'const TOOLS = [',
        "  { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object', properties: {} } } },",
        '];',
      );
      draft.settings.push('tools: TOOLS', "tool_choice: 'none'");
    },
  },
  {
    name: 'a limit by a condition',
    fits: hasMessages,
    write(draft) {
      draft.parameters.push({ name: 'long', type: 'boolean', given: 'more' });
      draft.settings.push('max_tokens: long ? 400 : 100');
    },
  },
  {
    name: 'pushed stop list',
    fits: hasMessages,
    write(draft) {
      draft.before.push("const stop: string[] = ['END'];", "stop.push('STOP');");
      draft.settings.push('stop');
    },
  },
];
