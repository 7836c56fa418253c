/**
 * What keys of vendors begin with that have no model here, or whose key may stand by mistake where
 * another's goes.
 */
export const otherKeys: readonly string[] = [
  'sk-ant-',
  'sk-or-',
  'sk_live_',
  'sk_test_',
  'pk_',
  'rk_',
  'gsk_',
  'xai-',
  'AIza',
  'hf_',
  'r8_',
  'ghp_',
  'github_pat_',
  'pplx-',
  // Made for browsers, to be given away: OpenAI's ephemeral client secrets.
  'ek_',
  'key-',
  'nvapi-',
  'fw_',
];
