/** A sentence of ours, whose pieces of code stand between backquotes; nothing else of it acts. */
export function inlineText(text: string): string {
  const parts = text.split('`');
  // An odd backquote is one of the user's own: then nothing tells code from words.
  if (parts.length % 2 === 0) return escaped(text);
  return parts.map((part, index) => (index % 2 === 0 ? escaped(part) : codeText(part))).join('');
}

/** Text of which nothing is read as Markdown or HTML. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|&~]/g, (char) => `\\${char}`);
}

/** Text as code; one with backquotes of its own stands in a fence that is longer. */
export function codeText(text: string): string {
  if (text.trim() === '') return escaped(text);
  if (!text.includes('`')) return `\`${text}\``;
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
