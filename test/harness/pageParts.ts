import { spawnSync } from 'node:child_process';
import ts from 'typescript';

/** The blocks of code of a page, by what their fence says. */
export function fences(markdown: string): { language: string; code: string }[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language, code]) => ({
    language,
    code,
  }));
}

export function syntaxErrors(code: string, fileName: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    fileName,
    compilerOptions: { allowJs: true, jsx: ts.JsxEmit.Preserve },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** What a shell and Node have against the commands of a page. */
export function shellErrors(code: string): string[] {
  const { stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  const programs = [...code.matchAll(/node -e "((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
    text.replace(/\\(["$`\\])/g, '$1'),
  );
  return [
    ...stderr.split('\n').filter(Boolean),
    ...programs.flatMap((text) => syntaxErrors(text, 'program.js')),
  ];
}

/** The lines of arithmetic, as what stands before the sign and what comes out. */
export function sums(costs: string): { line: string; left: number; right: number }[] {
  const number = (text: string) => Number(/\d[\d,]*(?:\.\d+)?/.exec(text)?.[0].replaceAll(',', ''));
  return costs
    .split('\n')
    .filter((line) => line.includes(' = '))
    .map((line) => {
      const [before, after] = line.split(' = ');
      const [first, ...rest] = before.split(/ ([×÷−+]) /);
      let left = number(first);
      for (let at = 0; at < rest.length; at += 2) {
        const by = number(rest[at + 1]);
        if (rest[at] === '×') left *= by;
        else if (rest[at] === '÷') left /= by;
        else left += rest[at] === '+' ? by : -by;
      }
      return { line, left, right: number(after) };
    });
}

/** Where a page leads to inside the docs. */
export function links(page: string): string[] {
  return [...page.matchAll(/\]\(((?!https?:|#)[^)\s]+)\)/g)].map(([, link]) => link);
}
