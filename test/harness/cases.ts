import { readFileSync } from 'node:fs';
import { memoryHost, type Host } from '../../src/analysis/source/host';
import type { Offer } from '../../src/fixes/offers';
import type { Finding } from '../../src/rules/rule';
import { createService, type Service } from '../../src/service';
import type { FileChange } from '../../src/edits/edit';

/**
 * A case of a `.cases.md` file: a heading, and files in fences with their expected underlines drawn
 * below the lines. A comment `// ok: why` at the end of a line says that the line is silent on
 * purpose.
 */
export interface Case {
  readonly title: string;
  /** Texts as the analysis sees them: without the drawn lines. */
  readonly files: ReadonlyMap<string, string>;
  readonly tracked?: ReadonlySet<string>;
  readonly expected: readonly Expected[];
  readonly silent: readonly Silent[];
}

/** A line that looks like what the rule finds and is not. */
export interface Silent {
  readonly file: string;
  /** Zero-based, in the text without the drawn lines. */
  readonly line: number;
  readonly why: string;
}

export interface Expected {
  readonly file: string;
  /** Zero-based, in the text without the drawn lines. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  /**
   * A part of the message or its detail; never empty, so that a finding for another reason is not taken for this
   * one.
   */
  readonly message: string;
}

const FENCE = /^`([^`]+)`(?: \((tracked|untracked)\))?\n\n```\w*\n([\s\S]*?)^```$/gm;
const DRAWN = /^\s*(?:\/\/|#)\s*(\^+) (error|warning|information|hint)(?:: (.*))?$/;
const OK = /^(.*)(?:\/\/|#) ok:(.*)$/;

/**
 * Reads the cases of a file.
 *
 * @throws When an underline is drawn without a part of its message, when a line is said to be ok
 * without a reason or without code, or when both are said of one line.
 */
export function readCases(path: string): Case[] {
  const sections = readFileSync(path, 'utf8').split(/^## /m).slice(1);
  return sections.map((section) => {
    const title = section.slice(0, section.indexOf('\n')).trim();
    const files = new Map<string, string>();
    const expected: Expected[] = [];
    const silent: Silent[] = [];
    const tracked = new Set<string>();
    let repository = false;
    for (const [, file, tracking, drawn] of section.matchAll(FENCE)) {
      const text = drawn
        .split('\n')
        .filter((line) => !DRAWN.test(line))
        .join('\n');
      files.set(file, text);
      try {
        const marks = underlinesIn(file, drawn);
        expected.push(...marks);
        silent.push(...silentIn(file, text, marks));
      } catch (error) {
        throw new Error(`${path}, "${title}", ${file}: ${(error as Error).message}`, {
          cause: error,
        });
      }
      if (tracking) repository = true;
      if (tracking === 'tracked') tracked.add(file);
    }
    return { title, files, expected, silent, ...(repository ? { tracked } : {}) };
  });
}

function underlinesIn(file: string, drawn: string): Expected[] {
  const marks: Expected[] = [];
  let line = -1;
  for (const text of drawn.split('\n')) {
    const mark = DRAWN.exec(text);
    if (!mark) {
      line++;
      continue;
    }
    const [, { length }, severity, message = ''] = mark;
    const start = text.indexOf('^');
    if (message.trim() === '')
      throw new Error(`the underline of line ${line + 1} wants a part of its message`);
    marks.push({ file, line, start, end: start + length, severity, message });
  }
  return marks;
}

function silentIn(file: string, text: string, marks: readonly Expected[]): Silent[] {
  return text.split('\n').flatMap((code, line): Silent[] => {
    const mark = OK.exec(code);
    if (!mark) return [];
    if (mark[1].trim() === '') throw new Error(`line ${line + 1} has no code that could be ok`);
    if (mark[2].trim() === '') throw new Error(`line ${line + 1} is ok without a reason`);
    if (marks.some((drawn) => drawn.line === line))
      throw new Error(`line ${line + 1} is ok and underlined`);
    return [{ file, line, why: mark[2].trim() }];
  });
}

export function serviceOf({
  stepLimit,
  ...test
}: Pick<Case, 'files' | 'tracked'> & { readonly stepLimit?: number }): Service {
  return createService({
    host: hostOf(test),
    ...(stepLimit === undefined ? {} : { stepLimit }),
  });
}

/** The changes of a fix; none when it leaves the code alone. */
export function changesOf(offer: Offer | undefined): readonly FileChange[] {
  const outcome = offer?.attempt();
  return outcome && 'changes' in outcome ? outcome.changes : [];
}

export function hostOf({ files, tracked }: Pick<Case, 'files' | 'tracked'>): Host {
  return memoryHost(files, tracked);
}

/**
 * The findings of one rule drawn the way a case draws them, so that a difference reads like one.
 */
export function drawFindings(service: Service, findings: readonly Finding[]): string[] {
  return findings.map((finding) => {
    const lines = service.workspace.lines(finding.file);
    const start = lines.position(finding.start);
    const end = lines.position(finding.end);
    // A finding over several lines is drawn to the end of its first.
    const last = end.line === start.line ? end.character : lines.line(start.line).length;
    return `${finding.file}:${start.line + 1}:${start.character + 1}-${last + 1} ${finding.severity}: ${finding.message} ${finding.detail}`;
  });
}

/**
 * One line per expectation in the same form; the message is a part of what was found when that
 * fits.
 */
export function drawExpected(expected: readonly Expected[], found: readonly string[]): string[] {
  return expected.map((mark) => {
    const head = `${mark.file}:${mark.line + 1}:${mark.start + 1}-${mark.end + 1} ${mark.severity}: `;
    return (
      found.find((line) => line.startsWith(head) && line.includes(mark.message)) ??
      head + mark.message
    );
  });
}
