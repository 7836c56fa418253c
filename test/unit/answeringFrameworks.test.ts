import assert from 'node:assert/strict';
import { applied as apply } from '../harness/applied';

const REQUIRED = "const OpenAI = require('openai');\nconst openai = new OpenAI();\n";
const IMPORTED = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
const ASKED =
  "const answer = await openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages: [{ role: 'user', content: text }] });";
const TEXT = '{ text: answer.choices[0].message.content }';

interface Server {
  readonly file: string;
  readonly code: string;
  readonly uses: string;
}
const manifest = (uses: string) =>
  JSON.stringify({ dependencies: { openai: '^7.0.0', [uses]: '*' } });
const checked = ({ file, code, uses }: Server) =>
  apply('validate-input', file, code, manifest(uses));
const caught = ({ file, code, uses }: Server) =>
  apply('handle-rate-limit', file, code, manifest(uses));

const fastify = (route: string, before = 'const app = Fastify();\n'): Server => ({
  file: 'server.mjs',
  uses: 'fastify',
  code: `${IMPORTED}import Fastify from 'fastify';\n${before}${route}\n`,
});
const callable = (code: string, file = 'index.js'): Server => ({
  file,
  uses: 'firebase-functions',
  code,
});
const azure = (given: string, head = "const { app } = require('@azure/functions');\n"): Server => ({
  file: 'src/functions/ask.js',
  uses: '@azure/functions',
  code: `${head}${REQUIRED}app.http('ask', { methods: ['POST'], handler: async (request) => {\n  const { text } = await request.json();\n  ${ASKED}\n  ${given}\n} });\n`,
});

describe('handlers that give their answer back', () => {
  describe('a route with a reply that it does not use', () => {
    const ROUTE = `app.post('/ask', async (request, reply) => {\n  const { text } = request.body;\n  ${ASKED}\n  return ${TEXT};\n});`;
    it('is refused by the reply', () =>
      assert.match(
        checked(fastify(ROUTE)),
        /if \(typeof text !== 'string'[^]*return reply\.code\(400\)\.send\(\{ error: 'Invalid text' \}\);/,
      ));
    it('tells a limit by it', () =>
      assert.match(caught(fastify(ROUTE)), /return reply\.code\(429\)\.header\('Retry-After'/));
    it('of a plug-in, too', () =>
      assert.match(
        checked({
          file: 'routes/ask.js',
          uses: 'fastify',
          code: `${REQUIRED}module.exports = async function (app) {\n${ROUTE}\n};\n`,
        }),
        /return reply\.code\(400\)/,
      ));
    it('not one without a reply', () =>
      assert.match(checked(fastify(ROUTE.replace(', reply', ''))), /^refused: /));
    it('not where another library registers it', () =>
      assert.match(
        checked({
          ...fastify(ROUTE, ''),
          uses: 'other',
          code: `${IMPORTED}import { app } from 'other';\n${ROUTE}\n`,
        }),
        /^refused: /,
      ));
    it('not what is no route', () =>
      assert.doesNotMatch(
        checked(fastify(ROUTE.replace("app.post('/ask', ", 'app.addHook('))),
        /reply\.code\(400\)/,
      ));
  });

  describe('a callable function', () => {
    const body = `{\n  const { text } = request.data;\n  ${ASKED}\n  return ${TEXT};\n}`;
    it('throws what its client reads, and requires it', () =>
      assert.match(
        checked(
          callable(
            `const { onCall } = require('firebase-functions/v2/https');\n${REQUIRED}exports.ask = onCall(async (request) => ${body});\n`,
          ),
        ),
        /const \{ onCall, HttpsError \} = require[^]*throw new HttpsError\('invalid-argument', 'Invalid text'\);/,
      ));
    it('imports it beside, and tells a limit', () =>
      assert.match(
        caught(
          callable(
            `import { onCall } from 'firebase-functions/v2/https';\n${IMPORTED}export const ask = onCall(async (request) => ${body});\n`,
            'index.mjs',
          ),
        ),
        /import \{ onCall, HttpsError \} from [^]*throw new HttpsError\('resource-exhausted'/,
      ));
    it('of the first generation names it by what it is called on', () =>
      assert.match(
        checked(
          callable(
            `const functions = require('firebase-functions');\n${REQUIRED}exports.ask = functions.https.onCall(async (data) => {\n  const { text } = data;\n  ${ASKED}\n  return ${TEXT};\n});\n`,
          ),
        ),
        /throw new functions\.https\.HttpsError\('invalid-argument', 'Invalid text'\);/,
      ));
    it('not a function of that name by another package', () =>
      assert.match(
        checked({
          ...callable(
            `const { onCall } = require('./calls');\n${REQUIRED}exports.ask = onCall(async (request) => ${body});\n`,
          ),
          uses: 'other',
        }),
        /^refused: /,
      ));
    it('not inside of a `try`, whose catch would take it for a failure', () =>
      assert.doesNotMatch(
        checked(
          callable(
            `const { onCall } = require('firebase-functions/v2/https');\n${REQUIRED}exports.ask = onCall(async (request) => {\n  try {\n    const { text } = request.data;\n    ${ASKED}\n    return ${TEXT};\n  } catch (error) {\n    return { error: 'No answer' };\n  }\n});\n`,
          ),
        ),
        /throw new HttpsError/,
      ));
  });

  describe('an Azure function', () => {
    it('gives its body as JSON', () =>
      assert.match(
        checked(azure(`return { jsonBody: ${TEXT} };`)),
        /return \{ status: 400, jsonBody: \{ error: 'Invalid text' \} \};/,
      ));
    it('with a status and a text', () =>
      assert.match(
        checked(azure(`return { status: 200, body: JSON.stringify(${TEXT}) };`)),
        /return \{ status: 400, jsonBody: \{ error: 'Invalid text' \} \};/,
      ));
    it('with the headers of its answers, and when to come again', () =>
      assert.match(
        caught(azure(`return { headers: { 'X-From': 'ask' }, jsonBody: ${TEXT} };`)),
        /return \{ status: 429, headers: \{ 'X-From': 'ask', 'Retry-After': [^]*?\}, jsonBody:/,
      ));
    it('not an object of another library’s', () =>
      assert.match(
        checked(azure(`return { jsonBody: ${TEXT} };`, "const { app } = require('./app');\n")),
        /^refused: /,
      ));
    it('not one that gives back something else', () =>
      assert.match(checked(azure(`return ${TEXT};`)), /^refused: /));
  });
});
