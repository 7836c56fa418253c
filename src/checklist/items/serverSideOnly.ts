import { requestName } from '../../rules/requests';
import type { Surface } from '../../models/convention';
import { mainSurface } from '../../rules/rule';
import { failures, statusOf, type Evidence, type ItemCheck } from '../item';

const PLACE: Record<Exclude<Surface, 'browser' | 'unknown' | 'test'>, string> = {
  server: 'on the server',
  edge: 'on an edge server',
  script: 'in a script',
  desktop: 'in a desktop process',
};

/**
 * Item 2 of the checklist: calls are made on the server. Every request that is known to run there
 * speaks for it.
 */
export const serverSideOnly: ItemCheck = {
  id: 'server-side-only',
  title: 'API calls made server-side only (not client)',
  evaluate({ workspace, findings }) {
    const bad = failures(findings, ['client-side-request', 'public-env-api-key']).concat(
      failures(
        findings.filter((finding) => finding.variant !== 'tracked-env'),
        ['leaked-api-key'],
      ),
    );
    const rest = workspace
      .relevantFiles()
      .flatMap((file) => workspace.facts(file).requests)
      .flatMap((request): Evidence[] => {
        const site = { file: request.file, start: request.start, end: request.end };
        const surface = mainSurface(workspace.surfaces.at(request.file, request.start));
        if (
          surface === 'test' ||
          surface === 'browser' ||
          request.provider === 'local' ||
          request.provider === 'other'
        )
          return [];
        if (surface === 'unknown')
          return [
            {
              ...site,
              status: 'unknown',
              message: `Nothing tells where ${requestName(request)} runs.`,
            },
          ];
        return [
          { ...site, status: 'pass', message: `${requestName(request)} runs ${PLACE[surface]}.` },
        ];
      });
    const evidence = [...bad, ...rest];
    return {
      status: statusOf(evidence),
      evidence,
      ...(evidence.length === 0 ? { note: 'No request to OpenAI was found.' } : {}),
    };
  },
};
