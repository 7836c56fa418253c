import assert from 'node:assert/strict';
import { resultOf } from '../../src/edits/applyEdits';
import { changesOf, serviceOf } from '../harness/cases';
import { CLIENT } from '../harness/page';

/** Schemas of a request: the server takes them over as they are written. */
describe('the proxy, by the schema of an answer', () => {
  const MANIFEST =
    '{ "private": true, "type": "module", "dependencies": { "openai": "^6.0.0", "react": "19", "zod": "^4.0.0" }, "devDependencies": { "vite": "7" } }';
  const moved = (top: string, format: string, more: Readonly<Record<string, string>> = {}) => {
    const files: Record<string, string> = {
      'package.json': MANIFEST,
      'index.html': '<script type="module" src="/src/ask.ts"></script>\n',
      'src/ask.ts': `import { z } from 'zod';\nimport { zodResponseFormat } from 'openai/helpers/zod';\n${CLIENT}${top}export async function ask(text: string) {\n  const completion = await openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }], response_format: ${format} });\n  return completion.choices[0].message.content;\n}\n`,
      ...more,
    };
    const service = serviceOf({ files: new Map(Object.entries(files)) });
    const [finding] = service.findings().filter(({ rule }) => rule === 'client-side-request');
    const isProxy = ({ id }: { readonly id: string }) => id === 'proxy-client-call';
    const after = new Map(
      changesOf(service.offers(finding).find(isProxy)).map((change) => [
        change.file,
        resultOf(change, files[change.file]) ?? '',
      ]),
    );
    return {
      server: after.get('server/index.mjs') ?? '',
      page: after.get('src/ask.ts') ?? '',
      reason: service.refusals(finding).find(isProxy)?.reason,
    };
  };
  const FORMAT = "zodResponseFormat(Dish, 'dish')";

  it('takes a schema over with all that it is made of, and out of the page', () => {
    const { server, page, reason } = moved(
      "const KINDS = ['soup', 'cake'] as const;\nconst Dish = z.object({\n  kind: z.enum(KINDS),\n  name: z.string().refine((name) => name.length > 2).describe('its name'),\n});\n",
      FORMAT,
    );
    assert.equal(reason, undefined);
    assert.match(server, /^import \{ z \} from 'zod';$/m);
    assert.match(server, /^import \{ zodResponseFormat \} from 'openai\/helpers\/zod';$/m);
    assert.match(server, /^const KINDS = \['soup', 'cake'\];\nconst Dish = z\.object\(\{$/m);
    assert.match(server, /name: z\.string\(\)\.describe\('its name'\),/);
    assert.match(server, /response_format: zodResponseFormat\(Dish, 'dish'\),/);
    assert.doesNotMatch(page, /zod|Dish|KINDS/);
  });

  it('leaves a schema in the page where that looks at the answer with it, or names its type', () => {
    const { server, page, reason } = moved(
      'const Dish = z.object({ name: z.string() });\nexport type Dish = z.infer<typeof Dish>;\nexport const read = (text: string) => Dish.parse(JSON.parse(text));\n',
      FORMAT,
    );
    assert.equal(reason, undefined);
    assert.match(server, /^const Dish = z\.object\(\{ name: z\.string\(\) \}\);$/m);
    assert.match(page, /^import \{ z \} from 'zod';$/m);
    assert.match(page, /^const Dish = /m);
    assert.doesNotMatch(page, /zodResponseFormat/);
  });

  it('takes a schema of another module', () => {
    const { server, page, reason } = moved("import { Dish } from './dish';\n", FORMAT, {
      'src/dish.ts':
        "import { z } from 'zod';\nconst Name = z.string().min(1);\nexport const Dish = z.object({ name: Name, other: Name });\nexport const isDish = (value: unknown) => Dish.safeParse(value).success;\n",
    });
    assert.equal(reason, undefined);
    assert.match(
      server,
      /^const Name = .*\nconst Dish = z\.object\(\{ name: Name, other: Name \}\);$/m,
    );
    assert.doesNotMatch(page, /Dish/);
  });

  for (const [title, top, format] of [
    [
      'a default that a function gives',
      'const Dish = z.object({ name: z.string().default(() => document.title) });\n',
      FORMAT,
    ],
    [
      'a schema that changes',
      'let Dish = z.object({ name: z.string() });\nexport const use = (other: typeof Dish) => { Dish = other; };\n',
      FORMAT,
    ],
    [
      'a schema that is made by what the page has',
      'const Dish = z.object({ name: z.enum([localStorage.kind, location.hash]) });\n',
      FORMAT,
    ],
    [
      'a function of the application that has such a name',
      "const zodFormat = (name: string) => ({ type: 'json_schema' as const, json_schema: { name, schema: { at: Date.now() } } });\n",
      "zodFormat('dish')",
    ],
    [
      'a schema with the name of something in a route',
      'const answer = z.object({ name: z.string() });\n',
      "zodResponseFormat(answer, 'dish')",
    ],
  ] as const)
    it(`leaves alone ${title}`, () =>
      assert.match(
        moved(top, format).reason ?? '',
        /comes to is not known|has a name that a route needs/,
      ));
});
