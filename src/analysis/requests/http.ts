import type ts from 'typescript';
import { addressesIn, joinedUrl } from './addresses';
import type { Endpoint, Service } from '../../models/sdk';
import { services } from '../../models/vendors';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf, type Value } from '../values/value';
import { endpointOf, pathName, serviceOfPath, serviceOfUrl } from './endpoint';
import { senderOf } from './senders';

/** A raw HTTP call to a service that is known. */
export interface HttpRequest {
  readonly api: string;
  readonly service: Service;
  /** What is asked of it; missing for an address whose path nothing is known of. */
  readonly endpoint?: Endpoint;
  /** What stands before the path of that, where the whole address is known. */
  readonly base?: string;
  /**
   * False when the host is known only at run time, and the path or the body alone speaks for the
   * service.
   */
  readonly certain: boolean;
  /** Its sender throws on a bad status. */
  readonly throws: boolean;
  /** The values that may carry the key: what the service's key headers are given. */
  readonly keys: () => readonly Value[];
}

/**
 * Recognises `fetch(url, …)`, `axios.post(url, …)`, `axios({ url })`, `https.request({ hostname,
 * path })`, `xhr.open('POST', url)`, `new EventSource(url)` and the like when the address,
 * wherever it comes from, is that of a service that is known.
 */
export function httpRequest(
  node: ts.CallExpression | ts.NewExpression,
  callee: Value,
  evaluator: Evaluator,
): HttpRequest | undefined {
  const sender = senderOf(node, callee, evaluator);
  if (!sender) return undefined;
  const evaluateAll = () => (node.arguments ?? []).map((argument) => evaluator.evaluate(argument));
  const find = () => {
    const targets = evaluateAll()
      .slice(0, 2)
      .flatMap((argument) => addressesIn(argument, evaluator))
      .flatMap((url) => withBase(url, sender.base))
      .flatMap((url) => targetOf(url) ?? []);
    // One of several addresses may be another's; the one that is known says what the code is for.
    return targets.find(isWhole) ?? targets.find(({ certain }) => certain) ?? targets[0];
  };
  // Most addresses are written where they are used; the callers are asked only when nothing here
  // tells.
  const here = find();
  const traced = here && isWhole(here) ? undefined : evaluator.trace(find);
  const told = here?.certain && !(traced && isWhole(traced)) ? here : undefined;
  const target =
    told ??
    (traced?.certain ? traced : (here ?? traced)) ??
    conversationOf(evaluateAll(), evaluator);
  if (!target) return undefined;
  const { service, endpoint, name, base } = target;
  const certain =
    target.certain ||
    isMeantFor(service, [...evaluateAll(), ...(sender.options ? [sender.options] : [])], evaluator);
  return {
    api: `${sender.name} ${name}`,
    service,
    ...(endpoint ? { endpoint } : {}),
    ...(base === undefined ? {} : { base }),
    certain,
    throws: sender.throws,
    keys: () => [
      ...headerKeys(
        [...evaluateAll(), ...(sender.options ? [sender.options] : [])],
        service,
        evaluator,
      ),
      ...evaluateAll()
        .slice(0, 1)
        .flatMap((address) => parameterKeys(address, service)),
    ],
  };
}

/** Where a raw HTTP call may lead, and what the key headers of those services are given. */
export function sentTo(
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
): { readonly addresses: readonly string[]; readonly keys: readonly Value[] } {
  const args = (node.arguments ?? []).slice(0, 3).map((argument) => evaluator.evaluate(argument));
  const addresses = args.slice(0, 2).flatMap((argument) => addressesIn(argument, evaluator));
  const asked = addresses.flatMap((address) => serviceOfUrl(address) ?? []);
  const keyHeaders = [...new Set(asked.flatMap((service) => service.keyHeaders))];
  return { addresses, keys: headerKeys(args, { keyHeaders }, evaluator) };
}

/**
 * Whether the address or the key of a request comes from a variable that is called after a
 * service: the host is known only at run time, and whose it is all the same.
 */
function isMeantFor(service: Service, args: readonly Value[], evaluator: Evaluator): boolean {
  return [...args.slice(0, 2), ...headerKeys(args, service, evaluator)].some((value) =>
    namesIn(value).some(
      (name) => service.key.variables.includes(name) || service.key.names.test(name),
    ),
  );
}

/** The environment variables that a value is read from, or made with. */
function namesIn(value: Value): string[] {
  return optionsOf(value, 8).flatMap((option) => {
    if (option.kind === 'env') return [option.name];
    return option.kind === 'template' ? option.parts.flatMap(namesIn) : [];
  });
}

/** Whom a request asks for what. */
export interface Target extends Pick<HttpRequest, 'service' | 'endpoint' | 'certain' | 'base'> {
  readonly name: string;
}

