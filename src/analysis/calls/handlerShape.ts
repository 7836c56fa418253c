import ts from 'typescript';
import { accepts } from '../../models/match';
import { models } from '../../models/registry';

const NAMES = models.flatMap(({ handlerNames }) => handlerNames ?? []);

/** Whether a parameter is named as people name the request, or the response, of a handler. */
export function isNamedLike(
  parameter: ts.ParameterDeclaration | undefined,
  part: 'request' | 'response',
): boolean {
  return (
    parameter !== undefined &&
    ts.isIdentifier(parameter.name) &&
    accepts(anyOf(part), parameter.name.text)
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

function anyOf(part: 'request' | 'response'): string {
  return `{${NAMES.map((names) => names[part].replace(/[{}]/g, '')).join(',')}}`;
}
