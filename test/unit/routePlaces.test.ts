import assert from 'node:assert/strict';
import { applyEdits } from '../../src/edits/applyEdits';
import { placeOf, places } from '../../src/lessons/samplePlaces';
import { newRoute } from '../../src/routes/placements/registry';
import type { RouteSpec } from '../../src/routes/route';

const SPEC: RouteSpec = {
  name: 'chat',
  method: 'responses.create',
  payload: ["model: 'gpt-5',", 'input: question,'],
  fields: [{ name: 'question', kind: 'text' }],
  streams: false,
  plainHeaders: false,
  typescript: true,
  quote: "'",
  semicolons: true,
};

/** Where routes go in projects whose files are written in other ways than the usual one. */
describe('the place of a route is read, not guessed from spelling', () => {
  /** The address of the route and the files that change for it; `undefined` where there is no place. */
  const put = (id: string, files: Readonly<Record<string, string>>) => {
    const [, framework] = places().find(([name]) => name === id) ?? assert.fail(id);
    const route = newRoute(framework, SPEC, placeOf(files));
    return (
      route && {
        url: route.url,
        text: route.text,
        changed: (route.patches ?? []).map(({ file, edits }) => applyEdits(files[file], edits)),
      }
    );
  };

  describe('Nest', () => {
    const nest = (main: string, module = 'AppModule', decorated = '@Module({ controllers: [] })') =>
      put('nest', {
        'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { ${module} } from './app.module';\n${main}\n`,
        'src/app.module.ts': `import { Module } from '@nestjs/common';\n${decorated}\nexport class AppModule {}\n`,
      });
    it('whose prefix is a constant', () =>
      assert.equal(
        nest(
          "const PREFIX = 'v2';\nconst app = await NestFactory.create(AppModule);\napp.setGlobalPrefix(PREFIX);",
        )?.url,
        '/v2/chat',
      ));
    it('whose prefix is only in a comment', () =>
      assert.equal(
        nest("const app = await NestFactory.create(AppModule);\n// app.setGlobalPrefix('v1');")
          ?.url,
        '/api/chat',
      ));
    it('whose module has another name here', () =>
      assert.match(
        nest('const app = await NestFactory.create(Root);', 'AppModule as Root')?.changed.join() ??
          '',
        /import \{ ChatController \} from '\.\/chat\/chat\.controller';[^]*controllers: \[ChatController\]/,
      ));
    it('that has no list of controllers yet', () =>
      assert.match(
        nest(
          'const app = await NestFactory.create(AppModule);',
          'AppModule',
          '@Module({\n  imports: [],\n})',
        )?.changed.join() ?? '',
        /controllers: \[ChatController\],\n {2}imports/,
      ));
    it('that has nothing yet', () =>
      assert.match(
        nest(
          'const app = await NestFactory.create(AppModule);',
          'AppModule',
          '@Module({})',
        )?.changed.join() ?? '',
        /@Module\(\{ controllers: \[ChatController\] \}\)/,
      ));
    it('whose list stands beside what is spread', () =>
      assert.match(
        nest(
          'const app = await NestFactory.create(AppModule);',
          'AppModule',
          '@Module({ ...common, controllers: [A] })',
        )?.changed.join() ?? '',
        /controllers: \[A, ChatController\]/,
      ));
    it('not one whose list may be among what is spread', () =>
      assert.equal(
        nest(
          'const app = await NestFactory.create(AppModule);',
          'AppModule',
          '@Module({ ...common })',
        ),
        undefined,
      ));
    for (const [title, main] of [
      ['whose prefix is worked out', 'app.setGlobalPrefix(process.env.BASE);'],
      ['whose prefix leaves addresses out', "app.setGlobalPrefix('v1', { exclude: ['chat'] });"],
      ['whose addresses have versions', 'app.enableVersioning();'],
    ])
      it(`not one ${title}`, () =>
        assert.equal(nest(`const app = await NestFactory.create(AppModule);\n${main}`), undefined));
    it('not one that another factory makes', () =>
      assert.equal(
        put('nest', {
          'src/main.ts':
            "import { NestFactory } from './own';\nimport { AppModule } from './app.module'; // @nestjs/core\nNestFactory.create(AppModule);\n",
          'src/app.module.ts':
            "import { Module } from '@nestjs/common';\n@Module({})\nexport class AppModule {}\n",
        }),
        undefined,
      ));
  });

  describe('serverless.yml', () => {
    const yaml = (provider: string, functions: string) =>
      put('aws-lambda', {
        'serverless.yml': `provider:\n${provider}\nfunctions:\n${functions}\n`,
        'src/list.ts': 'export const handler = async () => [];\n',
      });
    const FUNCTION = '  list:\n    handler: src/list.handler\n    events:\n';
    const HTTP_API = `${FUNCTION}      - httpApi:\n          path: /list`;
    it('whose key is quoted and has a comment above', () =>
      assert.match(
        yaml(
          '  httpApi: { cors: true }',
          `    # the list\n    "list":\n        handler: 'src/list.handler'\n        events:\n            - httpApi: '*'`,
        )?.changed.join() ?? '',
        /functions:\n {4}# the list\n {4}chat:\n {8}handler: src\/chat\.handler[^]*\n {4}"list":/,
      ));
    it('of REST, where a neighbour may be asked from elsewhere', () =>
      assert.match(
        yaml(
          '  name: aws',
          `${FUNCTION}      - http:\n          path: list\n          cors:\n            origin: '*'`,
        )?.changed.join() ?? '',
        /- http:\n {10}path: \/chat/,
      ));
    for (const [title, provider, functions] of [
      ['whose gateway is not open to other origins', '  httpApi: { cors: false }', HTTP_API],
      ['that speaks of CORS in a comment alone', '  name: aws # cors: true', HTTP_API],
      ['whose functions stand in another file', '  httpApi: { cors: true }', '  ${file(f.yml)}'],
    ])
      it(`not one ${title}`, () => assert.equal(yaml(provider, functions), undefined));
  });

  describe('Firebase', () => {
    const firebase = (index: string) =>
      put('firebase', {
        'src/index.ts': `${index}\n`,
        'firebase.json': '{ "hosting": { "public": "dist" } }',
      });
    it('in the region of a constant', () =>
      assert.match(
        firebase(
          "import { setGlobalOptions as set } from 'firebase-functions/v2';\nconst region = 'europe-west1';\nset({ maxInstances: 10, region: region });",
        )?.changed.join() ?? '',
        /"region": "europe-west1"/,
      ));
    it('in the usual region where another is only spoken of', () =>
      assert.doesNotMatch(
        firebase("// setGlobalOptions({ region: 'europe-west1' })")?.changed.join() ?? 'region',
        /"region"/,
      ));
    it('beside what only sounds like it', () =>
      assert.ok(firebase("const chat = 'hello';\nexport const greet = chat;")));
    it('not where the name is exported already', () =>
      assert.equal(firebase('export const chat = 1;'), undefined));
  });

  describe('Supabase', () => {
    const asked = (client: string) => {
      const route = put('supabase-edge', {
        'supabase/config.toml': '',
        'src/client.ts': `import { createClient as make } from '@supabase/supabase-js';\n${client}\n`,
      });
      return route?.url;
    };
    it('whose client is made under another name, of settings that must be there', () =>
      assert.equal(
        asked(
          'const url = import.meta.env.VITE_URL as string;\nexport const client = make<Database>(url!, import.meta.env.VITE_KEY ?? "");',
        ),
        '/functions/v1/chat',
      ));
    it('not one that is written out', () =>
      assert.equal(asked("export const client = make('https://x.supabase.co', KEY);"), undefined));
    it('not one that only a comment makes', () =>
      assert.equal(
        asked('// make(import.meta.env.VITE_URL, import.meta.env.VITE_KEY)'),
        undefined,
      ));
  });

  describe('a table of routes', () => {
    const table = (routes: string) =>
      put('remix', { 'app/routes.ts': routes, 'app/routes/_index.tsx': '' });
    it('that is a constant first', () =>
      assert.match(
        table(
          "import { index } from '@react-router/dev/routes';\nconst routes = [\n  index('routes/_index.tsx'),\n];\nexport default routes;\n",
        )?.changed.join() ?? '',
        /import \{ index, route \} from[^]*\[\n {2}route\('api\/chat', 'routes\/api\.chat\.ts'\),\n {2}index/,
      ));
    it('that is empty', () =>
      assert.match(
        table('export default [] satisfies RouteConfig;\n')?.changed.join() ?? '',
        /\[route\('api\/chat', 'routes\/api\.chat\.ts'\)\]/,
      ));
    it('that takes the files under another name', () =>
      assert.deepEqual(
        table(
          "import { flatRoutes as files } from '@react-router/fs-routes';\nexport default files();\n",
        )?.changed,
        [],
      ));
    it('not one that is worked out', () =>
      assert.equal(table("import { make } from './own';\nexport default make([]);\n"), undefined));
  });
});
