import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tools } from '../agents/registry';
import { editorName } from '../agents/tool';
import { fixes } from '../fixes/registry';
import { frameworks } from '../models/frameworks/registry';
import type { Model } from '../models/model';
import { models } from '../models/registry';
import { sdks } from '../models/sdks/registry';
import { mistakeMarkdown, mistakesIndex } from '../lessons/mistakeLesson';
import { mistakes, wordsOf } from '../lessons/mistakeWords';
import { lessonMarkdown } from '../lessons/ruleLesson';
import { snippetLanguages, snippetsOf } from '../lessons/snippets';
import { rules } from '../rules/registry';
import { severities } from '../rules/rule';

/**
 * Writes everything that is worked out from the rules' and fixes' metadata: lessons, tables,
 * snippets, the configuration's schema and the settings in package.json. CI runs it and fails when that changes a
 * file. Run from the root of the repository.
 */
function main(): void {
  mkdirSync('docs/rules', { recursive: true });
  for (const { meta } of rules) writeFileSync(`docs/rules/${meta.id}.md`, lessonMarkdown(meta));
  mkdirSync('docs/mistakes', { recursive: true });
  for (const mistake of mistakes)
    writeFileSync(`docs/mistakes/${wordsOf({ mistake }).page}`, mistakeMarkdown(mistake));
  writeFileSync('docs/mistakes/README.md', mistakesIndex());
  writeFileSync('docs/rules/README.md', `# Rules\n\n${ruleTable('')}\n`);
  writeFileSync('docs/fixes.md', `# Fixes\n\n${fixTable()}\n`);
  writeFileSync('docs/models.md', modelTables());
  writeFileSync('docs/airlock.config.schema.json', json(configSchema()));
  mkdirSync('snippets', { recursive: true });
  for (const language of ['typescript', 'javascript'] as const)
    writeFileSync(`snippets/${language}.json`, json(snippetsOf(language)));
  writeSettings();
  replaceSection('README.md', 'rules', ruleTable('docs/rules/'));
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function ruleTable(base: string): string {
  const rows = rules.map(({ meta }) =>
    tableRow([
      `[\`${meta.id}\`](${base}${meta.id}.md)`,
      `${meta.mistake ?? 'checklist'}`,
      meta.severity,
      meta.summary,
    ]),
  );
  return [
    '| Rule | Mistake | Severity | What it finds |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function fixTable(): string {
  const rows = fixes.map(({ meta }) =>
    tableRow([
      `\`${meta.id}\``,
      meta.rules.map((rule) => (rule === '*' ? 'all rules' : `\`${rule}\``)).join(', '),
      meta.safe ? 'yes' : 'no',
      meta.summary,
    ]),
  );
  return ['| Fix | For | Safe | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** What Airlock knows by name, from the rows of `src/models`. */
function modelTables(): string {
  const named: readonly Model[] = [...sdks, ...frameworks];
  const others = models.filter((model) => !named.includes(model) && model.packages);
  return [
    '# What Airlock knows by name',
    '',
    'Everything else is followed by what the code itself says. ' +
      'A row is matched by the import that a name leads back to.',
    '',
    ...modelTable('SDKs', sdks),
    ...modelTable('Frameworks', frameworks),
    ...modelTable('Libraries', others),
  ].join('\n');
}

function modelTable(title: string, list: readonly Model[]): string[] {
  const rows = list.map(({ title: name, packages = [] }) =>
    tableRow([name, packages.map((item) => `\`${item}\``).join(', ') || 'by its files']),
  );
  return [`## ${title}`, '', '| Name | Packages |', '| --- | --- |', ...rows, ''];
}

function ruleProperties() {
  return Object.fromEntries(
    rules.map(({ meta }) => [
      meta.id,
      {
        type: 'string',
        enum: ['off', ...severities],
        default: meta.severity,
        description: meta.summary,
      },
    ]),
  );
}

const IGNORE = {
  type: 'array',
  items: { type: 'string' },
  default: [],
  description: 'Files to leave out, in .gitignore syntax.',
};

function configSchema() {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'airlock.config.json',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      rules: {
        type: 'object',
        additionalProperties: false,
        description: 'Severity of each rule.',
        properties: ruleProperties(),
      },
      ignore: IGNORE,
      checklist: {
        type: 'object',
        description: 'What a person has confirmed of the checklist because code cannot show it.',
        additionalProperties: {
          type: 'object',
          required: ['date'],
          additionalProperties: false,
          properties: { date: { type: 'string', format: 'date' }, note: { type: 'string' } },
        },
      },
    },
  };
}

function writeSettings(): void {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: Record<string, unknown>;
  };
  manifest.contributes.configuration = {
    title: 'Airlock',
    properties: {
      'airlock.rules': {
        type: 'object',
        scope: 'resource',
        default: {},
        additionalProperties: false,
        markdownDescription:
          'Severity of each rule. `airlock.config.json` of a folder beats this setting.',
        properties: ruleProperties(),
      },
      'airlock.ignore': { ...IGNORE, scope: 'resource' },
      'airlock.trace.server': {
        type: 'string',
        enum: ['off', 'messages', 'verbose'],
        scope: 'window',
        default: 'off',
        description: 'What the editor and the Airlock server say to each other, in the log.',
      },
      'airlock.mcpServer': {
        type: 'boolean',
        scope: 'window',
        default: false,
        markdownDescription:
          'Offer the tools for agents as a server of the Model Context Protocol, too: for agents ' +
          'in this editor that do not see the tools of extensions.',
      },
      'airlock.codeLens': {
        type: 'boolean',
        scope: 'resource',
        default: false,
        description:
          'Say over each request where it runs and how its failures, input and answer are handled.',
      },
    },
  };
  manifest.contributes.languageModelTools = tools.map(({ meta }) => ({
    name: editorName(meta),
    displayName: meta.title,
    toolReferenceName: editorName(meta).replace('_', '-'),
    canBeReferencedInPrompt: true,
    icon: '$(shield)',
    tags: ['airlock', 'openai', 'security'],
    userDescription: meta.summary,
    modelDescription: meta.description,
    inputSchema: meta.input,
  }));
  manifest.contributes.jsonValidation = [
    { fileMatch: 'airlock.config.json', url: './docs/airlock.config.schema.json' },
  ];
  manifest.contributes.snippets = Object.entries(snippetLanguages).flatMap(([file, languages]) =>
    languages.map((language) => ({ language, path: `./snippets/${file}.json` })),
  );
  writeFileSync('package.json', json(manifest));
}

function replaceSection(file: string, name: string, content: string): void {
  const text = readFileSync(file, 'utf8');
  const pattern = new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(\\n<!-- end -->)`);
  if (!pattern.test(text)) throw new Error(`${file} has no section "${name}".`);
  writeFileSync(
    file,
    text.replace(pattern, (_, open: string, close: string) => `${open}${content}${close}`),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

main();
