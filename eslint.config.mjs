import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Files with code or strings past 120 columns, and with functions that hold more than one can keep
 * in mind. They were written before these limits; whoever takes one apart
 * takes it off. Nothing new goes in.
 */
const notYet = {
  longLines: [
    'src/analysis/calls/methodCalls.ts',
    'src/analysis/leaks/config.ts',
    'src/analysis/leaks/sinks.ts',
    'src/analysis/requests/endpoint.ts',
    'src/analysis/resolve/aliases.ts',
    'src/analysis/resolve/resolver.ts',
    'src/analysis/resolve/tsconfig.ts',
    'src/analysis/source/prefilter.ts',
    'src/analysis/source/suppressions.ts',
    'src/analysis/streams/consumption.ts',
    'src/analysis/streams/forward.ts',
    'src/analysis/streams/sinks.ts',
    'src/analysis/surface/general.ts',
    'src/analysis/surface/regions.ts',
    'src/analysis/surface/surfaces.ts',
    'src/analysis/taint/changes.ts',
    'src/analysis/taint/methods.ts',
    'src/models/libraries/schemas.ts',
    'src/models/libraries/summaries.ts',
    'src/models/libraries/undeclared.ts',
    'src/models/sdks/langchain.ts',
    'src/models/sdks/openai.ts',
    'src/rules/lesson.ts',
    'src/rules/mask.ts',
  ],
  largeFunctions: ['src/analysis/surface/surfaces.ts'],
};

/** Longer than they should be since the code is formatted; taken off as each is taken apart. */
const tooLong = ['src/analysis/workspace.ts'];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      '.vscode-test/',
      'test/fixtures/',
      'test/sample/',
      'test/output/',
      'test/apps/',
      'node_modules/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An assertion is a claim that the line before it shows; the strict preset's alternative is a check that cannot fail.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 20],
      'max-depth': ['error', 4],
      'max-params': ['error', 5],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Prettier breaks code at 100 columns but neither comments nor strings; those are to be broken by hand.
      'max-len': ['error', { code: 120, comments: 120, ignoreUrls: true }],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { require: 'readonly', module: 'readonly', process: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: tooLong, rules: { 'max-lines': 'off' } },
  { files: notYet.longLines, rules: { 'max-len': 'off' } },
  {
    files: notYet.largeFunctions,
    rules: {
      complexity: 'off',
      'max-depth': 'off',
      'max-params': 'off',
      'max-lines-per-function': 'off',
    },
  },
);
