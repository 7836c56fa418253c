/**
 * The shapes of OpenAI keys (facts.md): legacy `sk-` + 20 + `T3BlbkFJ` + 20, and `sk-proj-`, `sk-svcacct-`, `sk-admin-` with two runs of 58 or 74
 * characters around the same mark. The newer runs are accepted from 20 characters each, so that a key is found also when OpenAI changes
 * the lengths again; a boundary before `sk-` keeps `task-` and `risk-` out.
 */
const KEY =
  /(?<![A-Za-z0-9_-])sk-(?:(?:(?:proj|svcacct|admin|None)-)[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|(?:proj|svcacct|admin)-[A-Za-z0-9_-]{100,}|[A-Za-z0-9]{48})(?![A-Za-z0-9])/g;

export interface ShapedKey {
  readonly start: number;
  readonly end: number;
}

/** Every text with a real key's shape, fillers such as `sk-xxxx…` left out. Returns offsets only: a key never leaves this function. */
export function findShapedKeys(text: string): ShapedKey[] {
  const found: ShapedKey[] = [];
  for (const match of text.matchAll(KEY)) {
    if (isFiller(match[0])) continue;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

export function hasKeyShape(text: string): boolean {
  return findShapedKeys(text).length > 0;
}

/** One character over and over, or few different ones: what people type to show where a key goes. */
function isFiller(key: string): boolean {
  const body = key.replace(/^sk-(proj-|svcacct-|admin-)?/, '').replace('T3BlbkFJ', '');
  return new Set(body.toLowerCase()).size < 8;
}

/** Literals that people write beside a local server or to satisfy a type: never worth a finding there. */
export function isDummy(text: string): boolean {
  return /^(|dummy|fake|test|none|null|undefined|ollama|lm-?studio|local(ai|host)?|not[-_ ]?(needed|used|required|provided|set|applicable)|dummy[-_ ]\w[\w -]*|(fake|placeholder)[-_ ](api[-_ ])?key|no[-_ ]?key.*|n\/a|x+|empty|anything|unused|noop|placeholder|sk-(xxx|test|dummy|none|no-key.*|fake.*)?)$/i.test(
    text.trim(),
  );
}

/** The family of a key for messages: at most `sk-proj-`, never more of it. */
export function keyPrefix(text: string): string | undefined {
  return /^sk-(proj-|svcacct-|admin-)?/.exec(text)?.[0];
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
