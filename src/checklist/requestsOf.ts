import { sdkOf } from '../models/vendors';
import type { RequestDetail, RequestFact } from '../analysis/facts';
import type { Site } from '../analysis/source/host';
import { isTestOnly } from '../rules/rule';
import type { ChecklistInput, Evidence } from './item';

/**
 * The requests that items speak of, with what a closer look has shown: those of tests, local
 * servers and other vendors are left out.
 */
export function requestsOf({
  workspace,
}: ChecklistInput): { readonly request: RequestFact; readonly detail: RequestDetail }[] {
  return workspace
    .relevantFiles()
    .flatMap((file) => workspace.facts(file).requests)
    .flatMap((request) => {
      const { detail } = request;
      const judged =
        detail &&
        request.provider !== 'local' &&
        request.provider !== 'other' &&
        (!sdkOf(request).raw || request.certain) &&
        !isTestOnly(workspace.surfaces.at(request.file, request.start));
      return judged ? [{ request, detail }] : [];
    });
}

/** The findings of rules that are too mild to fail an item, as evidence that leaves it open. */
export function doubts({ findings }: ChecklistInput, rules: readonly string[]): Evidence[] {
  return findings
    .filter(
      (finding) =>
        rules.includes(finding.rule) &&
        (finding.severity === 'information' || finding.severity === 'hint'),
    )
    .map(({ file, start, end, message, rule }) => ({
      file,
      start,
      end,
      status: 'unknown',
      message,
      rule,
    }));
}

/** Whether evidence already stands at a request. */
export function isSpokenOf(evidence: readonly Evidence[], site: Site): boolean {
  return evidence.some(
    (item) => item.file === site.file && item.start >= site.start && item.end <= site.end,
  );
}
