/*
 * Texts that stand where a key goes and are none: the ways in which people mark the spot, or
 * satisfy a server that takes any key.
 */

/** Words of texts such as `sk-put-your-key-here`; names of vendors are among them too. */
export const placeholderWords: ReadonlySet<string> = new Set(
  [
    'your my the a an open ai api key keys token goes go here secret example placeholder insert',
    'put paste replace change with me this dummy fake test testing demo none no not needed required',
    'real actual live',
  ].flatMap((line) => line.split(' ')),
);

/** Whole texts, in any case; the names are of local servers that take any key. */
const DUMMIES: readonly string[] = [
  '',
  'dummy|fake|test|none|null|undefined|empty|anything|unused|noop|placeholder|n/a|x+',
  'ollama|lm-?studio|local(ai|host)?',
  'not[-_ ]?(needed|used|required|provided|set|applicable)',
  'dummy[-_ ]\\w[\\w -]*',
  '(fake|placeholder)[-_ ](api[-_ ])?key',
  'no[-_ ]?key.*',
  'sk-(xxx|test|dummy|none|no-key.*|fake.*)?',
];

export const dummies = new RegExp(`^(${DUMMIES.join('|')})$`, 'i');
