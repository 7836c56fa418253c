import type { Workspace } from '../../analysis/workspace';
import type { Finding } from '../../rules/rule';
import { isRefusal, type Plan, type Refusal } from '../fix';
import type { Site } from '../../analysis/source/host';
import { moveEvery, type Move } from './everyCarrier';
import { causesOf } from './page/carriers';
import { idleKey } from './page/idleKey';
import { movableClient, type MovableClient } from './page/clientCalls';
import { optionsForCall } from './page/clientOptions';
import { heldKeyStays, keyStays } from './page/keyStays';
import { isOfPage } from './page/ofPage';
import { onBothSides } from './page/onBothSides';
import type { MovableCall } from './payload/movableCall';
import { askedBy, type Planned } from './server/placed';
import { routesForModule } from './server/placeRoutes';
import { envPlaces, routeChanges } from './server/routeChanges';
import { envChanges } from './server/envChanges';
import { routeKeyOf } from './server/routeKey';
import { FIRST_KEY, type RouteKey } from '../../routes/routeKey';
import { stillRead } from './server/stillRead';
import { leavingSdk } from './server/unusedSdk';
import { publicEntryChanges } from './server/nuxtSettings';
import { addressIn, rawCall } from './payload/rawCall';
import { askersFor } from './payload/passedOn';
import { askedAt, unseenAt } from './payload/unseen';
import type { RoutedCall } from './page/pageFile';
import { rewriteClient, type ClientChanges } from './page/rewriteClient';
import { shownText } from './page/shownText';
import { canLeaveVersion3, isUnusedVersion3, runsVersion3 } from './server/versionThree';
import { isVersion3, streamsParts } from '../sdkVersion';
import { BOTH_KINDS, NO_PLACE, OTHER_VERSION, SDK_STAYS } from './refusals';
import type { FileChange, TextEdit } from '../../edits/edit';

/**
 * Rules whose findings a move to a server answers: at the key, at the client, and at what is asked
 * through it, where the route looks at its input and tells a rate limit apart.
 */
export const SERVED: readonly string[] = [
  'client-side-request',
  'public-env-api-key',
  'hardcoded-api-key',
  'unhandled-api-error',
  'unhandled-rate-limit',
  'unvalidated-prompt-input',
];

const KEY_RULES: readonly string[] = ['public-env-api-key', 'hardcoded-api-key'];

/**
 * The documented server proxy for everything that a browser's client does: a route for each call in
 * the project's framework, the calls rewritten to ask it, the client, its import and its public
 * variable gone. `streams` picks the clients whose calls all stream, or could where their text is
 * shown; else each call is moved as it is, and streams where it did.
 */
export function proxyPlan(
  finding: Finding,
  workspace: Workspace,
  streams: boolean,
): Plan | Refusal | undefined {
  if (!isOfPage(finding, workspace)) return undefined;
  const idle = streams ? undefined : idleKey(finding, workspace);
  if (idle) return idle;
  const isOfKey = KEY_RULES.includes(finding.rule);
  const causes = isOfKey ? causesOf(finding, workspace) : [finding];
  if (!causes || isRefusal(causes)) return streams ? undefined : causes;
  const sites = causes.flatMap((cause) => askersFor(cause, workspace));
  const [site, ...others] = sites;
  if (others.length > 0)
    return streams ? undefined : moveEvery(isOfKey ? finding : site, sites, workspace, moveAsItIs);
  return moveAt(site, workspace, streams, finding.variant === 'own-key');
}

/** The move of one place, streaming where its call streams. */
function moveAsItIs(site: Site, workspace: Workspace): Move | Refusal | undefined {
  return workspace.remember(
    `the move of ${site.file}:${site.start}`,
    () => moveAt(site, workspace, false) ?? moveAt(site, workspace, true),
  );
}

