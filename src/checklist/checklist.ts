import type { ChecklistInput, ChecklistItem, ItemCheck } from './item';
import { apiKeyInEnv } from './items/apiKeyInEnv';
import { costsMonitored } from './items/costsMonitored';
import { errorsHandled } from './items/errorsHandled';
import { inputValidated } from './items/inputValidated';
import { longAnswersStreamed } from './items/longAnswersStreamed';
import { rateLimitsHandled } from './items/rateLimitsHandled';
import { serverSideOnly } from './items/serverSideOnly';

/** The security checklist, in the order and the words of the README. */
export const checklistItems: readonly ItemCheck[] = [
  apiKeyInEnv,
  serverSideOnly,
  inputValidated,
  rateLimitsHandled,
  costsMonitored,
  errorsHandled,
  longAnswersStreamed,
];

export function evaluateChecklist(input: ChecklistInput): ChecklistItem[] {
  return checklistItems.map((item) => ({
    id: item.id,
    title: item.title,
    ...(item.optional ? { optional: true } : {}),
    ...item.evaluate(input),
  }));
}
