import type { Fix } from './fix';
import { moveKeyToEnv } from './moveKeyToEnv';
import { removeBrowserFlag } from './removeBrowserFlag';
import { suppress } from './suppress';

/** Every fix. */
export const fixes: readonly Fix[] = [moveKeyToEnv, removeBrowserFlag, suppress];
