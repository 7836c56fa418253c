import ts from 'typescript';
import { accepts, matches } from '../../models/match';
import { secretFields, secretVariables } from '../../models/libraries/secrets';
import type { SecretGiver } from '../../models/sink';
import { enclosing } from '../calls/positions';
import type { Step } from '../source/host';
import { lookup } from '../source/scope';
import { accessedName, dottedName, propertyName, unwrap } from '../source/syntax';
import { summaryOf } from '../taint/calls';
import type { Context } from '../taint/flow';
import type { PromptPart } from '../taint/promptParts';
import { callSource, type Source } from '../taint/sources';
import { watchInto } from '../taint/trace';
import type { Watch } from '../taint/tracer';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';

/** Something that nobody but its owner may read, on its way into a prompt. */
export interface PromptSecret {
  /** What it is, for messages. */
  readonly what: string;
  /** Where it comes from. */
  readonly source: Step;
  /** From there to the request, without either. */
  readonly steps: readonly Step[];
  /** Only names suggest it. */
  readonly guessed?: true;
}

/**
 * The secrets that certainly become part of a prompt: variables of the environment, tokens, stored
 * passwords. A check, a hash, a part of it or a function that nothing is known of ends the way.
 */
export function secretsInto(evaluator: Evaluator, part: PromptPart): readonly PromptSecret[] {
  // Of pictures and recordings an address is sent, which may well be signed; of a body that is not
  // taken apart, nobody knows what is prompt.
  if (part.media || part.name === 'body') return [];
  const search = new SecretWatch(evaluator);
  watchInto(evaluator, part.expression, part, search);
  return search.found;
}

/** `let text`: what it holds is put into it elsewhere. */
function isAssignable(name: ts.Identifier): boolean {
  const declaration = lookup(name);
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) === 0
  );
}

class SecretWatch implements Watch {
  readonly found: PromptSecret[] = [];

  constructor(private readonly evaluator: Evaluator) {}

  ends(node: ts.Expression, context: Context): boolean {
    if (context.media || isRest(node)) return true;
    if (context.path.length === 0 && this.readsVariable(node, context)) return true;
    if (ts.isNewExpression(node)) return this.isUnknown(node);
    if (!ts.isCallExpression(node)) return false;
    if (this.givesSecret(node, context)) return true;
    return !callSource(this.evaluator, unwrap(node.expression), context.path) && this.hides(node);
  }

  source(node: ts.Node, { what, field, kind, guessed }: Source, { steps }: Context): void {
    const name = field[field.length - 1]?.toLowerCase() ?? '';
    const fields: readonly string[] =
      what === 'a header'
        ? secretFields.header
        : what === 'a cookie'
          ? secretFields.cookie
          : secretFields.form;
    if (kind !== 'request' || !fields.some((item) => item.toLowerCase() === name)) return;
    this.add(node, `\`${field[field.length - 1]}\` from ${what}`, steps, guessed);
  }

  /** A variable of the environment whose name says that its value is secret. */
  private readsVariable(node: ts.Expression, { steps }: Context): boolean {
    if (!ts.isIdentifier(node) && accessedName(node) === undefined && !ts.isCallExpression(node))
      return false;
    // What is put into a variable is looked at where it is put there.
    if (ts.isIdentifier(node) && isAssignable(node)) return false;
    const values = optionsOf(this.evaluator.evaluate(node), 4);
    const [value] = values;
    if (values.length !== 1 || value.kind !== 'env') return false;
    if (isSecretVariable(value.name)) this.add(node, `\`${value.name}\``, steps);
    return true;
  }

  /** A store, or a session, gives a member that is secret. */
  private givesSecret(call: ts.CallExpression, { path, steps }: Context): boolean {
    for (const reference of referencesOf(this.evaluator, call.expression))
      for (const { row, certain } of matches('secrets', reference)) {
        const member = path.find((name) => accepts(row.members, name));
        if (member !== undefined) {
          this.add(call, `\`${member}\`, ${row.what},`, steps, !certain);
          return true;
        }
        const named = row.record && isWhole(path) ? this.askedFor(call, row) : undefined;
        if (named !== undefined) {
          this.add(call, `A whole record with \`${named}\``, steps, !certain);
          return true;
        }
      }
    return false;
  }

