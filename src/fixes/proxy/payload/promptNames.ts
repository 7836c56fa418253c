/** Words that say nothing about what a prompt asks for. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'a act an and are as at be by can do does for give helpful i if in is it its like me my of ' +
    'on or please reply that the their them this to user we who will with write you your'
  ).split(' '),
);

/** How many words of a prompt make its name. */
const WORDS = 2;

/**
 * Short names for prompts, each from its own first telling words: `kindEditor` for `'You are a kind
 * editor.'`. `codes` are the texts as code; the names can stand as properties without quotes, and
 * no two are alike.
 */
export function promptNames(codes: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const code of codes) {
    const words = (code.toLowerCase().match(/[a-z]+/g) ?? []).filter(
      (word) => word.length > 1 && !EMPTY_WORDS.has(word),
    );
    const taken = new Set(names.values());
    const base = camelCase(words.slice(0, WORDS)) || 'prompt';
    let name = base;
    for (let count = WORDS + 1; taken.has(name) && count <= words.length; count++)
      name = camelCase(words.slice(0, count));
    for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
    names.set(code, name);
  }
  return names;
}

function camelCase(words: readonly string[]): string {
  return words
    .map((word, index) => (index === 0 ? word : word[0].toUpperCase() + word.slice(1)))
    .join('');
}
