import { guardPairs, guardWords, messageWords } from '../../models/libraries/guards';

const verdicts = new Map<string, boolean>();

/**
 * Whether a name suggests that somebody is asked who they are, kept out or counted: `requireAuth`,
 * `dailyLimit`, `req.ip`. A suspicion is enough for silence; it is never a proof of anything.
 */
export function suggestsGuard(name: string): boolean {
  let verdict = verdicts.get(name);
  if (verdict === undefined) verdicts.set(name, (verdict = looksLikeGuard(wordsIn(name))));
  return verdict;
}

/** The words of a name, in lower case: `getUserID` is `get`, `user`, `id`. */
export function wordsIn(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function looksLikeGuard(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const next = words[at + 1];
    if (next !== undefined && guardPairs.has(`${word} ${next}`)) return true;
    return guardWords.has(word) && !(next !== undefined && messageWords.has(next));
  });
}
