import { ruleById, rules } from '../../rules/registry';
import { lessonMarkdown } from '../../lessons/ruleLesson';
import { UsageError } from '../usageError';

/** Prints the lesson of a rule, the same Markdown as in `docs/rules`. */
export function explain(id: string): void {
  const rule = ruleById(id);
  if (!rule)
    throw new UsageError(
      `"${id}" is no rule; known are ${rules.map((item) => item.meta.id).join(', ')}.`,
    );
  process.stdout.write(lessonMarkdown(rule.meta));
}