function moveAt(
  site: Site,
  workspace: Workspace,
  streams: boolean,
  isOwnKey = false,
): Move | Refusal | undefined {
  const client = movableClient(site, workspace);
  if (!client) return isOwnKey ? undefined : rawPlan(site, workspace, streams);
  if (isRefusal(client)) return client;
  if (!canLeaveVersion3(client, workspace)) return OTHER_VERSION;
  if (client.calls.length === 0) return streams ? undefined : deletion(client, workspace);
  return clientPlan(client, workspace, streams);
}

/** The plan for everything that goes through a client. */
function clientPlan(
  client: MovableClient,
  workspace: Workspace,
  streams: boolean,
): Move | Refusal | undefined {
  const pkg = workspace.packages.of(client.syntax.path);
  const calls = streams ? client.calls.map(streamed) : client.calls;
  const streaming = calls.filter(({ split }) => split.streams);
  const isWhole = streaming.length === calls.length;
  if (streams && !isWhole) return streaming.length > 0 ? BOTH_KINDS : undefined;
  if (!streams && isWhole) return undefined;
  if (!streamsParts(pkg) && streaming.some(({ method }) => method === 'streamText'))
    return undefined;
  const shared = onBothSides(calls.map(siteOfCall), workspace);
  if (shared) return shared;
  const key = routeKeyOf(client.provider);
  const planned = routesForModule(
    calls.map((call) => ({
      ...askedBy(call),
      clientOptions: optionsForCall(client.options, call.options),
      ...(key === FIRST_KEY ? {} : { key }),
    })),
    client.syntax.path,
    workspace,
  );
  if (!planned) return NO_PLACE;
  if (isRefusal(planned)) return planned;
  const changes = rewriteClient(
    client,
    calls.map((call, index): RoutedCall => ({ call, asked: planned.asked[index] })),
    workspace,
  );
  if (!changes) return SDK_STAYS;
  const stays = keyStays(
    { file: client.syntax.path, start: client.node.getStart() },
    changes,
    workspace,
  );
  const held = heldKeyStays([client.node, ...client.servants], changes, client.syntax);
  if (stays || held) return stays ?? held;
  const more = () => publicEntryChanges(client.node, changes.edits, planned.page, workspace);
  return describe(
    planned,
    { ...changes, more, key },
    publicNames(client.syntax.path, client.node.getStart(), workspace),
    workspace,
    streams,
  );
}

/** The plan for a request that a page makes by itself. */
function rawPlan(
  finding: Site,
  workspace: Workspace,
  streams: boolean,
): Move | Refusal | undefined {
  const pkg = workspace.packages.of(finding.file);
  if (runsVersion3(pkg, workspace) && !isUnusedVersion3(pkg, workspace))
    return askedAt(finding, workspace) && !streams ? OTHER_VERSION : undefined;
  const raw = rawCall(finding, workspace);
  if (!raw) return streams ? undefined : unseenAt(finding, workspace);
  if (isRefusal(raw)) return raw;
  if (raw.split.streams !== streams) return undefined;
  const shared = onBothSides([finding], workspace);
  if (shared) return shared;
  const key = routeKeyOf(raw.provider);
  const request = {
    ...askedBy(raw),
    asApi: true,
    clientOptions: raw.options,
    ...(key === FIRST_KEY ? {} : { key }),
  };
  const planned = routesForModule([request], finding.file, workspace);
  if (!planned) return NO_PLACE;
  if (isRefusal(planned)) return planned;
  const [asked] = planned.asked;
  const call = { file: finding.file, code: addressIn(asked, raw.syntax) };
  const changes = { edits: raw.edits(asked), call, key };
  const stays =
    keyStays({ file: finding.file, start: raw.start }, changes, workspace) ??
    heldKeyStays(raw.carriers, changes, raw.syntax);
  if (stays) return stays;
  return describe(
    planned,
    changes,
    publicNames(finding.file, raw.start, workspace),
    workspace,
    streams,
  );
}

