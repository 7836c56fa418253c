import type ts from 'typescript';
import { styleOf } from '../../edits/style';
import { isCertainText } from './certainText';
import type { Composed, Parts } from './text';

/**
 * A text whose only insertion stands at its end: everything before it is the developer's, and what
 * announced the insertion goes.
 */
export function splitAtEnd(text: Composed): Parts | undefined {
  const [words, inserted, mark, ...more] = joined(text.parts);
  if (typeof words !== 'string' || !inserted || typeof inserted === 'string') return undefined;
  if (more.length > 0 || !/^["'”.!?\s]*$/.test(typeof mark === 'string' ? mark : ''))
    return undefined;
  if (mark !== undefined && typeof mark !== 'string') return undefined;
  const rules = words.replace(/["'“\s]*$/, '');
  // "…The text: " has lost what it announces.
  const rest = rules.replace(/(^|[.!?]\s+|\n)[^.!?\n]{0,40}:$/, '$1').trim();
  return partsOf((rest === '' ? rules : rest).trim().replace(/:$/, '.'), inserted, text);
}

/**
 * A text that begins with its only insertion, or a label before it: `Question: ${question}\n\nGive
 * two other queries:`. Everything behind is the developer's.
 */
export function splitAtStart(text: Composed): Parts | undefined {
  const parts = joined(text.parts);
  const [label, inserted, words, ...more] = typeof parts[0] === 'string' ? parts : ['', ...parts];
  if (typeof label !== 'string' || typeof words !== 'string' || more.length > 0) return undefined;
  if (!inserted || typeof inserted === 'string') return undefined;
  const isLabel = /^["'“\s]*([\p{L} ]{0,30}:\s*["'“]?)?$/u.test(label);
  // A sentence that goes on behind the insertion needs it.
  if (!isLabel || !/^["'”]?\s*\n\s*/.test(words)) return undefined;
  const rules = words
    .replace(/^["'”\s]+/, '')
    .trim()
    .replace(/:$/, '.');
  return partsOf(rules, inserted, text);
}

/** The parts of a text with words that follow each other as one; without empty ones. */
function joined(parts: Composed['parts']): Composed['parts'] {
  const out: (string | ts.Expression)[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

/** The rules as a literal in the style of the file; `undefined` where hardly a word is left. */
function partsOf(
  text: string,
  inserted: ts.Expression,
  { at, codeOf }: Composed,
): Parts | undefined {
  const input = codeOf(inserted);
  if (input === undefined || text.split(/\s+/).length < 3) return undefined;
  const { quote } = styleOf(at.getSourceFile());
  const rules = text.includes('\n')
    ? `\`${text.replace(/[`\\]|\$\{/g, '\\$&')}\``
    : quote === "'" && text.includes("'")
      ? JSON.stringify(text)
      : `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
  // In a text, whatever is inserted is written out; alone, an object or a list would stay one.
  const alone = isCertainText(inserted) ? input : `\`\${${input}}\``;
  return { rules, input: alone, moved: new Set([inserted]) };
}
