import type { Suppression } from '../analysis/source/suppressions';
import type { Finding } from './rule';

/**
 * What may be wrong with a comment that switches rules off. These findings belong to no rule: they
 * have no lesson and no severity of their own.
 */
export interface CommentFault extends Pick<Finding, 'rule' | 'message' | 'detail'> {
  /** For tables: what is found. */
  readonly summary: string;
}

export const needless: CommentFault = {
  rule: 'unused-suppression',
  summary: 'A comment switches off a finding that is not there.',
  message: 'This comment switches nothing off: it can go.',
  detail:
    'This comment switches nothing off: no such finding stands where it points, so it can go.',
};

export const unexplained: CommentFault = {
  rule: 'unexplained-suppression',
  summary: 'A comment switches a finding off and does not say why.',
  message: 'Say why behind `--`: the next reader has only this comment to go by.',
  detail:
    'This comment switches a finding off and does not say why: write the reason behind `--`, so ' +
    'that the next reader can tell whether it still holds.',
};

export const commentFaults: readonly CommentFault[] = [needless, unexplained];

/** The finding at a comment. */
export function aboutComment(
  file: string,
  { start, end }: Suppression,
  { rule, message, detail }: CommentFault,
): Finding {
  const place = { file, start, end };
  return { rule, message, detail, ...place, severity: 'hint', related: [], surface: 'unknown' };
}

/** Whether a comment says why; the placeholder that the fix writes is no reason. */
export function isExplained({ reason }: Suppression): boolean {
  return reason !== undefined && !/^TODO\b/i.test(reason);
}
