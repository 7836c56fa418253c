import type { Mistake, RuleMeta } from './rule';

const MISTAKES: Record<Mistake, string> = {
  1: 'Exposing API keys client-side',
  2: 'Not handling rate limits',
  3: 'Missing input validation',
  4: 'Not streaming long responses',
};

/**
 * The lesson of a rule as Markdown: the page in `docs/rules`, `airlock explain` and the preview in
 * the editor are this text.
 */
export function lessonMarkdown(meta: RuleMeta): string {
  const language = (file: string) => (/\.tsx$/.test(file) ? 'tsx' : 'ts');
  const example = ({ file, code }: RuleMeta['wrong']) =>
    `\`${file}\`, the same in TypeScript and JavaScript\n\n\`\`\`${language(file)}\n${code.trimEnd()}\n\`\`\`\n`;
  const mistake =
    meta.mistake === undefined
      ? 'checklist: costs'
      : `documented mistake ${meta.mistake}: ${MISTAKES[meta.mistake]}`;
  const fixes = meta.fixes.filter((fix) => fix !== 'suppress');
  return `# ${meta.title}

\`${meta.id}\` · ${meta.severity} · ${mistake}

${meta.what}

## Why it matters

${meta.why}

## Wrong

${example(meta.wrong)}
## Right

${example(meta.right)}
## How Airlock decides

${meta.decides}

## Limits of the check

${meta.limits}

## Fixes

${fixes.length === 0 ? 'None yet.' : fixes.map((fix) => `- \`${fix}\``).join('\n')}

To keep a finding on purpose, say why: \`// airlock-disable-next-line ${meta.id} -- reason\`.

## References

${meta.references.map(({ title, url }) => `- [${title}](${url})`).join('\n')}
`;
}
