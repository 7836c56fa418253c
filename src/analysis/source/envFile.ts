import { findShapedKeys } from '../requests/keyShape';
import type { Site } from './host';

/** A line `NAME=value` of an `.env` file. The value itself is not kept. */
export interface EnvEntryFact extends Site {
  readonly name: string;
  readonly hasValue: boolean;
  /** The value only marks where one will go. */
  readonly placeholder: boolean;
  readonly shaped: boolean;
}

/**
 * The assignments of an `.env` file; comments, `export ` and quotes as dotenv reads them. Values
 * are looked at and forgotten.
 */
export function envEntries(file: string, text: string): EnvEntryFact[] {
  const entries: EnvEntryFact[] = [];
  const line = /^([ \t]*(?:export[ \t]+)?)([A-Za-z_][\w.]*)([ \t]*=[ \t]*)([^\r\n]*)$/gm;
  for (const match of text.matchAll(line)) {
    const start = match.index + match[1].length;
    const value = match[4]
      .replace(/^(['"`])(.*?)\1.*$/, '$2')
      .replace(/\s#.*$/, '')
      .trim();
    entries.push({
      file,
      start,
      end: start + match[2].length,
      name: match[2],
      hasValue: value !== '',
      placeholder: isPlaceholder(value),
      shaped: findShapedKeys(value).length > 0,
    });
  }
  return entries;
}

/** What people write where a value will go. */
function isPlaceholder(value: string): boolean {
  return (
    value.length < 16 ||
    /your|xxx|\*\*\*|\.\.\.|<|example|change[-_]?me|placeholder|replace|insert|here$|dummy|fake|todo|\$\{/i.test(
      value,
    )
  );
}
