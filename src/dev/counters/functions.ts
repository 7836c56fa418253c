import { relative } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import type { Place } from './place';

/** What one can keep in mind of a function. */
const LIMITS: Linter.RulesRecord = {
  complexity: ['error', 20],
  'max-depth': ['error', 4],
  'max-params': ['error', 5],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
};

/**
 * Functions of a folder above the limits; one that is above two counts twice. Comments that switch
 * rules off do not count.
 */
export async function largeFunctions(folder: string): Promise<Place[]> {
  const eslint = new ESLint({
    allowInlineConfig: false,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      rules: LIMITS,
    },
  });
  const results = await eslint.lintFiles(`${folder}/**/*.ts`);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message }) => ({
      path: relative('.', filePath).replaceAll('\\', '/'),
      line,
      what: message,
    })),
  );
}
