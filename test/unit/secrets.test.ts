import assert from 'node:assert/strict';
import { findShapedKeys } from '../../src/analysis/requests/keyShape';
import { maskKeys } from '../../src/rules/mask';
import { createRedactor } from '../../src/rules/redactor';
import { createService } from '../../src/service';
import { memoryHost } from '../../src/analysis/source/host';
import { draw, generator, OPENAI_SHAPES } from '../harness/secrets';

describe('shapes of live keys', () => {
  const random = generator(7);
  const isFound = (text: string) => findShapedKeys(text).length === 1;
  const of = (shape: string) => draw(shape, random).text;

  it('are found anywhere, with their length', () => {
    for (const shape of [...OPENAI_SHAPES, 'anthropic']) {
      const key = of(shape);
      for (const text of [key, `// see ${key}.`, `https://x/?k=${key}&a`, `<p>${key}</p>`]) {
        const start = text.indexOf(key);
        assert.deepEqual(findShapedKeys(text), [{ start, end: start + key.length }], shape);
      }
    }
  });

  it('without the mark only where something is set to it, when they are short', () => {
    const key = of('proj 48');
    for (const text of [key, `a = '${key}'`, `KEY=${key}`, `{ a: "${key}" }`, `<p a="${key}">`])
      assert.ok(isFound(text), text);
    for (const text of [`see ${key}`, `log('${key}')`, `a = '${key}longer'`])
      assert.ok(!isFound(text), text);
  });

  it('of vendors without a model, and what only begins like one, are none', () => {
    const silent = ['deepseek', 'ephemeral', 'session', 'azure 32', 'short'].map(of);
    const router = `sk-or-v1-${of('azure 32')}${of('azure 32')}`;
    const words = 'sk-fading-circle-of-the-loading-animation-of-this-page-here';
    const filler = `sk-proj-${'x'.repeat(120)}`;
    const alphabet = 'sk-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKL';
    const inWord = `task-${of('legacy').slice(3)}`;
    assert.ok(isFound(router) && isFound(`const key = '${router}';`), 'a gateway’s key is one');
    for (const text of [
      ...silent,
      `${router}0`,
      words,
      filler,
      alphabet,
      inWord,
      'sk-your-key-here',
    ])
      assert.ok(!isFound(text) && !isFound(`const key = '${text}';`), text);
  });
});

describe('secrets', () => {
  it('a piece beside a piece of a secret is one too, however short, and so is the password of an address', () => {
    const redactor = createRedactor(createService({ host: memoryHost(new Map()) }).workspace);
    const drawn = 'Q7wE2rT9yU4iO1pA5sD8fG3h';
    const line = `x = body['849e2' + '${drawn}' + 'a747'] + 'Hello ' + name`;
    const shown = redactor.code('a.ts', line);
    for (const piece of ['849e2', 'a747', drawn.slice(0, 6)])
      assert.ok(!shown.includes(piece), shown);
    assert.equal(redactor.code('a.ts', "log('Hello ' + name + '!')"), "log('Hello ' + name + '!')");
    assert.ok(!redactor.text('postgres://me:swordfish@host/db').includes('swordfish'));
  });

  it('what is no secret stays readable', () => {
    for (const text of [
      '`process.env.NEXT_PUBLIC_OPENAI_API_KEY` comes from `convertBase64ToUint8Array`.',
      'src/components/ChatWindow2/useGpt4CompletionStream.ts',
      'text-embedding-3-small, gpt-4o-2024-08-06, claude-3-5-sonnet-20241022',
      'a task-force, risk-management, desk-lamp-2024',
    ])
      assert.equal(maskKeys(text), text);
  });
});
