import ts from 'typescript';
import { matchesIn } from '../../models/match';
import type { Nature, Part, Sdk } from '../../models/sdk';
import { sdks } from '../../models/sdks/registry';
import { initializerOf, type Payload } from '../requests/payload';
import { lookup } from '../source/scope';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf, type Value } from '../values/value';
import type { Role } from './flow';
import { templatesOf, type Template } from './templates';
import { flowsInto } from './trace';

/** A part of a request that the model reads. */
export interface PromptPart {
  readonly expression: ts.Expression;
  /** For messages: `messages`, `instructions`. */
  readonly name: string;
  readonly role: Role;
  /** The API lets instructions and user text be told apart by role. */
  readonly hasRoles: boolean;
  /**
   * The request has instructions of their own: then a few words around the user's text are its
   * frame, not rules.
   */
  readonly separate: boolean;
  /** Text of the developer stands around it in a template that is filled elsewhere. */
  readonly mixed: boolean;
}

/** The request whose prompt is wanted. */
export interface Prompting {
  readonly sdk: Sdk;
  readonly nature: Nature;
  readonly payload: Payload;
  readonly callee: Value;
}

/** Prompts of these kinds have no roles: nothing could be moved to another one. */
const WITHOUT_ROLES: ReadonlySet<Nature['kind']> = new Set([
  'embedding',
  'image',
  'audio',
  'video',
  'moderation',
]);

/** The parts of a request that hold prompt text, wherever they are written. */
export function promptParts(evaluator: Evaluator, prompting: Prompting): PromptPart[] {
  const { sdk, nature, payload, callee } = prompting;
  // Looking things up sends no prompt, and moderation is itself the check.
  if (nature.kind === 'management' || nature.kind === 'moderation') return [];
  const parts = new PartList(prompting, evaluator);
  if (sdk.payload.body === 'client') {
    const templates = templatesOf(evaluator, sdk, callee);
    for (const input of payload.inputs) addInput(parts, input, templates);
    if (sdk.instructed)
      for (const expression of instructedIn(evaluator, callee.site.file))
        parts.addNamed(expression, 'instructions');
    return parts.list;
  }
  for (const { node } of payload.bodies) {
    for (const name of Object.keys(parts.known)) parts.addNamed(initializerOf(node, name), name);
    // The caller's object as a whole: `create({ ...req.body })`.
    for (const item of node.properties)
      if (ts.isSpreadAssignment(item)) parts.addNamed(item.expression, 'messages');
  }
  for (const input of payload.inputs) parts.addNamed(input, sdk.raw ? 'body' : 'messages');
  return parts.list;
}

/** Collects the parts of one prompt, each expression once. */
class PartList {
  readonly list: PromptPart[] = [];
  readonly known: Readonly<Record<string, Part>>;
  private readonly plain: boolean;
  private readonly separate: boolean;
  private readonly added = new Set<ts.Expression>();

  constructor({ sdk, nature, payload }: Prompting, evaluator: Evaluator) {
    this.known = nature.parts ?? sdk.parts;
    this.plain = nature.plain === true || WITHOUT_ROLES.has(nature.kind);
    this.separate = payload.bodies.some(
      (body) =>
        Object.entries(this.known).some(
          ([name, part]) =>
            part.role === 'instructions' && initializerOf(body.node, name) !== undefined,
        ) ||
        ['messages', 'input'].some((name) =>
          instructs(evaluator, evaluator.member(body, name, body.site), sdk.instructionRoles),
        ),
    );
  }

  /** Adds what stands under a name that the API gives a role. */
  addNamed(expression: ts.Expression | undefined, name: string): void {
    const known = this.known[name] ?? { role: 'user' };
    this.add(expression, {
      name,
      role: known.role,
      hasRoles: !this.plain && known.roles === true,
      mixed: false,
    });
  }

  add(
    expression: ts.Expression | undefined,
    part: Pick<PromptPart, 'name' | 'role' | 'hasRoles' | 'mixed'>,
  ): void {
    if (!expression || this.added.has(expression)) return;
    this.added.add(expression);
    this.list.push({ expression, separate: this.separate, ...part });
  }
}