/** A client that nothing uses: it goes, and its public variable with it. */
function deletion(client: MovableClient, workspace: Workspace): Move | Refusal {
  const changes = rewriteClient(client, [], workspace);
  if (!changes) return SDK_STAYS;
  const { path } = client.syntax;
  return {
    title: `Delete the client \`${client.name.text}\` that nothing uses`,
    note: 'Create a new key if this one was ever published, and delete the old one.',
    calls: 0,
    created: [],
    framework: '',
    told: [],
    changes: () => [
      ...fileChanges(changes),
      ...envChanges(
        publicNames(path, client.node.getStart(), workspace),
        editsOf(changes, workspace),
        { page: workspace.packages.of(path), unused: true, key: FIRST_KEY.variable },
        workspace,
      ),
    ],
  };
}

function fileChanges({ edits, gone }: ClientChanges): FileChange[] {
  return [
    ...[...edits].map(([file, list]): FileChange => ({ kind: 'edit', file, edits: list })),
    ...(gone === undefined ? [] : [{ kind: 'delete' as const, file: gone }]),
  ];
}

/** The edits of the page's files; of one that goes, the whole of it. */
function editsOf(
  { edits, gone }: ClientChanges,
  workspace: Workspace,
): ReadonlyMap<string, readonly TextEdit[]> {
  if (gone === undefined) return edits;
  const end = workspace.text(gone)?.length ?? 0;
  return new Map([...edits, [gone, [{ start: 0, end, text: '' }]]]);
}

function siteOfCall({ syntax, call }: MovableCall): Site {
  return { file: syntax.path, start: call.getStart(), end: call.getEnd() };
}

/** A call whose text only goes on the screen, as one that streams; any other as it is. */
function streamed(call: MovableCall): MovableCall {
  const shown = shownText(call);
  if (!shown) return call;
  if (call.method === 'generateText')
    return { ...call, shown, method: 'streamText', split: { ...call.split, streams: true } };
  const [first, ...rest] = call.split.payload;
  return {
    ...call,
    shown,
    split: { ...call.split, streams: true, payload: [first, 'stream: true,', ...rest] },
  };
}

function describe(
  planned: Planned,
  changed: ClientChanges & { readonly more?: () => readonly FileChange[]; readonly key?: RouteKey },
  publicVariables: ReadonlySet<string>,
  workspace: Workspace,
  streams: boolean,
): Move {
  const { framework, page, routes } = planned;
  const { gone, call, more = () => [], key = FIRST_KEY } = changed;
  const added = routeChanges(planned, workspace);
  const sdk = leavingSdk(planned, editsOf(changed, workspace), workspace);
  const calls = routes.length === 1 ? 'the call' : `the ${routes.length} calls`;
  const route = streams ? 'a streaming server route' : 'a server route';
  const told = [
    `Set ${key.variable} on the server and create a new key: the old one has been public.`,
    isVersion3(page) ? ' The SDK is raised to its current version: run `npm install`.' : '',
    gone === undefined ? '' : ` Nothing is left of \`${gone}\`: it is deleted.`,
    sdk.note,
  ];
  return {
    ...(call ? { call } : {}),
    title: `Move ${calls} to ${route}: create \`${added.files.join('`, `')}\` (${framework.title})`,
    note: [
      ...told,
      stillRead(publicVariables, editsOf(changed, workspace), workspace),
      added.note,
    ].join(''),
    calls: routes.length,
    created: added.files,
    framework: framework.title,
    told: [...told, added.note],
    changes: () => [
      ...fileChanges(changed),
      ...added.changes,
      ...more(),
      ...sdk.changes,
      ...envChanges(
        publicVariables,
        editsOf(changed, workspace),
        envPlaces(planned, key),
        workspace,
      ),
    ],
  };
}

function publicNames(path: string, start: number, workspace: Workspace): Set<string> {
  const uses = workspace.facts(path).keyUses.filter((use) => use.start === start);
  return new Set(
    uses
      .flatMap((use) => use.origins)
      .flatMap((origin) => (origin.kind === 'env' ? [origin.name] : [])),
  );
}
