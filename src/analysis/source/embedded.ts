import { frontmatterFiles } from '../../models/libraries/buildTools';
import { Parser } from 'htmlparser2';
import { extname } from './paths';

/** A script inside a larger file. Offsets are those of the whole file. */
export interface EmbeddedScript {
  readonly start: number;
  readonly end: number;
  readonly typescript: boolean;
  /**
   * Where the block runs when its kind alone decides it: Astro's frontmatter is server code, its
   * `<script>` browser code.
   */
  readonly surface?: 'server' | 'browser';
}

export interface EmbeddedSource {
  /** The file with everything but scripts turned to spaces: line breaks and offsets stay true. */
  readonly text: string;
  readonly scripts: readonly EmbeddedScript[];
  /** `src` of `<script src>` elements, as written. */
  readonly sources: readonly {
    readonly specifier: string;
    readonly start: number;
    readonly end: number;
  }[];
}

/** Script types that hold code; JSON, templates and import maps do not. */
const CODE_TYPES = /^(|module|text\/(javascript|typescript|babel|jsx)|application\/javascript)$/;

/**
 * Finds the scripts of a `.vue`, `.svelte`, `.astro` or `.html` file. Half-typed markup yields what
 * can be found.
 */
export function extractScripts(path: string, text: string): EmbeddedSource {
  const scripts: EmbeddedScript[] = [];
  const sources: { specifier: string; start: number; end: number }[] = [];
  const hasFrontmatter = frontmatterFiles.includes(extname(path));
  let markupStart = 0;
  if (hasFrontmatter) {
    const fence = /^\s*---[ \t]*\r?\n/.exec(text);
    if (fence) {
      const close = text.indexOf('\n---', fence[0].length - 1);
      const end = close < 0 ? text.length : close + 1;
      scripts.push({ start: fence[0].length, end, typescript: true, surface: 'server' });
      markupStart = close < 0 ? text.length : close + 4;
    }
  }
  let open: { attributes: Record<string, string>; contentStart: number } | undefined;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name !== 'script') return;
        open = { attributes, contentStart: parser.endIndex + 1 };
        if (attributes.src) {
          const at = text.indexOf(attributes.src, markupStart + parser.startIndex);
          if (at >= 0)
            sources.push({ specifier: attributes.src, start: at, end: at + attributes.src.length });
        }
      },
      onclosetag(name, implied) {
        if (name !== 'script' || !open) return;
        const { attributes, contentStart } = open;
        open = undefined;
        if (!CODE_TYPES.test((attributes.type ?? '').toLowerCase())) return;
        const end = implied ? text.length - markupStart : parser.startIndex;
        if (end > contentStart) {
          scripts.push({
            start: markupStart + contentStart,
            end: markupStart + end,
            typescript: hasFrontmatter || /^tsx?$/.test(attributes.lang ?? ''),
            ...(hasFrontmatter || extname(path) === '.html' ? { surface: 'browser' as const } : {}),
          });
        }
      },
    },
    { lowerCaseTags: false, lowerCaseAttributeNames: true, recognizeSelfClosing: false },
  );
  parser.end(text.slice(markupStart));
  return { text: blankOutside(text, scripts), scripts, sources };
}

/** A text with everything but these scripts turned to spaces: line breaks and offsets stay true. */
export function blankOutside(text: string, scripts: readonly EmbeddedScript[]): string {
  const blank = (part: string) => part.replace(/[^\r\n]/g, ' ');
  let out = '';
  let at = 0;
  for (const { start, end } of scripts) {
    out += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return out + blank(text.slice(at));
}
