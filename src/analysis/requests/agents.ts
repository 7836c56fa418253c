import { memberPath } from '../values/value';
import type { Sdk } from './sdk';

/** `@openai/agents`: `run(agent, …)`, `new Runner().run(…)`; the key comes from the environment or `setDefaultOpenAIKey`. */
const PACKAGES = /^@openai\/agents(-core|-openai|-realtime)?(\/|$)/;

export const agents: Sdk = {
  id: 'agents',

  client(callee, args) {
    if (callee.kind !== 'external' || !PACKAGES.test(callee.name)) return undefined;
    const name = callee.path[0];
    const [first] = args();
    // The key itself is the argument: an empty option name stands for the value as a whole.
    if (name === 'setDefaultOpenAIKey' && first)
      return { sdk: 'agents', api: name, options: first, keys: [''], endpoints: [] };
    if (name === 'OpenAIProvider')
      return {
        sdk: 'agents',
        api: `new ${name}`,
        keys: ['apiKey'],
        endpoints: ['baseURL'],
        ...(first ? { options: first } : {}),
      };
    return undefined;
  },

  request(_call, callee) {
    if (callee.kind === 'external' && PACKAGES.test(callee.name) && callee.path[0] === 'run')
      return { sdk: 'agents', api: 'agents run', certain: true };
    const { root, path } = memberPath(callee);
    const isRunner =
      root.kind === 'instance' &&
      root.of.kind === 'external' &&
      PACKAGES.test(root.of.name) &&
      root.of.path[0] === 'Runner';
    return isRunner && path.join('.') === 'run'
      ? { sdk: 'agents', api: 'Runner.run', certain: true }
      : undefined;
  },
};