/** Whether it is known whom a request asks, and for what. */
function isWhole({ certain, endpoint }: Target): boolean {
  return certain && endpoint !== undefined;
}

/** Whom an address of a service that is known asks, and for what. */
export function targetOf(url: string): Target | undefined {
  const guessed = serviceOfPath(url);
  const service = serviceOfUrl(url) ?? guessed;
  if (!service) return undefined;
  const known = endpointOf(url, service);
  if (known?.endpoint.open) return undefined;
  const base = known && guessed === undefined ? baseOf(url, known.name) : undefined;
  return {
    service,
    certain: guessed === undefined,
    name: known?.name ?? pathName(url, service),
    ...(known ? { endpoint: known.endpoint } : {}),
    ...(base === undefined ? {} : { base }),
  };
}

/** `https://api.openai.com/v1` of an address that ends with what is asked, and has no more. */
function baseOf(url: string, name: string): string | undefined {
  const whole = url.trim().replace(/\/+$/, '');
  return whole.endsWith(`/${name}`) && !/[*?#]/.test(whole)
    ? whole.slice(0, -name.length - 1)
    : undefined;
}

/**
 * An address that comes from settings or the environment, with a body of `messages`: the protocol
 * of the vendor that the module names. Listed, never reported.
 */
function conversationOf(args: readonly Value[], evaluator: Evaluator): Target | undefined {
  const [address, ...rest] = args;
  if (
    !address ||
    optionsOf(address).some((option) => option.kind === 'text' || option.kind === 'template')
  )
    return undefined;
  const { file } = address.site;
  if (!evaluator.program.mentionsOpenAI(file)) return undefined;
  if (!rest.some((argument) => holdsMessages(argument, evaluator))) return undefined;
  const text = evaluator.program.text(file) ?? '';
  const service = services.find(({ key }) => key.hint.test(text)) ?? services[0];
  const endpoint = service.endpoints.find(({ conversation }) => conversation);
  return endpoint && { service, endpoint, name: endpoint.path, certain: false };
}

function holdsMessages(options: Value, evaluator: Evaluator): boolean {
  return optionsOf(options, 4).some((option) => {
    if (option.kind !== 'object') return false;
    const body = evaluator.member(option, 'body', option.site);
    const payload =
      body.kind === 'call' && body.node.arguments[0]
        ? evaluator.evaluate(body.node.arguments[0], body.frame)
        : body;
    return optionsOf(payload, 4).some(
      (item) =>
        item.kind === 'object' &&
        item.node.properties.some((property) => propertyName(property.name) === 'messages'),
    );
  });
}

function withBase(url: string, base: readonly string[] | undefined): string[] {
  if (base === undefined || /^https?:/.test(url)) return [url];
  return [url, ...base.map((prefix) => joinedUrl(prefix, url))];
}

/**
 * What the headers that carry the service's key are given, in any of the ways their names are
 * written.
 */
function headerKeys(
  args: readonly Value[],
  { keyHeaders }: Pick<Service, 'keyHeaders'>,
  evaluator: Evaluator,
): Value[] {
  return args
    .flatMap((argument) => optionsOf(argument, 8))
    .filter((option) => option.kind === 'object')
    .flatMap((option) => optionsOf(evaluator.member(option, 'headers', option.site), 8))
    .flatMap((header) => {
      const source =
        header.kind === 'instance' && header.node?.arguments?.[0]
          ? evaluator.evaluate(header.node.arguments[0], header.frame)
          : header;
      return keyHeaders
        .flatMap(spellings)
        .map((name) => evaluator.member(source, name, source.site))
        .filter((value) => value.kind !== 'member' && value.kind !== 'unknown');
    });
}

/** What the parameter of an address that carries the key is given: `?key=${KEY}`. */
function parameterKeys(address: Value, { keyParameter }: Service): Value[] {
  if (keyParameter === undefined) return [];
  const named = new RegExp(`[?&]${keyParameter}=([^&]*)$`);
  return optionsOf(address, 8).flatMap((option) => {
    if (option.kind === 'text') {
      const text = new RegExp(`[?&]${keyParameter}=([^&]+)`).exec(option.text)?.[1];
      return text === undefined ? [] : [{ ...option, text }];
    }
    if (option.kind !== 'template') return [];
    return option.parts.filter((_, index) => {
      const before = option.parts[index - 1];
      return before?.kind === 'text' && named.exec(before.text)?.[1] === '';
    });
  });
}

/** `x-api-key`, `X-Api-Key`, `X-API-KEY`. */
function spellings(header: string): string[] {
  const title = header.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
  return [header, title, header.toUpperCase()];
}
