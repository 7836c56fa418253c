import { frameworks } from './frameworks/registry';
import { answers } from './libraries/answers';
import { bodyLimits } from './libraries/bodyLimits';
import { bots } from './libraries/bots';
import { commandLine } from './libraries/commandLine';
import { httpFailures } from './libraries/httpFailures';
import { loggers } from './libraries/loggers';
import { pages } from './libraries/pages';
import { pauses } from './libraries/pauses';
import { platform } from './libraries/platform';
import { queries } from './libraries/queries';
import { queues } from './libraries/queues';
import { rateLimits } from './libraries/rateLimits';
import { react } from './libraries/react';
import { remoteCalls } from './libraries/remoteCalls';
import { retries } from './libraries/retries';
import { schemas } from './libraries/schemas';
import { servers } from './libraries/servers';
import { shapeErrors } from './libraries/shapeErrors';
import { sockets } from './libraries/sockets';
import { tools } from './libraries/tools';
import { undeclared } from './libraries/undeclared';
import { validators } from './libraries/validators';
import { vue } from './libraries/vue';
import type { Model } from './model';

/** Everything Airlock knows of the outside world. A new vendor, framework or library is one file and one line here. */
export const models: readonly Model[] = [
  ...frameworks,
  ...servers,
  ...remoteCalls,
  ...sockets,
  ...bots,
  ...queues,
  ...commandLine,
  tools,
  react,
  vue,
  ...pages,
  ...queries,
  ...schemas,
  ...validators,
  ...bodyLimits,
  ...httpFailures,
  ...retries,
  ...pauses,
  ...loggers,
  ...answers,
  ...rateLimits,
  ...shapeErrors,
  platform,
  undeclared,
];
