import type { Model } from '../model';

const TYPED = { kind: 'local', what: 'what is typed at the prompt', whole: true } as const;

/** Command lines and prompts of a terminal. Sources: the README of each. */
export const commandLine: readonly Model[] = [
  {
    id: 'commander',
    title: 'Commander',
    packages: ['commander', 'cac', '@oclif/core', 'sade', 'clipanion', 'citty', 'cleye', 'meow'],
    runs: 'command',
    things: {
      command: {
        from: [
          '{program,createCommand,Command,cac}',
          'default',
          'default()',
          '{Command,createCommand,cac}()',
        ],
        builds: true,
      },
    },
    registrations: [{ call: '<command>.action', entry: 'cli', what: 'the command' }],
    sources: [{ of: 'cli', kind: 'local', what: 'an argument of the command' }],
  },
  {
    id: 'yargs',
    title: 'yargs',
    packages: ['yargs'],
    runs: 'command',
    things: { command: { from: ['default', 'default()'], builds: true } },
    registrations: [{ call: '<command>.command', entry: 'cli', what: 'the command' }],
  },
  {
    id: 'prompts',
    title: 'prompts of a terminal',
    packages: ['inquirer', '@inquirer/*', 'prompts', '@clack/prompts', 'enquirer', 'ink'],
    runs: 'command',
    readers: [
      {
        call: [
          '{input,text,multiline,editor,prompt,search,password}',
          'default',
          'default.prompt',
          'prompts',
        ],
        of: 'result',
        is: TYPED,
      },
    ],
  },
  {
    id: 'readline',
    title: 'readline of Node',
    packages: ['readline', 'node:readline'],
    readers: [
      {
        call: [
          'createInterface().question',
          'promises.createInterface().question',
          'Interface().question',
        ],
        of: 'result',
        is: TYPED,
      },
    ],
    registrations: [{ call: 'createInterface().{on,question}', entry: 'cli', what: 'the prompt' }],
  },
];
