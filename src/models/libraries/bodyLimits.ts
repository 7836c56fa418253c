import type { Model } from '../model';

/**
 * What limits the size of a request beside the frameworks themselves. Sources: docs.nestjs.com
 * "useBodyParser", the README of multer.
 */
export const bodyLimits: readonly Model[] = [
  {
    id: 'nest-body-limit',
    title: 'Nest',
    packages: ['@nestjs/*'],
    limits: [
      {
        call: '{NestExpressApplication,NestFastifyApplication}().useBodyParser',
        option: 'limit',
      },
    ],
  },
  {
    id: 'multer',
    title: 'Multer',
    packages: ['multer', '@koa/multer'],
    limits: [{ call: 'default', option: 'limits.fileSize', uploads: true }],
  },
];
