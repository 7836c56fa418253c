import ts from 'typescript';
import { covers, matchesIn } from '../../models/match';
import type { Sdk } from '../../models/sdk';
import type { Evaluator } from '../values/engine';
import { referenceOf } from '../values/reference';
import { memberPath, optionsOf, type Value } from '../values/value';
import { sdkOfClient } from './clients';

/** Tells the values that are a model of an SDK: what it says a model is, else its clients. */
export function isModelOf(sdk: Sdk, evaluator: Evaluator): (value: Value) => boolean {
  if (!sdk.modelValues && !sdk.modelNames)
    return (value) => value.kind === 'instance' && sdkOfClient(value, evaluator)?.sdk === sdk;
  return (value) => {
    if (value.kind === 'text') return isNamed(sdk, value.text);
    if (value.kind === 'template')
      return value.parts[0].kind === 'text' && isNamed(sdk, value.parts[0].text);
    return value.kind === 'call' && givesModel(sdk, value.callee, evaluator);
  };
}

/** `openai/gpt-5` of a gateway, `openai:gpt-5` of a registry. */
function isNamed({ modelNames = [] }: Sdk, text: string): boolean {
  return modelNames.some((name) => text.startsWith(`${name}/`) || text.startsWith(`${name}:`));
}

/**
 * `openai('gpt-5')`, `createOpenAI({…}).chat('…')`: any of the things that its provider may be will
 * do.
 */
function givesModel(sdk: Sdk, callee: Value, evaluator: Evaluator): boolean {
  const { root, path } = memberPath(callee);
  return optionsOf(root).some((option) => {
    const reference = referenceOf(evaluator, option);
    return (
      reference !== undefined &&
      matchesIn([sdk], ({ modelValues }) => modelValues, {
        ...reference,
        path: [...reference.path, ...path, '()'],
      }).length > 0
    );
  });
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

function isOpaque({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'parameter' || kind === 'member' || kind === 'call';
}
