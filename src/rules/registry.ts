import { clientSideRequest } from './keys/clientSideRequest';
import { hardcodedApiKey } from './keys/hardcodedApiKey';
import { leakedApiKey } from './keys/leakedApiKey';
import { publicEnvApiKey } from './keys/publicEnvApiKey';
import type { Rule } from './rule';

/** Every rule, in the order of the documented mistakes. `npm run new-rule` adds a line here. */
export const rules: readonly Rule[] = [
  hardcodedApiKey,
  publicEnvApiKey,
  clientSideRequest,
  leakedApiKey,
];

export function ruleById(id: string): Rule | undefined {
  return rules.find((rule) => rule.meta.id === id);
}
