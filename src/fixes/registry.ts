import { addRetryWithBackoff } from './addRetryWithBackoff';
import type { Fix } from './fix';
import { handleRateLimit } from './handleRateLimit';
import { limitOutput } from './limitOutput';
import { moveKeyToEnv } from './moveKeyToEnv';
import { proxyClientCall } from './proxyClientCall';
import { proxyClientCallStreaming } from './proxyClientCallStreaming';
import { removeBrowserFlag } from './removeBrowserFlag';
import { suppress } from './suppress';
import { validateInput } from './validateInput';

/** Every fix. */
export const fixes: readonly Fix[] = [proxyClientCall, proxyClientCallStreaming, moveKeyToEnv, handleRateLimit, addRetryWithBackoff, validateInput, removeBrowserFlag, limitOutput, suppress];
