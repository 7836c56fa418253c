import type { Model } from '../model';

/**
 * Libraries that check requests by decorators or by field. Sources:
 * github.com/typestack/class-validator, express-validator.github.io, docs.nestjs.com/pipes.
 */
export const validators: readonly Model[] = [
  {
    id: 'class-validator',
    title: 'class-validator',
    packages: ['class-validator'],
    fieldChecks: [
      { call: '{IsEnum,IsIn,IsInt,IsNumber,IsBoolean,IsDate,IsDateString}', says: 'allowed' },
      { call: '{MaxLength,Length,IsUUID,IsEmail,IsUrl}', says: 'bounded' },
      { call: '{Is*,Matches,MinLength,Contains,NotContains,Allow}', says: 'shape' },
    ],
    enforcers: [{ call: '{validate,validateOrReject,validateSync}' }],
  },
  {
    id: 'validation-pipe',
    title: 'Nest’s ValidationPipe',
    packages: ['@nestjs/common'],
    enforcers: [{ call: 'ValidationPipe' }],
  },
  {
    id: 'routing-controllers-validation',
    title: 'routing-controllers',
    packages: ['routing-controllers'],
    enforcers: [{ call: '{useExpressServer,useKoaServer,createExpressServer,createKoaServer}' }],
  },
  {
    id: 'express-validator',
    title: 'express-validator',
    packages: ['express-validator'],
    things: { chain: { from: '{body,check,query,param,header,cookie}()', builds: true } },
    fieldChains: [
      {
        call: '{body,check,query,param,header,cookie}',
        bounds: '{isIn,isInt,isNumeric,isBoolean,isUUID,isEmail}',
        sized: 'isLength',
      },
    ],
  },
];
