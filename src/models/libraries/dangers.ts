import type { Model } from '../model';

/**
 * What runs a text, or asks a database with it, as it is. Sources: nodejs.org/api "child_process",
 * "vm", the documentation of each database.
 */
export const dangers: readonly Model[] = [
  {
    id: 'child-processes',
    title: 'Node’s child processes',
    packages: ['child_process', 'node:child_process'],
    dangers: [{ call: '{exec,execSync}', into: 'shell' }],
  },
  {
    id: 'code-that-runs',
    title: 'Node’s `vm`',
    packages: ['vm', 'node:vm', 'vm2'],
    dangers: [
      {
        call: ['{runInNewContext,runInThisContext,runInContext,Script}', '{VM,NodeVM}().run'],
        into: 'code',
      },
    ],
  },
  {
    id: 'raw-queries',
    title: 'queries as texts',
    packages: ['@prisma/client'],
    dangers: [{ call: 'PrismaClient().{$queryRawUnsafe,$executeRawUnsafe}', into: 'query' }],
  },
  {
    id: 'markdown-as-it-is',
    title: 'Markdown with the markup in it',
    packages: ['marked', 'showdown'],
    summaries: [
      {
        call: ['default', '{marked,parse}', 'marked.parse', 'Converter().makeHtml'],
        gives: 'arguments',
      },
    ],
  },
];
