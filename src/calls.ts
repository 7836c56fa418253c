import type { RequestDetail } from './analysis/facts';
import type { Site } from './analysis/source/host';
import { namedWithVendor, sdkOf, vendorOf } from './models/vendors';
import type { Surface } from './models/convention';
import { ENOUGH_RETRIES, requestName } from './rules/requests';
import { mainSurface, type Finding } from './rules/rule';
import type { Service } from './service';

/** What of a request is seen at a glance. */
export interface Glance {
  /** Whether a rate limit is told apart or retried; `unknown` where no caller is in sight. */
  readonly failures: 'handled' | 'open' | 'unknown';
  /** Whether what strangers send is bounded before it is sent; `none` where nothing of theirs is. */
  readonly input: 'checked' | 'open' | 'none';
  /** How its text comes; `none` for what generates no text. */
  readonly answer: 'streamed' | 'whole' | 'none';
}

/** A client that is made, or a request that is sent, as a map of the workspace shows it. */
export interface Call extends Site {
  readonly kind: 'client' | 'request';
  /** As messages name it: `` `responses.create` ``. */
  readonly name: string;
  readonly surface: Surface;
  /** Of requests that are judged: not of look-ups, nor of guessed addresses. */
  readonly glance?: Glance;
  /** The findings that stand in it. */
  readonly findings: readonly Finding[];
}

/** Every client and request of a folder, by file and place. */
export function callsIn(service: Service): Call[] {
  const { workspace } = service;
  const findingsOf = findingsByPlace(service);
  const clients = service.clients().map((client): Call => {
    const { file, start, end, api } = client;
    return {
      ...{ kind: 'client', file, start, end },
      name: namedWithVendor(api, vendorOf(client)),
      surface: mainSurface(workspace.surfaces.at(file, start)),
      findings: findingsOf(client),
    };
  });
  const requests = service.requests().map((request): Call => {
    const { file, start, end, surface, detail } = request;
    const judged = detail && (!sdkOf(request).raw || request.certain);
    return {
      ...{ kind: 'request', file, start, end, surface },
      name: requestName(request),
      ...(judged ? { glance: glanceAt(detail) } : {}),
      findings: findingsOf(request),
    };
  });
  return [...clients, ...requests].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.start - b.start,
  );
}

function findingsByPlace(service: Service): (site: Site) => Finding[] {
  const byFile = new Map<string, Finding[]>();
  for (const finding of service.findings())
    byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  return ({ file, start, end }) =>
    (byFile.get(file) ?? []).filter((finding) => finding.start >= start && finding.end <= end);
}

function glanceAt({ failure, maxRetries, flows, text, streams }: RequestDetail): Glance {
  const isHandled =
    failure.end === 'told-apart' ||
    failure.end === 'retried' ||
    (maxRetries?.value ?? 0) >= ENOUGH_RETRIES;
  const isOpen = failure.end === 'caught' || failure.end === 'uncaught';
  const isBounded = flows.every(({ bound }) => bound === 'full');
  return {
    failures: isHandled ? 'handled' : isOpen ? 'open' : 'unknown',
    input: flows.length === 0 ? 'none' : isBounded ? 'checked' : 'open',
    answer: !text ? 'none' : streams ? 'streamed' : 'whole',
  };
}
