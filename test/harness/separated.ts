import assert from 'node:assert/strict';
import { applied as apply, ask, HEAD } from './applied';

export const GIVEN = [
  'const { text, topic } = req.body;',
  "if (typeof text !== 'string' || text.length > 999) return res.status(400).json({ error: 'No' });",
  "if (typeof topic !== 'string' || topic.length > 99) return res.status(400).json({ error: 'No' });",
];
const server = (before: string, ...lines: readonly string[]) =>
  apply(
    'separate-user-input',
    'server.js',
    `${HEAD}${before}\napp.post('/chat', async (req, res) => {\n${[...GIVEN, ...lines].join('\n')}\n});\n`,
  );
export const user = (content: string) => ask(`[{ role: 'user', content: ${content} }]`);
export const RULES = 'Summarise this text: ${text}. Answer in three sentences, without lists.';
export const REFUSED = /^refused: the instructions are put together/;
export const apart = (rules: string, input = '`\\$\\{text\\}`') =>
  new RegExp(
    `\\{ role: 'system', content: ${rules} \\},\\s+\\{ role: 'user', content: ${input} \\}`,
  );

/** A title, the code before the route, the code in it, and what the file must hold then. */
export type Case = readonly [string, string, readonly string[], ...RegExp[]];

/** Tests of what `separate-user-input` makes of a server with each code. */
export function describeSeparated(shapes: Readonly<Record<string, readonly Case[]>>): void {
  for (const [group, cases] of Object.entries(shapes))
    describe(group, () => {
      for (const [title, before, lines, ...expected] of cases)
        it(title, () => {
          const found = server(before, ...lines);
          for (const wanted of expected) assert.match(found, wanted);
        });
    });
}
