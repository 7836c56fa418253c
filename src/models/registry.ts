import { frameworks } from './frameworks/registry';
import { answers } from './libraries/answers';
import { answerStreams } from './libraries/answerStreams';
import { bodyLimits } from './libraries/bodyLimits';
import { bots } from './libraries/bots';
import { bundlers } from './libraries/bundlers';
import { commandLine } from './libraries/commandLine';
import { compression } from './libraries/compression';
import { dangers } from './libraries/dangers';
import { databases } from './libraries/databases';
import { endings } from './libraries/endings';
import { environments } from './libraries/environments';
import { moderation } from './libraries/moderation';
import { guards } from './libraries/guards';
import { httpClients } from './libraries/httpClients';
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
import { runtimes } from './libraries/runtimes';
import { schemas } from './libraries/schemas';
import { servers } from './libraries/servers';
import { secrets } from './libraries/secrets';
import { shapeErrors } from './libraries/shapeErrors';
import { sockets } from './libraries/sockets';
import { speakers } from './libraries/speakers';
import { summaries } from './libraries/summaries';
import { tools } from './libraries/tools';
import { undeclared } from './libraries/undeclared';
import { validators } from './libraries/validators';
import { vue } from './libraries/vue';
import { waiters } from './libraries/waiters';
import type { Model } from './model';
import { sdks } from './sdks/registry';

/**
 * Everything Airlock knows of the outside world. A new SDK or framework is one file and one line in
 * the registry of its folder, a new library an entry beside its like, or a file and a line here.
 */
export const models: readonly Model[] = [
  ...sdks,
  ...httpClients,
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
  ...guards,
  moderation,
  ...endings,
  ...summaries,
  speakers,
  ...environments,
  ...httpFailures,
  ...retries,
  ...waiters,
  ...pauses,
  ...loggers,
  ...answers,
  ...rateLimits,
  ...shapeErrors,
  ...databases,
  ...dangers,
  ...secrets,
  ...answerStreams,
  compression,
  ...runtimes,
  ...bundlers,
  platform,
  undeclared,
];
