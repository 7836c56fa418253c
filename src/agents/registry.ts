import { WriteError } from '../host/writeError';
import { maskKeys } from '../rules/mask';
import { visible } from '../rules/visible';
import type { Desk } from './desk';
import { Refusal } from './refusal';
import type { Tool, ToolAnswer } from './tool';
import { check } from './tools/check';
import { checklist } from './tools/checklist';
import { explain } from './tools/explain';
import { fix } from './tools/fix';

/** What agents can ask, over the Model Context Protocol and in the editor. */
export const tools: readonly Tool[] = [check, explain, fix, checklist];

/**
 * Calls a tool. Whatever goes wrong becomes one sentence: a path that is refused, an input that is
 * not as it must be, a file that cannot be written, and a defect of ours, which `onDefect` hears of.
 */
export function callTool(
  name: string,
  input: unknown,
  desk: Desk,
  onDefect: (error: unknown) => void,
): ToolAnswer | { readonly error: string } {
  const tool = tools.find(({ meta }) => meta.name === name);
  if (!tool) {
    const known = tools.map(({ meta }) => meta.name).join(', ');
    return { error: shown(`"${name.slice(0, 40)}" is no tool; known are ${known}.`) };
  }
  try {
    return tool.run(input, desk);
  } catch (error) {
    if (error instanceof Refusal || error instanceof WriteError)
      return { error: shown(error.message) };
    onDefect(error);
    return { error: `\`${name}\` could not be answered; that is a defect of Airlock.` };
  }
}

function shown(sentence: string): string {
  return visible(maskKeys(sentence));
}
