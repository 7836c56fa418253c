import type { Model } from '../model';

/** Methods by which loggers of any kind write. */
export const LOGS =
  '{log,info,warn,error,debug,trace,verbose,fatal,silly,http,notice,success,dir,table,' +
  'group,groupCollapsed,groupEnd,assert,time,timeEnd}';

/** Libraries that write logs. Sources: the README of each. */
export const loggers: readonly Model[] = [
  {
    id: 'winston',
    title: 'winston',
    packages: ['winston'],
    things: {
      logger: { from: ['createLogger()', 'default', 'loggers.*()', 'Logger()'], builds: true },
    },
    loggers: [{ call: `<logger>.${LOGS}` }],
  },
  {
    id: 'callable-loggers',
    title: 'loggers made by a call',
    packages: ['pino', 'debug', 'pino-http'],
    things: { logger: { from: ['default()', '{pino,Debug,debug,Logger}()'], builds: true } },
    loggers: [{ call: ['<logger>', `<logger>.${LOGS}`, `<logger>.logger.${LOGS}`] }],
  },
  {
    id: 'other-loggers',
    title: 'loggers',
    packages: [
      'bunyan',
      'log4js',
      'loglevel',
      'consola',
      'signale',
      'tslog',
      'npmlog',
      'electron-log',
    ],
    things: {
      logger: {
        from: ['default', '{createLogger,getLogger,createConsola,Logger}()'],
        builds: true,
      },
    },
    loggers: [{ call: [`<logger>.${LOGS}`, `{consola,logger,log}.${LOGS}`] }],
  },
];
