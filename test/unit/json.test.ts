import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../src/edits/applyEdits';
import { editsBetween } from '../../src/edits/editsBetween';
import { removeFromJson, setInJson, type JsonPath } from '../../src/edits/json';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value with another one at a path, new properties last; `undefined` where none fits. */
function withValue(value: Json | undefined, path: readonly string[], put: Json): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return put;
  if (value !== undefined && !isObject(value)) return undefined;
  const inner = withValue(value?.[name], rest, put);
  return inner === undefined ? undefined : { ...value, [name]: inner };
}

describe('edits of JSON', () => {
  const names = fc.constantFrom('scripts', 'dependencies', 'openai', 'hono', 'a b', 'x"y');
  const json = fc.letrec<{ value: Json; object: { readonly [name: string]: Json } }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(null, true, 7, '^6.0.0', 'ü {,}', []),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).object;
  const paths = fc.array(names, { minLength: 1, maxLength: 3 });
  const values = fc.constantFrom<Json>('^4.10.0', { target: 'http://localhost:8787', on: [1, 2] });
  /** Ways to write a value, which the result must be written in. */
  const styles = fc
    .record({
      unit: fc.constantFrom(undefined, '  ', '    ', '\t', ' '),
      lineBreak: fc.constantFrom('\n', '\r\n'),
      end: fc.constantFrom('', '\n'),
      mark: fc.constantFrom('', '\uFEFF'),
    })
    .map(({ unit, lineBreak, end, mark }) => (value: Json) => {
      const text = `${JSON.stringify(value, undefined, unit)}${end}`;
      return `${mark}${text.replaceAll('\n', lineBreak)}`;
    });

  it('write a value as the file would have been written with it, whatever its style', () =>
    fc.assert(
      fc.property(json, paths, values, styles, (before, path, put, written) => {
        fc.pre(Object.keys(before).length > 0);
        const after = withValue(before, path, put);
        const edits = setInJson(written(before), path, put);
        if (after === undefined) assert.equal(edits, undefined);
        else assert.equal(applyEdits(written(before), edits ?? []), written(after));
      }),
      { numRuns: 2000 },
    ));

  it('take back what they have put in', () =>
    fc.assert(
      fc.property(json, paths, values, styles, (before, path, put, written) => {
        const text = written(before);
        const isNew = withValue(before, path.slice(0, 1), 0) !== undefined && !(path[0] in before);
        fc.pre(Object.keys(before).length > 0 && isNew);
        const between = applyEdits(text, setInJson(text, path, put) ?? []);
        assert.equal(applyEdits(between, removeFromJson(between, path)), text);
      }),
      { numRuns: 2000 },
    ));

  it('leave a text that is not whole, or whose sections are none', () => {
    for (const text of [
      '',
      '{',
      '{ "scripts": ',
      '[]',
      '{ "scripts": "none" }',
      '{ "scripts": [] }',
    ])
      assert.equal(setInJson(text, ['scripts', 'server'], 'node .'), undefined, text);
    assert.deepEqual(removeFromJson('{ "dependencies": ', ['dependencies', 'openai']), []);
  });

  for (const [title, before, path, after] of [
    ['a manifest on one line', '{ "name": "a" }', ['b'], '{ "name": "a", "b": 1 }'],
    ['one without blanks', '{"name":"a"}', ['b', 'c'], '{"name":"a","b":{"c":1}}'],
    [
      'a short section on one line',
      '{\n  "a": { "x": 0 }\n}',
      ['a', 'b'],
      '{\n  "a": { "x": 0, "b": 1 }\n}',
    ],
    [
      'an aligned list',
      '{\n  "a":   0,\n  "c":   [ 1,2 ]\n}\n',
      ['b'],
      '{\n  "a":   0,\n  "c":   [ 1,2 ],\n  "b":   1\n}\n',
    ],
    [
      'comments stay with their lines',
      '{\n  "a": 0 // first\n  // end\n}',
      ['b'],
      '{\n  "a": 0, // first\n  "b": 1\n  // end\n}',
    ],
    [
      'a comma behind the last entry',
      '{\n  "a": 0, // first\n}',
      ['b'],
      '{\n  "a": 0, // first\n  "b": 1,\n}',
    ],
    [
      'the first of a list',
      '{\n  "a": [\n    { "x": 0 }\n  ]\n}',
      ['a', 0],
      '{\n  "a": [\n    1,\n    { "x": 0 }\n  ]\n}',
    ],
    ['an empty section', '{\n  "a": {}\n}', ['a', 'b'], '{\n  "a": {\n    "b": 1\n  }\n}'],
  ] as const satisfies readonly (readonly [string, string, JsonPath, string])[])
    it(title, () => assert.equal(applyEdits(before, setInJson(before, path, 1) ?? []), after));

  it('a new dependency stands in the order of the names', () => {
    const before = '{\n  "dependencies": {\n    "hono": "1",\n    "vue": "1"\n  }\n}';
    for (const [name, order] of [
      ['a', 'a hono vue'],
      ['openai', 'hono openai vue'],
      ['zod', 'hono vue zod'],
    ]) {
      const edits = setInJson(before, ['dependencies', name], '1', { sorted: true }) ?? [];
      const after = JSON.parse(applyEdits(before, edits)) as { dependencies: object };
      assert.equal(Object.keys(after.dependencies).join(' '), order);
    }
  });

  for (const [title, before, after] of [
    [
      'the first',
      '{\n  "d": {\n    "openai": "6",\n    "react": "1"\n  }\n}',
      '{\n  "d": {\n    "react": "1"\n  }\n}',
    ],
    [
      'the last',
      '{\n  "d": {\n    "a": "6",\n    "openai": "1"\n  }\n}',
      '{\n  "d": {\n    "a": "6"\n  }\n}',
    ],
    ['on one line', '{"d":{"a":"6","openai":"1","b":"1"}}', '{"d":{"a":"6","b":"1"}}'],
    [
      'the only one takes its section with it',
      '{\n  "a": 1,\n  "d": { "openai": "1" },\n  "b": 2\n}',
      '{\n  "a": 1,\n  "b": 2\n}',
    ],
    [
      'a comment behind it',
      '{ "d": {\n  "openai": "6", // asks\n  "b": "1"\n} }',
      '{ "d": {\n  "b": "1"\n} }',
    ],
    ['one that is not there', '{ "d": { "b": "1" } }', '{ "d": { "b": "1" } }'],
  ])
    it(`${title} is removed with its line`, () =>
      assert.equal(applyEdits(before, removeFromJson(before, ['d', 'openai'])), after));

  it('between two texts change no more than differs', () =>
    fc.assert(
      fc.property(json, json, styles, (one, other, written) => {
        const edits = editsBetween(written(one), written(other));
        assert.equal(applyEdits(written(one), edits), written(other));
        for (const { start, end, text } of edits) {
          const left = written(one).slice(start, end);
          assert.ok(left === '' || text === '' || left[0] !== text[0]);
        }
      }),
    ));
});
