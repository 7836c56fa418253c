/**
 * The shapes of OpenAI keys (facts.md). Every one but two holds the mark `T3BlbkFJ` ("OpenAI" in base64) in its middle, whatever stands between
 * `sk-` and the first run: `proj-`, `svcacct-`, `admin-`, `service-<name>-`, the name of a team, or nothing. Runs are accepted from 20 characters
 * each, so that a key is found also when OpenAI changes the lengths again; a boundary before `sk-` keeps `task-` and `risk-` out.
 * Without the mark: `sk-proj-`, `sk-svcacct-` and `sk-admin-` with 100 or more, and the old `sk-` with 48 letters and digits.
 */
const KEY =
  /(?<![A-Za-z0-9_-])sk-(?!ant-|or-)(?:[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}|(?:proj|svcacct|admin)-[A-Za-z0-9_-]{100,}|[A-Za-z0-9]{48})(?![A-Za-z0-9])/g;

/** `sk-proj-` with 48 characters and no mark: short enough to be something else, so only as a text of its own or behind `=` or `:`. */
const ASSIGNED =
  /sk-(?<=(?:^|[=:]\s{0,4}["'`]?)sk-)(?:proj|svcacct|admin)-[A-Za-z0-9_-]{48}(?![A-Za-z0-9_-])/g;

export interface ShapedKey {
  readonly start: number;
  readonly end: number;
}

/** Every text with a real key's shape, fillers such as `sk-xxxx…` left out. Returns offsets only: a key never leaves this function. */
export function findShapedKeys(text: string): ShapedKey[] {
  const found: ShapedKey[] = [];
  for (const match of [...text.matchAll(KEY), ...text.matchAll(ASSIGNED)]) {
    if (isFiller(match[0])) continue;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}

export function hasKeyShape(text: string): boolean {
  return findShapedKeys(text).length > 0;
}

/** One character over and over, few different ones, words, or the alphabet: what people type to show where a key goes. */
function isFiller(key: string): boolean {
  const body = key.replace(PREFIX, '').replace('T3BlbkFJ', '').toLowerCase();
  if (new Set(body).size < 8) return true;
  const rising = [...body].filter(
    (char, index) => index > 0 && char.charCodeAt(0) === body.charCodeAt(index - 1) + 1,
  );
  return rising.length * 2 > body.length || isWords(key.replace(PREFIX, ''));
}

const PREFIX = /^sk-((proj|svcacct|admin|service|None)-)?/;

/** Words with hyphens between them, as in the class names of style sheets and in `sk-put-your-key-here`. */
function isWords(text: string): boolean {
  return /^[a-z]+([-_][a-z]+)+$|^[A-Z]+([-_][A-Z]+)+$/.test(text);
}

/**
 * Whether a text that stands where a key goes only marks the spot: `sk-proj-...`, `your-api-key`, `made-up-1`. It may be shown; everything
 * else that stands there is taken for a secret, whatever it looks like.
 */
export function isPlaceholder(text: string): boolean {
  const body = text.replace(PREFIX, '');
  const runs = body.match(/[A-Za-z0-9]+/g) ?? [];
  if (runs.every((run) => /^(.)\1*$/.test(run))) return true;
  if (body !== text) return runs.every((run) => PLACEHOLDER_WORDS.test(run));
  return runs.every((run) => /^([A-Z]?[a-z]{1,16}|[A-Z]{1,16}|\d{1,6}|[a-z]{1,3}\d)$/.test(run));
}

const PLACEHOLDER_WORDS =
  /^(your|my|the|a|an|open|ai|openai|api|key|keys|token|goes|go|here|secret|example|placeholder|insert|put|paste|replace|change|with|me|this|dummy|fake|test|testing|demo|none|no|not|needed|required|real|actual|live|x+|\d{1,4})$/i;

/** Literals that people write beside a local server or to satisfy a type: never worth a finding there. */
export function isDummy(text: string): boolean {
  return /^(|dummy|fake|test|none|null|undefined|ollama|lm-?studio|local(ai|host)?|not[-_ ]?(needed|used|required|provided|set|applicable)|dummy[-_ ]\w[\w -]*|(fake|placeholder)[-_ ](api[-_ ])?key|no[-_ ]?key.*|n\/a|x+|empty|anything|unused|noop|placeholder|sk-(xxx|test|dummy|none|no-key.*|fake.*)?)$/i.test(
    text.trim(),
  );
}

/** The family of a key for messages: at most `sk-proj-`, never more of it. */
export function keyPrefix(text: string): string | undefined {
  return /^sk-((proj|svcacct|admin|service)-)?/.exec(text)?.[0];
}

/** Keys of other vendors that have a shape of their own. */
export function isOtherVendorsKey(text: string): boolean {
  return /^(sk-ant-|sk-or-|sk_(live|test)_|pk_|rk_|gsk_|xai-|AIza|hf_|r8_|ghp_|github_pat_|pplx-|ek_|key-|nvapi-|fw_)/.test(
    text,
  );
}

/** Whether a variable's name says that it holds an OpenAI key. */
export function isOpenAIKeyName(name: string): boolean {
  // Asked for every property of a file: the cheap test comes first.
  if (!/open_?ai|gpt/i.test(name)) return false;
  const plain = name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  if (!/OPEN_?AI|CHAT_?GPT|(^|_|\.)GPT/.test(plain)) return false;
  // Switches about a key: `USE_SSR_OPENAI_API_KEY`, `hasOpenAIKey`.
  if (
    /(^|_|\.)(USE|USES|HAS|HAVE|IS|ENABLE|ENABLED|DISABLE|ALLOW|SHOW|HIDE|REQUIRE|REQUIRES|NEED|NEEDS|MISSING|SET|VALIDATE)_/.test(
      plain,
    )
  )
    return false;
  return (
    /(KEY|TOKEN|SECRET)S?(_|$)|APIKEY|OPENAI_API$|_SK$/.test(plain) &&
    !/PUBLISHABLE|KEY_(ID|NAME|LENGTH|COUNT)|TOKENS|TOKEN_(LIMIT|COUNT|BUDGET)|MAX_TOKEN|EPHEMERAL|CLIENT_SECRET/.test(
      plain,
    )
  );
}
