import { memberPath } from '../values/value';
import type { Sdk } from './sdk';

/** The `chatgpt` package: an unofficial client that takes an OpenAI key. */
export const chatgptApi: Sdk = {
  id: 'chatgpt',

  client(callee, args, construct) {
    if (
      !construct ||
      callee.kind !== 'external' ||
      callee.name !== 'chatgpt' ||
      callee.path[0] !== 'ChatGPTAPI'
    )
      return undefined;
    const [options] = args();
    return {
      sdk: 'chatgpt',
      api: 'new ChatGPTAPI',
      keys: ['apiKey'],
      endpoints: ['apiBaseUrl'],
      ...(options ? { options } : {}),
    };
  },

  request(_call, callee) {
    const { root, path } = memberPath(callee);
    const ours =
      root.kind === 'instance' && root.of.kind === 'external' && root.of.name === 'chatgpt';
    return ours && path.join('.') === 'sendMessage'
      ? { sdk: 'chatgpt', api: 'ChatGPTAPI.sendMessage', client: root, certain: true }
      : undefined;
  },
};
