import ts from 'typescript';
import { covers, matchesIn } from '../../models/match';
import type { Sdk, Service } from '../../models/sdk';
import { isSdkPackage } from '../../models/vendors';
import type { Evaluator } from '../values/engine';
import { referenceOf } from '../values/reference';
import { memberPath, optionsOf, type Value } from '../values/value';
import { sdkOfClient } from './clients';

/** Tells the values that are a model of an SDK: what it says a model is, or one of its clients. */
export function isModelOf(sdk: Sdk, evaluator: Evaluator): (value: Value) => boolean {
  return (value) => {
    if (value.kind === 'instance') return sdkOfClient(value, evaluator)?.sdk === sdk;
    if (value.kind === 'text' || value.kind === 'template')
      return !sdk.namedByCalls && serviceNamed(sdk, value) !== undefined;
    return value.kind === 'call' && givenModel(sdk, value, evaluator) !== undefined;
  };
}

/** The service that is asked through a model, where that is known by more than its client. */
export function serviceOfModel(sdk: Sdk, model: Value, evaluator: Evaluator): Service | undefined {
  if (model.kind === 'text' || model.kind === 'template') return serviceNamed(sdk, model);
  return model.kind === 'call' ? givenModel(sdk, model, evaluator)?.service : undefined;
}

/** `openai/gpt-5` of a gateway, `openai:gpt-5` of a registry; `gpt-5` where it can be nothing else. */
function serviceNamed({ modelNames = [], namedByCalls }: Sdk, value: Value): Service | undefined {
  const [part] = value.kind === 'template' ? value.parts : [value];
  if (part.kind !== 'text') return undefined;
  const { text } = part;
  return modelNames.find(
    ({ name, service }) =>
      text.startsWith(`${name}/`) ||
      text.startsWith(`${name}:`) ||
      (namedByCalls && service.elsewhere?.families?.test(text)),
  )?.service;
}

/**
 * `openai('gpt-5')`, `createOpenAI({…}).chat('…')`: any of the things that its provider may be will
 * do.
 */
function givenModel(
  sdk: Sdk,
  call: Value & { kind: 'call' },
  evaluator: Evaluator,
): { readonly service?: Service } | undefined {
  const { root, path } = memberPath(call.callee);
  for (const option of optionsOf(root)) {
    const reference = referenceOf(evaluator, option);
    const found =
      reference &&
      matchesIn([sdk], ({ modelValues }) => modelValues, {
        ...reference,
        path: [...reference.path, ...path, '()'],
      })[0];
    if (!found) continue;
    const { service, named } = found.row;
    if (!named) return { ...(service ? { service } : {}) };
    const said = namedBy(sdk, call, evaluator);
    if (said) return { service: said };
  }
  return undefined;
}

/** The service of the model that a call is given by its name: alone, or as the option `model`. */
function namedBy(
  sdk: Sdk,
  { node, frame }: Value & { kind: 'call' },
  evaluator: Evaluator,
): Service | undefined {
  const [first] = node.arguments;
  if (!first) return undefined;
  for (const option of optionsOf(evaluator.evaluate(first, frame), 4)) {
    const names =
      option.kind === 'object'
        ? optionsOf(evaluator.member(option, 'model', option.site), 4)
        : [option];
    for (const name of names) {
      const service = serviceNamed(sdk, name);
      if (service) return service;
    }
  }
  return undefined;
}

/**
 * What made a model, as far as it holds a key: the provider that was called for it, or the model
 * itself.
 */
export function makerOf(model: Value, sdk: Sdk): Value {
  return model.kind === 'call' && sdk.modelValues ? memberPath(model.callee).root : model;
}

/**
 * Whether a model that nobody in sight makes is taken for one of an SDK: when all packages with
 * models that the file imports are its own.
 */
export function isTakenFor(sdk: Sdk, model: Value, file: ts.SourceFile): boolean {
  const known = sdk.modelPackages;
  if (!known || !optionsOf(model).every(isOpaque)) return false;
  const imported = file.statements
    .flatMap((statement) =>
      ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier)
        ? [statement.moduleSpecifier.text]
        : [],
    )
    .filter((name) => covers(known.all, name) && !known.none.some((item) => covers(item, name)));
  return imported.length > 0 && imported.every((name) => known.own.includes(name));
}

/**
 * Whether a model may be any vendor's: chosen out of sight, or made by what an SDK of many vendors
 * gives, and by no package of which nothing is known.
 */
export function isAnyModel(model: Value, evaluator: Evaluator): boolean {
  const options = optionsOf(model, 8);
  return (
    options.every((option) => isOpaque(option) || option.kind === 'text') &&
    !options.every((option) => isStrange(option, evaluator))
  );
}

const MAX_WRAPPERS = 3;

/** `ollama('…')`, `wrapLanguageModel({ model: ollama('…') })`: a package of which nothing is known. */
function isStrange(value: Value, evaluator: Evaluator, depth = 0): boolean {
  if (value.kind !== 'call' || depth > MAX_WRAPPERS) return false;
  const { root } = memberPath(value.callee);
  if (root.kind === 'call') return isStrange(root, evaluator, depth + 1);
  if (root.kind !== 'external') return false;
  if (!isSdkPackage(root.name)) return true;
  const [first] = value.node.arguments;
  return (first ? optionsOf(evaluator.evaluate(first, value.frame), 4) : []).some((option) =>
    optionsOf(
      option.kind === 'object' ? evaluator.member(option, 'model', option.site) : option,
      4,
    ).some((inner) => isStrange(inner, evaluator, depth + 1)),
  );
}

function isOpaque({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'parameter' || kind === 'member' || kind === 'call';
}
