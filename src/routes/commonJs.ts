/** Whether a module is written with `require`, and not with `import`. */
export function isCommonJs(source: string): boolean {
  return /\brequire\(/.test(source) && !/^import\s/m.test(source);
}

/** What is imported, as what is taken out of a module that is required. */
function required(names: string): string {
  return names.replace(/^\* as /, '').replace(/ as /g, ': ');
}

/**
 * A route written with `import` and one exported function, as CommonJS. Only what the templates
 * write is known.
 */
export function toCommonJs(text: string, exported: string): string {
  const lines = text.split('\n').map((line) => {
    const [, names, from] = /^import (.+) from (['"][^'"]+['"])/.exec(line) ?? [];
    if (names !== undefined)
      return `const ${required(names)} = require(${from})${line.endsWith(';') ? ';' : ''}`;
    return line.replace(/^export (?=(async )?function|const )/, '');
  });
  const semicolon = /;$/m.test(text) ? ';' : '';
  return `${lines.join('\n').trimEnd()}\n\nmodule.exports = { ${exported} }${semicolon}\n`;
}
