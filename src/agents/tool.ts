import { visibleJson, visibleLines, mapTexts } from '../rules/visible';
import type { Desk } from './desk';
import { Refusal } from './refusal';
import { faultOf, type InputSchema } from './schema';

/** What everybody reads of a tool: the agent, the person who lets it work, and `package.json`. */
export interface ToolMeta {
  /** As the Model Context Protocol calls it; in the editor, `airlock_` stands before it. */
  readonly name: string;
  readonly title: string;
  /** For the agent: what it does, when to use it, what comes out. */
  readonly description: string;
  /** For people, in one sentence. */
  readonly summary: string;
  readonly input: InputSchema;
  /** Whether it may change files, and then only when its input says so. */
  readonly writes: boolean;
}

/** The name of a tool in an editor, where those of all extensions share one list. */
export function editorName({ name }: ToolMeta): string {
  return `airlock_${name}`;
}

/** What a tool has to say: data, and the same as text where that reads better than JSON. */
export interface ToolAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** One tool for agents. */
export interface Tool {
  readonly meta: ToolMeta;
  /** @throws Refusal For an input that is not as it must be, and whatever the desk refuses. */
  run(input: unknown, desk: Desk): ToolAnswer;
}

/** A tool over an input whose type its schema shows. */
export function defineTool<Input>(
  meta: ToolMeta,
  run: (
    input: Input,
    desk: Desk,
  ) => { readonly data: Readonly<Record<string, unknown>>; readonly text?: string },
): Tool {
  return {
    meta,
    run(input, desk) {
      const fault = faultOf(input, meta.input);
      if (fault !== undefined) throw new Refusal(fault);
      // The schema has just been seen to hold.
      const { data, text } = run(input as Input, desk);
      return {
        data: mapTexts(data, visibleLines) as ToolAnswer['data'],
        text: text === undefined ? visibleJson(data) : visibleLines(text),
      };
    },
  };
}
