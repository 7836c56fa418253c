import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { frameworkRoutes, INSTRUCTIONS } from '../../src/lessons/frameworkRoutes';
import { snippetLanguages, snippetsOf } from '../../src/lessons/snippets';
import { serviceOf } from '../harness/cases';
import { syntaxErrors } from '../harness/pageParts';

/**
 * What stands in the editor once a snippet is typed and every stop is left as it is. By the grammar
 * of code.visualstudio.com/docs/editing/userdefinedsnippets: an escape, a stop, a stop with a text; a tab
 * is one level in.
 */
function expanded(body: readonly string[]): string {
  return body
    .join('\n')
    .replace(
      /\\([\\$}])|\$\{\d+:([^}$]*)\}|\$\d+/g,
      (_, escape: string | undefined, text: string | undefined) => escape ?? text ?? '',
    )
    .replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length));
}

/** The numbers of the stops of a snippet, in the order of the text. */
function stops(body: readonly string[]): string[] {
  const text = body.join('\n').replace(/\\[\\$}]/g, '');
  return [...text.matchAll(/\$\{?(\d+)/g)].map(([, number]) => number);
}

describe('snippets', () => {
  for (const language of ['typescript', 'javascript'] as const) {
    const snippets = Object.values(snippetsOf(language));
    const routes = [false, true].flatMap((streams) =>
      frameworkRoutes(streams).flatMap((found) => found[language] ?? []),
    );

    describe(language, () => {
      it('are written down as they are', () =>
        assert.deepEqual(
          JSON.parse(readFileSync(`snippets/${language}.json`, 'utf8')),
          snippetsOf(language),
          'run npm run generate',
        ));

      it('are there for both patterns, each under a prefix of its own', () => {
        const prefixes = snippets.map(({ prefix }) => prefix);
        assert.equal(new Set(prefixes).size, prefixes.length);
        for (const prefix of prefixes) assert.match(prefix, /^airlock-(proxy|stream)-[a-z-]+$/);
        for (const framework of ['express', 'next', 'hono', 'fastify', 'sveltekit', 'nuxt'])
          for (const pattern of ['proxy', 'stream'])
            assert.ok(prefixes.includes(`airlock-${pattern}-${framework}`), framework);
        assert.equal(snippets.length, routes.length);
      });

      it('stop at the instructions, then at the model, then behind the end', () => {
        for (const { body, prefix } of snippets) {
          assert.deepEqual(stops(body).toSorted(), ['0', '1', '2'], prefix);
          assert.equal(body.at(-1), '$0');
          assert.ok(body.some((line) => line.includes(`content: '\${1:${INSTRUCTIONS}}'`)));
        }
      });

      it('become what the fix writes, which parses and has no finding', () => {
        snippets.forEach(({ body, prefix }, index) => {
          const { file, text } = routes[index];
          const code = expanded(body);
          const ending = file.endsWith('ts') ? 'ts' : 'js';
          assert.ok(code.endsWith(text), prefix);
          assert.match(code.slice(0, -text.length), /^(\/\/ .*\n)+$/);
          assert.deepEqual(syntaxErrors(code, `snippet.${ending}`), [], prefix);
          const files = new Map([
            ['package.json', JSON.stringify({ dependencies: { openai: '6' } })],
            [file, code],
          ]);
          const rules = serviceOf({ files })
            .findings()
            .map(({ rule }) => rule);
          // Who may call it, the application has to say.
          assert.deepEqual(
            rules.filter((rule) => rule !== 'open-route'),
            [],
            prefix,
          );
        });
      });
    });
  }

  it('are contributed for the files in which people write them, and ship', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { snippets: { language: string; path: string }[] };
    };
    assert.deepEqual(
      contributes.snippets.map(({ language }) => language),
      Object.values(snippetLanguages).flat(),
    );
    for (const { path } of contributes.snippets) JSON.parse(readFileSync(path, 'utf8'));
    assert.match(readFileSync('.vscodeignore', 'utf8'), /^!snippets\/\*\.json$/m);
  });
});