  /** The secret member that a query asks for by name, where nothing takes it out again. */
  private askedFor(call: ts.CallExpression, { members }: SecretGiver): string | undefined {
    const [query] = call.arguments;
    const select = query && memberOf(unwrap(query), 'select');
    const named = select?.properties.find(
      (property) =>
        ts.isPropertyAssignment(property) &&
        accepts(members, propertyName(property.name) ?? '') &&
        property.initializer.kind === ts.SyntaxKind.TrueKeyword,
    );
    const name = named && propertyName(named.name);
    const around = enclosing(call)?.body ?? call.getSourceFile();
    return name !== undefined && !mentionsElsewhere(around, name, select, this.evaluator)
      ? name
      : undefined;
  }

  /** Whether what a call gives may hold less than it was given, or something else. */
  private hides(call: ts.CallExpression): boolean {
    const callee = unwrap(call.expression);
    const name = accessedName(callee);
    if (dottedName(callee)?.join('.') === 'JSON.stringify') return call.arguments.length > 1;
    if (name !== undefined && KEEPS.has(name)) return false;
    return this.isUnknown(call);
  }

  private isUnknown(call: ts.CallExpression | ts.NewExpression): boolean {
    if (summaryOf(this.evaluator, call) !== undefined) return false;
    if (dottedName(call.expression)?.join('.') === 'String') return false;
    return !optionsOf(this.evaluator.evaluate(call.expression), 4).some(
      ({ kind }) => kind === 'function',
    );
  }

  private add(
    node: ts.Node,
    what: string,
    steps: readonly Step[],
    guessed: boolean | undefined = false,
  ): void {
    const source = { ...this.evaluator.siteOf(node), label: 'the secret comes from here' };
    if (this.found.some((item) => item.source.start === source.start && item.what === what)) return;
    this.found.push({ what, source, steps, ...(guessed ? { guessed } : {}) });
  }
}

/** Methods whose result holds what they are called on. */
const KEEPS = new Set(
  `trim trimStart trimEnd toString concat join map flatMap filter sort reverse find at pop shift
   then catch flat get header cookie json text formData parse`.split(/\s+/),
);

/** `...rest` of an object that was taken apart: what was named is not in it. */
function isRest(node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return (
    declaration !== undefined &&
    ts.isBindingElement(declaration) &&
    declaration.dotDotDotToken !== undefined
  );
}

function isWhole(path: readonly string[]): boolean {
  return path.every((name) => name === '*' || /^\d+$/.test(name));
}

function isSecretVariable(name: string): boolean {
  const words = name.split('_');
  return (
    secretVariables.ends.some((end) => name === end || name.endsWith(`_${end}`)) &&
    !secretVariables.not.some((word) => words.includes(word))
  );
}

function memberOf(node: ts.Expression, name: string): ts.ObjectLiteralExpression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || propertyName(property.name) !== name) continue;
    const value = unwrap(property.initializer);
    return ts.isObjectLiteralExpression(value) ? value : undefined;
  }
  return undefined;
}

/** Whether a member is taken apart, deleted or set anywhere but in the query that asks for it. */
function mentionsElsewhere(
  around: ts.Node,
  name: string,
  query: ts.Node | undefined,
  evaluator: Evaluator,
): boolean {
  let found = false;
  evaluator.walk(around, (node) => {
    found ||=
      ts.isIdentifier(node) &&
      node.text === name &&
      node.parent.parent !== query &&
      !isTested(node);
  });
  return found;
}

/** `if (!user.password)`: asked for, and left where it is. */
function isTested(node: ts.Identifier): boolean {
  const access = node.parent;
  return ts.isPropertyAccessExpression(access) && ts.isPrefixUnaryExpression(access.parent);
}
