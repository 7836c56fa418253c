import type { FormattingOptions } from 'jsonc-parser';

/** How a JSON file is written: its indentation and line breaks. */
export function jsonStyle(text: string): FormattingOptions {
  const unit = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const tabs = unit.startsWith('\t');
  return {
    insertSpaces: !tabs,
    tabSize: tabs ? 1 : unit.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
