import type { RequestDetail } from '../../analysis/facts';
import { vendorOf } from '../../models/vendors';
import { briefly } from '../briefly';
import { judgedRequests, requestName } from '../requests';
import { readLesson } from '../readLesson';
import type { Finding, Rule, RuleMeta } from '../rule';
import lesson from './secretInPrompt.md';

const meta: RuleMeta = {
  id: 'secret-in-prompt',
  mistake: 3,
  severity: 'warning',
  cwe: [200, 522],
  fixes: ['suppress'],
  byHand:
    'what the model needs to know instead is for you to say: leave the secret out of the prompt, ' +
    'name the fields that it may read, and let your own code use the secret',
  ...readLesson(lesson),
};

export const secretInPrompt: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }) =>
      oncePerSecret(detail.secrets).map((secret): Finding => ({
        rule: meta.id,
        severity: secret.guessed ? 'information' : meta.severity,
        ...secret.at,
        surface,
        message: briefly`${secret.what} goes to ${vendorOf(request)}: whoever talks to the model can ask for it.`,
        detail:
          `${secret.what} becomes part of \`${secret.part}\` of ${requestName(request)}: the ` +
          'vendor keeps it, and whoever talks to the model can ask for it; leave it out.',
        related: [secret.source, ...secret.steps, { ...detail.callee, label: 'it is sent here' }],
      })),
    );
  },
};

type Secret = RequestDetail['secrets'][number];

/** The same secret may reach several parts of a prompt. */
function oncePerSecret(secrets: readonly Secret[]): readonly Secret[] {
  return secrets.filter(
    ({ what }, index) => secrets.findIndex((other) => other.what === what) === index,
  );
}
