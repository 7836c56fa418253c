import type { ChecklistInput, ChecklistItem, ItemCheck } from './item';
import { apiKeyInEnv } from './items/apiKeyInEnv';
import { pending } from './items/pending';
import { serverSideOnly } from './items/serverSideOnly';

/** The seed's security checklist, in its order and words. */
export const checklistItems: readonly ItemCheck[] = [
  apiKeyInEnv,
  serverSideOnly,
  pending('input-validated', 'User input validated/sanitized before sending to OpenAI'),
  pending('rate-limits-handled', 'Rate limit handling implemented (retry with backoff)'),
  pending('costs-monitored', 'Costs monitored (set usage limits in OpenAI dashboard)'),
  pending('errors-handled', 'Error handling for API failures'),
  pending('long-answers-streamed', 'Streaming used for long completions (optional)'),
];

export function evaluateChecklist(input: ChecklistInput): ChecklistItem[] {
  return checklistItems.map((item) => ({ id: item.id, title: item.title, ...item.evaluate(input) }));
}
