import type { Model } from '../model';

/**
 * Errors that say that an answer has the wrong shape: a request never fails with one. Sources: the
 * README of each.
 */
export const shapeErrors: readonly Model[] = [
  {
    id: 'shape-errors',
    title: 'validators',
    packages: ['zod', 'yup', 'joi', 'valibot', 'ajv', 'superstruct', 'arktype', 'jsonrepair'],
    shapeErrors: [
      {
        call: [
          '{ZodError,ValidationError,ValiError,StructError,ArkErrors,JSONRepairError}',
          '{z,Joi}.{ZodError,ValidationError}',
        ],
      },
    ],
  },
  {
    id: 'ai-sdk-shapes',
    title: 'AI SDK',
    packages: ['ai', '@ai-sdk/provider'],
    shapeErrors: [
      { call: '{NoObjectGeneratedError,TypeValidationError,JSONParseError,InvalidToolInputError}' },
    ],
  },
];
