import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** The folders of `src/rules` with the mistake that their rules are about; costs are on the checklist alone. */
const FOLDERS: Readonly<Record<string, number | undefined>> = {
  keys: 1,
  rateLimits: 2,
  validation: 3,
  streaming: 4,
  costs: undefined,
};

/**
 * `npm run new-rule NAME [FOLDER]`: a rule with its docs and its cases side by side, registered,
 * with a case that fails until the check is written.
 */
function main([name, folder = 'keys']: readonly string[]): void {
  if (!name || !/^[a-z]+(-[a-z]+)+$/.test(name) || !(folder in FOLDERS))
    fail(
      `Give a rule name such as "my-new-rule", and one of ${Object.keys(FOLDERS).join(', ')} ` +
        'when it is not about keys.',
    );
  const id = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const path = `src/rules/${folder}/${id}`;
  if (existsSync(`${path}.ts`)) fail(`${path}.ts exists already.`);
  mkdirSync(`src/rules/${folder}`, { recursive: true });
  writeFileSync(`${path}.ts`, rule(name, id, FOLDERS[folder]));
  writeFileSync(`${path}.cases.md`, cases(name));
  register(id, folder);
  process.stdout.write(
    [
      `Wrote ${path}.ts and ${path}.cases.md.`,
      '1. Draw what the rule should find into the cases; npm run test:unit shows them failing.',
      '2. Write the check and the lesson.',
      '3. npm run generate writes the docs, the tables and the settings.',
      '',
    ].join('\n'),
  );
}

function rule(name: string, id: string, mistake: number | undefined): string {
  return `import type { Finding, Rule, RuleMeta } from '../rule';

const meta: RuleMeta = {
  id: '${name}',
${
  mistake === undefined
    ? ''
    : `  mistake: ${mistake},
`
}  severity: 'warning',
  title: '',
  summary: '',
  why: '',
  what: '',
  decides: '',
  limits: '',
  wrong: { file: 'server.ts', code: '' },
  right: { file: 'server.ts', code: '' },
  references: [],
  cwe: [],
  fixes: ['suppress'],
};

export const ${id}: Rule = {
  meta,
  check({ facts }) {
    return facts.requests.flatMap((): Finding[] => []);
  },
};
`;
}

function cases(name: string): string {
  return `# ${name}

## says in one line what is found here

\`server.ts\`

\`\`\`ts
import OpenAI from 'openai';
const openai = new OpenAI();
//             ^^^^^^^^^^^^ warning: a part of the message
\`\`\`
`;
}

/** Adds the import in its alphabetical place and the rule at the end of the list. */
function register(id: string, folder: string): void {
  const file = 'src/rules/registry.ts';
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = `import { ${id} } from './${folder}/${id}';`;
  const after = lines.findIndex(
    (text) => text.startsWith('import type') || (text.startsWith('import') && text > line),
  );
  lines.splice(after, 0, line);
  lines.splice(lines.indexOf('];'), 0, `  ${id},`);
  writeFileSync(file, lines.join('\n'));
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

main(process.argv.slice(2));
