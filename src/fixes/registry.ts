import type { Fix } from './fix';
import { moveKeyToEnv } from './moveKeyToEnv';
import { proxyClientCall } from './proxyClientCall';
import { proxyClientCallStreaming } from './proxyClientCallStreaming';
import { removeBrowserFlag } from './removeBrowserFlag';
import { suppress } from './suppress';

/** Every fix. */
export const fixes: readonly Fix[] = [proxyClientCall, proxyClientCallStreaming, moveKeyToEnv, removeBrowserFlag, suppress];
