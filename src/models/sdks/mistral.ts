import { gateway } from './gateway';

/** Its keys are 32 letters and digits, like much else. Source: docs.mistral.ai, "Quickstart". */
export const mistral = gateway({
  id: 'mistral',
  vendor: 'Mistral',
  hosts: ['api.mistral.ai', 'codestral.mistral.ai'],
  key: { variables: ['MISTRAL_API_KEY'], names: /MISTRAL|CODESTRAL/ },
  pages: {
    keys: 'https://console.mistral.ai/api-keys',
    limits: 'admin.mistral.ai/plateforme/limits',
  },
});
