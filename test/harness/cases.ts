import { readFileSync } from 'node:fs';
import { memoryHost, type Host } from '../../src/analysis/source/host';
import type { FileChange } from '../../src/fixes/fix';
import type { Offer } from '../../src/fixes/offers';
import type { Finding } from '../../src/rules/rule';
import { createService, type Service } from '../../src/service';

/** A case of a `.cases.md` file: a heading, and files in fences with their expected underlines drawn below the lines. */
export interface Case {
  readonly title: string;
  /** Texts as the analysis sees them: without the drawn lines. */
  readonly files: ReadonlyMap<string, string>;
  readonly tracked?: ReadonlySet<string>;
  readonly expected: readonly Expected[];
}

export interface Expected {
  readonly file: string;
  /** Zero-based, in the text without the drawn lines. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  /** A part of the message. */
  readonly message: string;
}

const FENCE = /^`([^`]+)`(?: \((tracked|untracked)\))?\n\n```\w*\n([\s\S]*?)^```$/gm;
const DRAWN = /^\s*(?:\/\/|#)\s*(\^+) (error|warning|information|hint)(?:: (.*))?$/;

export function readCases(path: string): Case[] {
  const sections = readFileSync(path, 'utf8').split(/^## /m).slice(1);
  return sections.map((section) => {
    const files = new Map<string, string>();
    const expected: Expected[] = [];
    const tracked = new Set<string>();
    let repository = false;
    for (const [, file, tracking, drawn] of section.matchAll(FENCE)) {
      const { text, marks } = eraseMarks(file, drawn);
      files.set(file, text);
      expected.push(...marks);
      if (tracking) repository = true;
      if (tracking === 'tracked') tracked.add(file);
    }
    return {
      title: section.slice(0, section.indexOf('\n')).trim(),
      files,
      expected,
      ...(repository ? { tracked } : {}),
    };
  });
}

function eraseMarks(file: string, drawn: string): { text: string; marks: Expected[] } {
  const lines: string[] = [];
  const marks: Expected[] = [];
  for (const line of drawn.split('\n')) {
    const mark = DRAWN.exec(line);
    if (!mark) {
      lines.push(line);
      continue;
    }
    const start = line.indexOf('^');
    marks.push({
      file,
      line: lines.length - 1,
      start,
      end: start + mark[1].length,
      severity: mark[2],
      message: mark[3] ?? '',
    });
  }
  return { text: lines.join('\n'), marks };
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

/** The findings of one rule drawn the way a case draws them, so that a difference reads like one. */
export function drawFindings(service: Service, findings: readonly Finding[]): string[] {
  return findings.map((finding) => {
    const lines = service.workspace.lines(finding.file);
    const start = lines.position(finding.start);
    const end = lines.position(finding.end);
    // A finding over several lines is drawn to the end of its first.
    const last = end.line === start.line ? end.character : lines.line(start.line).length;
    return `${finding.file}:${start.line + 1}:${start.character + 1}-${last + 1} ${finding.severity}: ${finding.message}`;
  });
}

/** One line per expectation in the same form; the message is a part of what was found when that fits. */
export function drawExpected(expected: readonly Expected[], found: readonly string[]): string[] {
  return expected.map((mark) => {
    const head = `${mark.file}:${mark.line + 1}:${mark.start + 1}-${mark.end + 1} ${mark.severity}: `;
    return (
      found.find((line) => line.startsWith(head) && line.includes(mark.message)) ??
      head + mark.message
    );
  });
}
