import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Rooms whose comments and strings still run past 120 columns, and files with functions that hold
 * more than one can keep in mind. They were written before these limits; whoever takes one apart
 * takes it off. Nothing new goes in.
 */
const notYet = {
  longLines: [
    'src/analysis/**',
    'src/models/*.ts',
    'src/models/{libraries,sdks}/**',
    'src/rules/**',
  ],
  largeFunctions: [
    'src/analysis/leaks/secrets.ts',
    'src/analysis/readModule.ts',
    'src/analysis/readRequest.ts',
    'src/analysis/requests/http.ts',
    'src/analysis/requests/keyOrigin.ts',
    'src/analysis/requests/payload.ts',
    'src/analysis/streams/consumption.ts',
    'src/analysis/streams/forward.ts',
    'src/analysis/surface/surfaces.ts',
    'src/analysis/taint/sinks.ts',
    'src/analysis/workspace.ts',
    'src/checklist/items/apiKeyInEnv.ts',
    'src/cli/result.ts',
    'src/extension/clientSession.ts',
    'src/host/nodeHost.ts',
    'src/server/features/codeActions.ts',
    'src/server/features/diagnostics.ts',
    'src/server/folders.ts',
    'src/server/server.ts',
  ],
};

/** Longer than they should be since the code is formatted; taken off as each is taken apart. */
const tooLong = [
  'src/analysis/calls/entries.ts',
  'src/analysis/calls/uses.ts',
  'src/analysis/readRequest.ts',
  'src/analysis/streams/forward.ts',
  'src/analysis/taint/calls.ts',
  'src/analysis/taint/guards.ts',
  'src/analysis/taint/parameters.ts',
  'src/analysis/taint/trace.ts',
  'src/analysis/workspace.ts',
];

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
