import { fixAll } from '../../src/fixAll';
import { serviceOf } from './cases';

const MANIFEST =
  '{ "type": "module", "dependencies": { "openai": "^7.0.0", "express": "^5.0.0" } }';
/**
 * The text of a file after a fix has been applied to all it is offered for, beside a manifest;
 * `refused: ` and the reasons where it is offered for nothing.
 */
export const applied = (id: string, file: string, text: string, manifest = MANIFEST) =>
  appliedTo(id, { [file]: text }, file, manifest);

/** The same of one file among several. */
export const appliedTo = (
  id: string,
  texts: Readonly<Record<string, string>>,
  file: string,
  manifest = MANIFEST,
) => {
  const files = new Map([['package.json', manifest], ...Object.entries(texts)]);
  const service = serviceOf({ files });
  const reasons = service
    .findings()
    .flatMap((finding) => service.refusals(finding))
    .filter((item) => item.id === id)
    .map(({ reason }) => reason);
  const fixed = fixAll(service, (_, offers) => offers.find((offer) => offer.id === id));
  return fixed.files.get(file)?.after ?? `refused: ${reasons.join(' ')}`;
};
export const HEAD =
  "import OpenAI from 'openai';\nimport express from 'express';\nconst openai = new OpenAI();\nconst app = express();\napp.use(express.json());\n";
export const route = (...lines: readonly string[]) =>
  `${HEAD}app.post('/chat', async (req, res) => {\n${lines.join('\n')}\n});\n`;
export const ask = (messages: string) =>
  `const answer = await openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages: ${messages} });`;
export const REPLY = 'res.json({ text: answer.choices[0].message.content });';
export const HELLO = "[{ role: 'user', content: 'Hello' }]";
