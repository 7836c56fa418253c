import { bufferedStream } from './streaming/bufferedStream';
import { clientSideRequest } from './keys/clientSideRequest';
import { hardcodedApiKey } from './keys/hardcodedApiKey';
import { leakedApiKey } from './keys/leakedApiKey';
import { openRoute } from './costs/openRoute';
import { publicEnvApiKey } from './keys/publicEnvApiKey';
import { secretInPrompt } from './validation/secretInPrompt';
import { unboundedOutput } from './costs/unboundedOutput';
import { disabledRetries } from './rateLimits/disabledRetries';
import { retryWithoutBackoff } from './rateLimits/retryWithoutBackoff';
import { unhandledApiError } from './rateLimits/unhandledApiError';
import { unhandledRateLimit } from './rateLimits/unhandledRateLimit';
import type { Rule } from './rule';
import { preferStreaming } from './streaming/preferStreaming';
import { unhandledPartialResponse } from './streaming/unhandledPartialResponse';
import { unsafeAnswer } from './validation/unsafeAnswer';
import { unvalidatedPromptInput } from './validation/unvalidatedPromptInput';
import { userInputInInstructions } from './validation/userInputInInstructions';

/** Every rule, in the order of the documented mistakes. `npm run new-rule` adds a line here. */
export const rules: readonly Rule[] = [
  hardcodedApiKey,
  publicEnvApiKey,
  clientSideRequest,
  leakedApiKey,
  unhandledApiError,
  unhandledRateLimit,
  disabledRetries,
  retryWithoutBackoff,
  unvalidatedPromptInput,
  userInputInInstructions,
  preferStreaming,
  unhandledPartialResponse,
  unboundedOutput,
  openRoute,
  unsafeAnswer,
  secretInPrompt,
  bufferedStream,
];

export function ruleById(id: string): Rule | undefined {
  return rules.find((rule) => rule.meta.id === id);
}
