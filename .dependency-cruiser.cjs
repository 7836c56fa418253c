// One way, never back (CONTRIBUTING.md, "How the code is laid out").
const layers = [
  'models',
  'analysis',
  'edits',
  'routes',
  'rules',
  'fixes',
  'checklist',
  'lessons',
  'host',
  'project',
  'agents',
  'mcp',
  'server',
  'extension',
  'cli',
  'dev',
];
const allowed = {
  models: [],
  analysis: ['models'],
  edits: ['models', 'analysis'],
  routes: ['models', 'analysis', 'edits'],
  rules: ['models', 'analysis'],
  fixes: ['models', 'analysis', 'edits', 'routes', 'rules'],
  checklist: ['models', 'analysis', 'rules'],
  lessons: ['models', 'analysis', 'edits', 'routes', 'rules', 'fixes', 'checklist'],
  host: ['models', 'analysis'],
};

const above = (layer) =>
  layers.filter((other) => other !== layer && !allowed[layer].includes(other));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.keys(allowed).map((layer) => ({
      name: `${layer}-looks-down`,
      severity: 'error',
      comment: `src/${layer} may import ${allowed[layer].map((name) => `src/${name}`).join(', ') || 'nothing of the layers above it'}.`,
      from: { path: `^src/${layer}/` },
      to: { path: `^src/(${above(layer).join('|')})/|^src/(service|fixAll|trial|guide)\\.ts$` },
    })),
    {
      name: 'models-know-no-syntax-tree',
      severity: 'error',
      comment: 'What is known is data; who reads code asks it.',
      from: { path: '^src/models/' },
      to: { path: 'typescript|jsonc-parser' },
    },
    {
      name: 'engine-is-pure',
      severity: 'error',
      comment: 'The engine runs in a browser worker too: no Node, no editor.',
      from: {
        path: '^src/(models|analysis|edits|routes|rules|fixes|checklist|lessons|project|agents)/|^src/(service|fixAll|trial|guide)\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-leaves',
      severity: 'error',
      comment: 'SECURITY.md: nothing of a workspace is executed, nothing is sent anywhere.',
      from: { path: '^src/', pathNot: '^src/dev/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(child_process|cluster|dgram|dns|http|http2|https|inspector|net|tls|vm|worker_threads)(/|$)',
      },
    },
    {
      name: 'project-and-agents-look-down',
      severity: 'error',
      comment: 'What is shown of an analysis, and the tools over it, serve every front end alike.',
      from: { path: '^src/(project|agents|mcp)/' },
      to: { path: '^src/(server|extension|cli|dev)/' },
    },
    {
      name: 'tools-know-no-transport',
      severity: 'error',
      comment: 'A tool finds its projects at a desk: a folder on disk, or those of an editor.',
      from: { path: '^src/(project|agents)/' },
      to: { path: '^src/mcp/|modelcontextprotocol' },
    },
    {
      name: 'one-door-to-the-sdk',
      severity: 'error',
      comment: 'It is a bundle of its own, which only `airlock mcp` loads.',
      from: { path: '^src/', pathNot: '^src/mcp/sdk\\.ts$' },
      to: { path: 'modelcontextprotocol' },
    },
    {
      name: 'engine-knows-no-editor',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^vscode$|vscode-languageclient' },
    },
    {
      name: 'extension-is-thin',
      severity: 'error',
      comment: 'The client asks the server; it does not analyse.',
      from: { path: '^src/extension/' },
      to: {
        path: '^src/(models|analysis|edits|routes|fixes|host|cli)/|^src/service\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Types included: what two files need of each other lives in a third.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
