import { optionsOf, type Value } from '../values/value';

/**
 * Whose service an address leads to. `local` servers take any key; `other` vendors speak OpenAI's protocol, and their key is a secret
 * too, but OpenAI's own advice does not apply.
 */
export type Provider = 'openai' | 'azure' | 'local' | 'other' | 'unknown';

const LOCAL =
  /^(https?|wss?):\/\/(localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|host\.docker\.internal|[\w-]+(:\d+)?(\/|$)|[\w-]+\.(local|lan|internal)(:|\/|$))/i;

export function providerOfUrl(text: string): Provider {
  const url = text.trim();
  if (/(^|\/\/|\.)api\.openai\.com(\/|:|$)|^(wss:\/\/)?[\w.-]*\.api\.openai\.com/i.test(url))
    return 'openai';
  if (
    /\.openai\.azure\.com|\.cognitiveservices\.azure\.com\/openai|services\.ai\.azure\.com/i.test(
      url,
    )
  )
    return 'azure';
  // Gateways that pass requests on to OpenAI with OpenAI's key.
  if (
    /^https?:\/\/(oai\.(hconeai|helicone)\.\w+|gateway\.ai\.cloudflare\.com\/[^?]*\/openai|[\w.-]*portkey\.ai)(\/|$)/i.test(
      url,
    )
  )
    return 'openai';
  if (LOCAL.test(url)) return 'local';
  return /^(https?|wss?):\/\/[^/]/i.test(url) ? 'other' : 'unknown';
}

/** A value as a text with `*` for what is not known. */
export function textOf(value: Value): string | undefined {
  if (value.kind === 'text') return value.text;
  if (value.kind !== 'template') return undefined;
  return value.parts
    .map((part) =>
      part.kind === 'text' ? part.text : part.kind === 'union' ? (firstText(part) ?? '*') : '*',
    )
    .join('');
}

function firstText(value: Value): string | undefined {
  return optionsOf(value)
    .map(textOf)
    .find((text) => text !== undefined);
}

/** Every text a value may be, `URL` objects opened. */
export function textsOf(value: Value): string[] {
  return optionsOf(value, 24).flatMap((option) => {
    const text = textOf(option);
    return text === undefined ? [] : [text];
  });
}

/** The provider an endpoint option selects; no option means OpenAI itself. */
export function providerOf(endpoint: Value | undefined, azure: boolean): Provider {
  if (azure) return 'azure';
  if (!endpoint) return 'openai';
  const providers = textsOf(endpoint)
    .map(providerOfUrl)
    .filter((provider) => provider !== 'unknown');
  // A fallback to OpenAI (`process.env.BASE_URL || 'https://api.openai.com/v1'`) makes it OpenAI's.
  return (
    providers.find((provider) => provider === 'openai' || provider === 'azure') ??
    providers[0] ??
    'unknown'
  );
}
