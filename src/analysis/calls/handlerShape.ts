import ts from 'typescript';
import { accepts } from '../../models/match';
import { models } from '../../models/registry';

const NAMES = models.flatMap(({ handlerNames }) => handlerNames ?? []);

/** Whether a parameter is named as people name the request, or the response, of a handler. */
export function isNamedLike(
  parameter: ts.ParameterDeclaration | undefined,
  part: 'request' | 'response',
): boolean {
  const name = parameter?.name;
  return (
    name !== undefined &&
    ts.isIdentifier(name) &&
    NAMES.some((names) => accepts(names[part], name.text))
  );
}

/**
 * Whether a parameter is the response of a handler: the names of it and of the request before it
 * leave no doubt.
 */
export function isResponseByShape(parameter: ts.ParameterDeclaration): boolean {
  const { parameters } = parameter.parent;
  const index = parameters.indexOf(parameter);
  return isNamedLike(parameter, 'response') && isNamedLike(parameters[index - 1], 'request');
}
