import type { Model } from '../model';

/** Libraries that write logs. Sources: the README of each. */
export const loggers: readonly Model[] = [
  {
    id: 'winston',
    title: 'winston',
    packages: ['winston'],
    things: {
      logger: { from: ['createLogger()', 'default', 'loggers.*()', 'Logger()'], builds: true },
    },
    loggers: [{ call: '<logger>.*' }],
  },
  {
    id: 'callable-loggers',
    title: 'loggers made by a call',
    packages: ['pino', 'debug', 'pino-http'],
    things: { logger: { from: ['default()', '{pino,Debug,debug,Logger}()'], builds: true } },
    loggers: [{ call: ['<logger>', '<logger>.*', '<logger>.logger.*'] }],
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
    loggers: [{ call: ['<logger>.*', '{consola,logger,log}.*'] }],
  },
];
