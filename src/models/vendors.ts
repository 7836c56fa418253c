import { covers } from './match';
import { sdks } from './sdks/registry';
import type { Nature, Sdk, Service } from './sdk';
import { rawHttp } from './sdks/http';
import type { Failures } from './thrown';

/** Every service that is known, the vendors' own before what stands for them elsewhere. */
export const services: readonly Service[] = [
  ...new Set(
    sdks.flatMap(({ service, clients }) => [
      service,
      ...clients.flatMap((client) => client.service ?? []),
    ]),
  ),
];

/** The service of that id; `undefined` for what is none: `local`, `other`, `unknown`. */
export function serviceOf(id: string): Service | undefined {
  return services.find((service) => service.id === id);
}

/**
 * How the failures of a request are told apart. Those that an SDK hands on from the vendor's own
 * are so only where that one's carry a status too, under the usual name.
 */
export function failuresFor(asked: Asked): Failures | undefined {
  const { failures } = sdkOf(asked);
  if (failures?.by !== 'status' || !failures.handedOn) return failures;
  const own = sdks.find(({ service, packages }) => packages && service.id === asked.provider);
  const carries =
    own?.failures?.by === 'class' ||
    (own?.failures?.by === 'status' && own.failures.name === undefined);
  return carries ? failures : undefined;
}

/** What a fact says of whom it asks, and how. */
export interface Asked {
  readonly sdk: string;
  readonly provider: string;
}

/**
 * What is known of the SDK that a fact names; of the service's own, but for how it is sent, where
 * that is raw HTTP.
 */
export function sdkOf({ sdk, provider }: Asked): Sdk {
  const known = sdks.find(({ id }) => id === sdk);
  if (known) return known;
  const vendor = sdks.find(({ service }) => service.id === provider) ?? sdks[0];
  let raw = rawVendors.get(vendor);
  if (!raw) rawVendors.set(vendor, (raw = rawHttp(vendor)));
  return raw;
}

const rawVendors = new Map<Sdk, Sdk>();

/** Whom a request asks whose model is chosen out of sight, and how messages call that vendor. */
export const ANYONE = 'anyone';
const UNNAMED = 'the model';

/** The vendor whose service a fact is about, for messages. */
export function vendorOf(fact: Asked): string {
  if (fact.provider === ANYONE) return UNNAMED;
  return (serviceOf(fact.provider) ?? sdkOf(fact).service).vendor;
}

/**
 * A request, or whatever else has a name in code, as messages say it: with its vendor where that
 * is not the first one.
 */
export function namedWithVendor(name: string, vendor: string): string {
  return hasNoName(vendor) ? `\`${name}\`` : `${vendor}’s \`${name}\``;
}

/** The first vendor is the one that is meant where none is named. */
function hasNoName(vendor: string): boolean {
  return vendor === UNNAMED || vendor === services[0].vendor;
}

/**
 * The parameter that takes the developer's rules, where no role of a message does: Anthropic's
 * `system`.
 */
export function rulesParameter({ instructionRoles, parts }: Sdk): string | undefined {
  return instructionRoles.length > 0
    ? undefined
    : Object.keys(parts).find((name) => parts[name].role === 'instructions');
}

/**
 * ` of Anthropic`: what messages add to a word for what is a vendor's; nothing for the first one.
 */
export function ofVendor(vendor: string): string {
  return hasNoName(vendor) ? '' : ` of ${vendor}`;
}

/**
 * Whether a package is that of an SDK that is known: what it exports is known, whatever a
 * workspace calls by that name.
 */
export function isSdkPackage(name: string): boolean {
  return sdks.some(({ packages = [], modelPackages }) =>
    [...packages, ...(modelPackages ? [modelPackages.all] : [])].some((item) => covers(item, name)),
  );
}

/**
 * Whether an SDK asks another service than its vendor's, which copies the API: a gateway, a server
 * of the application's own.
 */
export function asksElsewhere(fact: Asked): boolean {
  const { provider } = fact;
  if (provider === 'other' || provider === 'local') return true;
  const service = serviceOf(provider);
  return service !== undefined && service.vendor !== sdkOf(fact).service.vendor;
}

const UNKNOWN: Nature = { kind: 'other' };

/** What the request of a fact is, by the row that the fact names. */
export function natureOf(fact: Asked & { readonly row: number }): Nature {
  const sdk = sdkOf(fact);
  return (sdk.raw ? sdk.service.endpoints : sdk.requests)[fact.row] ?? UNKNOWN;
}
