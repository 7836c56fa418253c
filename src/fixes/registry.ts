import { addRetryWithBackoff } from './addRetryWithBackoff';
import type { Fix } from './fix';
import { handlePartialResponse } from './handlePartialResponse';
import { handleRateLimit } from './handleRateLimit';
import { limitOutput } from './limitOutput';
import { limitRequests } from './limitRequests';
import { moveKeyToEnv } from './moveKeyToEnv';
import { proxyClientCall } from './proxyClientCall';
import { proxyClientCallStreaming } from './proxyClientCallStreaming';
import { removeBrowserFlag } from './removeBrowserFlag';
import { renamePublicVariable } from './renamePublicVariable';
import { separateUserInput } from './separateUserInput';
import { streamResponse } from './streamResponse';
import { suppress } from './suppress';
import { validateInput } from './validateInput';
import { withholdKey } from './withholdKey';

/** Every fix. */
export const fixes: readonly Fix[] = [
  proxyClientCall,
  proxyClientCallStreaming,
  moveKeyToEnv,
  renamePublicVariable,
  handleRateLimit,
  addRetryWithBackoff,
  validateInput,
  separateUserInput,
  handlePartialResponse,
  streamResponse,
  removeBrowserFlag,
  limitOutput,
  withholdKey,
  limitRequests,
  suppress,
];
