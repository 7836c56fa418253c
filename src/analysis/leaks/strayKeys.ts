import type ts from 'typescript';
import type { Service } from '../../models/sdk';
import { services } from '../../models/vendors';
import { constructionAt, optionAt, serviceOfClient } from '../requests/clients';
import { serviceOfUrl, textsOf } from '../requests/endpoint';
import { sentTo } from '../requests/http';
import { keyOrigins } from '../requests/keyOrigin';
import type { Step } from '../source/host';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import type { LeakFact } from './leak';

/** A key by the vendor that its variable is called after, and where it comes in. */
interface OwnedKey {
  readonly name: string;
  readonly vendor: string;
  readonly at: Step;
}

/**
 * A client whose key and address are not chosen by the same: one vendor's key may be sent to
 * another's address. Only what is written here counts, since callers may hand in pairs.
 */
export function strayKeyOfClient(
  node: ts.NewExpression | ts.CallExpression,
  callee: Value,
  evaluator: Evaluator,
): LeakFact[] {
  const made = constructionAt(node, callee, evaluator);
  const address = made?.row.endpoints
    .map((name) => optionAt(evaluator, made, name))
    .find((value) => value !== undefined);
  if (!made || !address) return [];
  const own = serviceOfClient(made);
  const key = made.row.keys
    .map((name) => optionAt(evaluator, made, name))
    .find((value) => value !== undefined);
  const keys = key ? ownersOf([key], own, evaluator) : [implicitKey(own, node, evaluator)];
  const asked = optionsOf(address, 24).flatMap((option) =>
    isMissing(option) ? [own.vendor] : vendorsOf(textsOf(option)),
  );
  return strays(keys, asked, node, evaluator);
}

/** A raw request of that kind. */
export function strayKeyOfCall(
  node: ts.NewExpression | ts.CallExpression,
  evaluator: Evaluator,
): LeakFact[] {
  const { addresses, keys } = sentTo(node, evaluator);
  return strays(ownersOf(keys, services[0], evaluator), vendorsOf(addresses), node, evaluator);
}

/**
 * One key for several vendors, its own among them; or one vendor's address with a key of another's
 * beside its own. A single key for a single address is what its variable is called, whatever that
 * is.
 */
function strays(
  keys: readonly (OwnedKey | undefined)[],
  asked: readonly (string | undefined)[],
  node: ts.Node,
  evaluator: Evaluator,
): LeakFact[] {
  const owners = new Set(keys.map((key) => key?.vendor));
  const vendors = new Set(asked);
  if (owners.has(undefined) || owners.size === 0) return [];
  const isOneKey = owners.size === 1 && vendors.size > 1 && vendors.has(keys[0]?.vendor);
  const isOneAddress = vendors.size === 1 && owners.size > 1 && owners.has([...vendors][0]);
  if (!isOneKey && !isOneAddress) return [];
  for (const key of keys) {
    const stranger = [...vendors].find((vendor) => vendor !== undefined && vendor !== key?.vendor);
    if (key && stranger !== undefined)
      return [
        {
          ...evaluator.siteOf(node),
          kind: 'other-vendor',
          sink: stranger,
          secret: key.name,
          vendor: key.vendor,
          trail: [key.at],
        },
      ];
  }
  return [];
}

/** Whose keys a value may be, by the variables' own names; `undefined` for what is not known. */
function ownersOf(
  values: readonly Value[],
  wanted: Service,
  evaluator: Evaluator,
): (OwnedKey | undefined)[] {
  return values
    .flatMap((value) => keyOrigins(evaluator, value, wanted))
    .map((origin) => {
      const service =
        origin.kind === 'env'
          ? services.find(({ key }) => key.variables.some((name) => isCalled(origin.name, name)))
          : undefined;
      return origin.kind === 'env' && service
        ? {
            name: `\`${origin.name}\``,
            vendor: service.vendor,
            at: { ...origin.site, label: `the key of ${service.vendor} is read here` },
          }
        : undefined;
    });
}

/** `OPENAI_API_KEY`, also behind what a build or a team puts before it: `VITE_OPENAI_API_KEY`. */
function isCalled(name: string, variable: string): boolean {
  return name === variable || name.endsWith(`_${variable}`);
}

/** The key that a client reads by itself. */
function implicitKey(own: Service, node: ts.Node, evaluator: Evaluator): OwnedKey {
  return {
    name: `\`${own.key.variables[0]}\``,
    vendor: own.vendor,
    at: {
      ...evaluator.siteOf(node),
      label: `without a key of its own, the client reads that of ${own.vendor}`,
    },
  };
}

function vendorsOf(addresses: readonly string[]): (string | undefined)[] {
  return addresses.length === 0
    ? [undefined]
    : addresses.map((address) => serviceOfUrl(address)?.vendor);
}

/** `undefined`, `null`: the client's own address. */
function isMissing(value: Value): boolean {
  return value.kind === 'constant' || (value.kind === 'global' && value.name === 'undefined');
}
