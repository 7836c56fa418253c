import { visible } from '../rules/visible';

/**
 * Says something on standard error that is no result: one line, whatever names and settings are
 * quoted in it. Keys are taken out before.
 */
export function tell(sentence: string): void {
  process.stderr.write(`${visible(sentence)}\n`);
}
