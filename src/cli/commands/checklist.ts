import { basename, resolve } from 'node:path';
import { createColors } from 'picocolors';
import { checklistMarkdown } from '../../checklist/markdown';
import { openProjects } from '../project';
import { checklistData } from '../../project/data';
import { collectResult, shownItems } from '../../project/result';
import { maskPath } from '../../rules/mask';
import { visible, visibleData, visibleJson } from '../../rules/visible';

/** Prints the seven items with their evidence. */
export function checklist(
  path: string,
  options: { readonly format: 'pretty' | 'json' | 'markdown'; readonly color: boolean },
): void {
  const result = collectResult(openProjects([path], {}), {
    accepts: () => true,
    stats: false,
    started: performance.now(),
  });
  if (options.format === 'json') {
    const output = { version: 1, checklist: checklistData(result.checklist) };
    process.stdout.write(`${visibleJson(output)}\n`);
    return;
  }
  const { checklist: items } = visibleData(result);
  if (options.format === 'markdown') {
    const shown = shownItems(items);
    process.stdout.write(checklistMarkdown(visible(maskPath(basename(resolve(path)))), shown));
    return;
  }
  const c = createColors(options.color && Boolean(process.stdout.isTTY));
  for (const item of items) {
    const mark = {
      pass: c.green('✔'),
      fail: c.red('✖'),
      unknown: c.yellow('?'),
      'not-applicable': c.dim('–'),
    }[item.status];
    process.stdout.write(`${mark} ${item.title}${item.note ? c.dim(`  ${item.note}`) : ''}\n`);
    item.evidence.forEach((evidence, index) =>
      process.stdout.write(
        `    ${item.shown[index].file}:${item.shown[index].line}  ${evidence.message}\n`,
      ),
    );
  }
}