/** What a chain is invoked with: each value by the template that it fills. */
function addInput(parts: PartList, input: ts.Expression, templates: readonly Template[]): void {
  const object = unwrap(input);
  const mixes = (template: Template | undefined) =>
    template !== undefined && template.role !== 'instructions' && template.instructs;
  if (templates.length === 0 || !ts.isObjectLiteralExpression(object)) {
    parts.add(input, { name: 'input', role: 'user', hasRoles: true, mixed: templates.some(mixes) });
    return;
  }
  for (const property of object.properties) {
    const name = propertyName(property.name);
    if (name === undefined) continue;
    const filled = templates.filter((template) => template.text.includes(`{${name}}`));
    const worst =
      filled.find((template) => template.role === 'instructions') ??
      filled.find((template) => template.instructs) ??
      filled[0];
    parts.add(initializerOf(object, name), {
      name,
      role: worst?.role ?? 'user',
      hasRoles: true,
      mixed: mixes(worst),
    });
  }
}

/** Whether a list of messages holds one that instructs. */
function instructs(evaluator: Evaluator, messages: Value, roles: readonly string[]): boolean {
  return optionsOf(messages, 4).some((option) => {
    if (option.kind !== 'array') return false;
    if (option.elements.length > 0)
      return option.elements.some((element) => isInstruction(evaluator, element, roles));
    // A list that starts empty is filled by `push`.
    const syntax = evaluator.program.syntax(option.site.file);
    return (
      syntax !== undefined &&
      evaluator.concluded(syntax.sourceFile, listsFilledWithRules).has(option.site.start)
    );
  });
}

function isInstruction(evaluator: Evaluator, message: Value, roles: readonly string[]): boolean {
  return optionsOf(message, 2).some(
    (option) =>
      option.kind === 'object' &&
      optionsOf(evaluator.member(option, 'role', option.site), 4).some(
        (role) => role.kind === 'text' && roles.includes(role.text),
      ),
  );
}

const ROLES = [...new Set(sdks.flatMap(({ instructionRoles }) => instructionRoles))];

/**
 * Where the empty lists stand to which a message that instructs is pushed: `const messages = [];
 * messages.push({ role: 'system', … })`.
 */
function listsFilledWithRules(file: ts.SourceFile, evaluator: Evaluator): ReadonlySet<number> {
  const lists = new Set<number>();
  evaluator.walk(file, (node) => {
    if (
      !ts.isCallExpression(node) ||
      !ts.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== 'push'
    )
      return;
    const list = initialOf(unwrap(node.expression.expression));
    if (
      list &&
      ts.isArrayLiteralExpression(list) &&
      node.arguments.some((item) => isInstruction(evaluator, evaluator.evaluate(item), ROLES))
    )
      lists.add(list.getStart());
  });
  return lists;
}

/** What a variable, a member of one, or a field of the class begins as. */
function initialOf(list: ts.Expression): ts.Expression | undefined {
  if (ts.isIdentifier(list)) {
    const declaration = lookup(list);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(list)) return undefined;
  const { name, expression } = list;
  if (expression.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = ts.findAncestor(list, ts.isClassLike);
    const field = owner?.members.find(
      (member) => ts.isPropertyDeclaration(member) && propertyName(member.name) === name.text,
    );
    return field && ts.isPropertyDeclaration(field) && field.initializer
      ? unwrap(field.initializer)
      : undefined;
  }
  const owner = initialOf(unwrap(expression));
  const value =
    owner && ts.isObjectLiteralExpression(owner) ? initializerOf(owner, name.text) : undefined;
  return value && unwrap(value);
}

/** The instructions of the agents that a module makes, those that text from outside reaches. */
function instructedIn(evaluator: Evaluator, file: string): readonly ts.Expression[] {
  const syntax = evaluator.program.syntax(file);
  return syntax ? evaluator.concluded(syntax.sourceFile, reachedInstructions) : [];
}

function reachedInstructions(file: ts.SourceFile, evaluator: Evaluator): readonly ts.Expression[] {
  const reached: ts.Expression[] = [];
  evaluator.walk(file, (node) => {
    const options = ts.isNewExpression(node) && node.arguments?.[0] && unwrap(node.arguments[0]);
    if (!options || !ts.isObjectLiteralExpression(options) || !ts.isNewExpression(node)) return;
    const rows = referencesOf(evaluator, node.expression).flatMap((reference) =>
      matchesIn(sdks, ({ instructed }) => instructed, reference),
    );
    const value = rows[0] && initializerOf(options, rows[0].row.option);
    if (value && flowsInto(evaluator, value, { role: 'instructions', mixed: false }).length > 0)
      reached.push(value);
  });
  return reached;
}
