import { textOf } from './code';
import { hasMessages, is, isChat, not, type Production } from './draft';

/** A conversation that keeps the answers reads them as a whole. */
const inPieces = (picked: ReadonlyMap<string, Production>) =>
  isChat(picked) && not('history', 'conversation with answers')(picked);

/** What becomes of the answer. */
export const answer: readonly Production[] = [
  { name: 'text', write: (draft) => void draft.after.push(`return ${textOf(draft)};`) },
  {
    name: 'text in a constant',
    write: (draft) =>
      void draft.after.push(`const text = ${textOf(draft)};`, 'return { shown: text };'),
  },
  {
    name: 'text in an element',
    write(draft) {
      draft.after.push(`document.querySelector('#answer')!.textContent = ${textOf(draft)};`);
      draft.screen = "document.querySelector('#answer')!.textContent";
    },
  },
  {
    name: 'text in a constant, in an element',
    write(draft) {
      draft.top.push("const place = document.querySelector('#answer') as HTMLElement;");
      draft.after.push(`const text = ${textOf(draft)};`, "place.innerText = text ?? '';");
      draft.screen = "(document.querySelector('#answer') as HTMLElement).innerText";
    },
  },
  {
    name: 'text in a ref of Vue',
    write(draft) {
      draft.dependencies['vue'] = '^3.5.0';
      draft.imports.push("import { answer } from './answer';");
      draft.callerImports = [...(draft.callerImports ?? []), "import { answer } from './answer';"];
      draft.files.set(
        'answer.ts',
        "import { ref } from 'vue';\n\nexport const answer = ref('');\n",
      );
      draft.after.push(`answer.value = ${textOf(draft)} ?? '';`);
      draft.screen = 'answer.value';
    },
  },
  {
    name: 'text by a setter',
    write(draft) {
      draft.imports.push("import { setAnswer } from './answer';");
      draft.callerImports = [...(draft.callerImports ?? []), "import { state } from './answer';"];
      draft.files.set(
        'answer.ts',
        "export const state = { answer: '' };\n\nexport function setAnswer(answer: string) {\n  state.answer = answer;\n}\n",
      );
      draft.after.push(`setAnswer(${textOf(draft)} ?? '');`);
      draft.screen = 'state.answer';
    },
  },
  {
    name: 'usage',
    fits: not('api', 'AI SDK'),
    write: (draft) =>
      void draft.after.push(
        `return { text: ${textOf(draft)}, tokens: completion.usage?.total_tokens };`,
      ),
  },
  {
    name: 'message',
    fits: hasMessages,
    write: (draft) => void draft.after.push('return completion.choices[0].message;'),
  },
  {
    name: 'JSON',
    write: (draft) => void draft.after.push(`return JSON.parse(${textOf(draft)} ?? '{}');`),
  },
  {
    name: 'pieces, joined',
    fits: inPieces,
    write(draft) {
      draft.settings.push('stream: true');
      draft.after.push(
        "let text = '';",
        'for await (const chunk of completion as any) {',
        "  text += chunk.choices[0]?.delta?.content ?? '';",
        '}',
        'return text;',
      );
    },
  },
  {
    name: 'pieces, shown',
    fits: inPieces,
    write(draft) {
      draft.settings.push('stream: true');
      draft.parameters.push({
        name: 'onPiece',
        type: '(piece: string) => void',
        given: '(piece) => shown.push(piece)',
      });
      draft.shows = true;
      draft.after.push(
        'for await (const chunk of completion as any) {',
        '  const piece = chunk.choices[0]?.delta?.content;',
        '  if (piece) onPiece(piece);',
        '}',
      );
    },
  },
  {
    name: 'events of a response, joined',
    fits: is('api', 'responses'),
    write(draft) {
      draft.settings.push('stream: true');
      draft.after.push(
        "let text = '';",
        'for await (const event of completion as any) {',
        "  if (event.type === 'response.output_text.delta') text += event.delta;",
        '}',
        'return text;',
      );
    },
  },
  {
    name: 'why it ended',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'const [choice] = completion.choices;',
        "return { text: choice.message.content, isWhole: choice.finish_reason === 'stop' };",
      ),
  },
  {
    name: 'all choices',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'return completion.choices.map((choice: any) => choice.message.content.trim());',
      ),
  },
  {
    name: 'the whole',
    fits: not('api', 'AI SDK'),
    write: (draft) => void draft.after.push('return completion;'),
  },
  {
    name: 'destructured',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'const { choices } = completion;',
        'const [first] = choices;',
        "return first?.message?.content ?? 'nothing';",
      ),
  },
];
