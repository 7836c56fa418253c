/** The most characters of a message: what the Problems panel shows of it without a cut. */
export const MESSAGE_LENGTH = 90;

/**
 * A message with names of the user's code in it, each cut where the whole would grow too long. Tags
 * a template; a name that is marked as code stays marked.
 */
export function briefly(words: TemplateStringsArray, ...names: readonly string[]): string {
  let room = MESSAGE_LENGTH - words.join('').length;
  // The short ones take what they need, and leave the rest to the long ones.
  const order = names.map((_, index) => index).sort((a, b) => names[a].length - names[b].length);
  const cut = [...names];
  order.forEach((index, rank) => {
    cut[index] = shortened(names[index], Math.max(3, Math.floor(room / (order.length - rank))));
    room -= cut[index].length;
  });
  return words.reduce((text, part, index) => text + cut[index - 1] + part);
}

function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const rest = name.slice(0, length - 2);
  const isOpen = rest.split('`').length % 2 === 0;
  return `${rest.trimEnd()}…${isOpen ? '`' : ''}`;
}
