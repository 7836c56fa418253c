import ts from 'typescript';
import { matchesIn } from '../../models/match';
import type { Nature, Part, Sdk } from '../../models/sdk';
import { sdks } from '../../models/sdks/registry';
import { handedIn } from '../requests/handed';
import type { Payload } from '../requests/payload';
import { initializerOf } from '../requests/payloadOptions';
import type { Step } from '../source/host';
import { propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf, type Value } from '../values/value';
import { changesOf, type Changes } from './changes';
import type { Context, Role } from './flow';
import { instructs } from './ownRules';
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
  /** It is a list of messages, each with a role. */
  readonly list?: true;
  /** It is a picture, a recording or a file. */
  readonly media?: true;
  /** The members of the expression that lead to it, where it is but a part of that. */
  readonly path?: readonly string[];
  /** The calls that hand it on, where a caller of the request's function writes it. */
  readonly way?: readonly Step[];
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
  for (const { node, handedBy } of payload.bodies) {
    parts.way = handedBy;
    for (const name of Object.keys(parts.known)) parts.addNamed(initializerOf(node, name), name);
    for (const item of node.properties)
      if (ts.isSpreadAssignment(item)) parts.addSpread(item.expression);
    parts.addChanges(node);
  }
  parts.way = undefined;
  for (const input of payload.inputs) parts.addNamed(input, sdk.raw ? 'body' : 'messages');
  for (const given of payload.whole) parts.addSpread(given);
  return parts.list;
}

/** Collects the parts of one prompt, each expression once. */
class PartList {
  readonly list: PromptPart[] = [];
  /** The calls that hand on the payload whose parts are added. */
  way: readonly Step[] | undefined;
  readonly known: Readonly<Record<string, Part>>;
  private readonly plain: boolean;
  /** What messages call an object that is handed on as a whole. */
  private readonly whole: string;
  private readonly separate: boolean;
  /** The expressions that have been added, and by which members of them. */
  private readonly added = new Map<ts.Expression, readonly string[]>();

  constructor(
    { sdk, nature, payload }: Prompting,
    private readonly evaluator: Evaluator,
  ) {
    this.known = nature.parts ?? sdk.parts;
    this.plain = nature.plain === true || WITHOUT_ROLES.has(nature.kind);
    this.whole = this.plain || sdk.raw ? 'body' : 'messages';
    this.separate =
      payload.bodies.some(
        (body) =>
          Object.entries(this.known).some(
            ([name, part]) =>
              part.role === 'instructions' &&
              (initializerOf(body.node, name) !== undefined ||
                changesIn(evaluator, body.node)?.has(name) === true),
          ) ||
          ['messages', 'input'].some((name) =>
            instructs(evaluator, evaluator.member(body, name, body.site), sdk.instructionRoles),
          ),
      ) ||
      payload.inputs.some((input) =>
        instructs(evaluator, evaluator.evaluate(input), sdk.instructionRoles),
      );
  }

  /** Adds what stands under a name that the API gives a role. */
  addNamed(
    expression: ts.Expression | undefined,
    name: string,
    path: readonly string[] = this.pathOf(name),
  ): void {
    const known = this.known[name] ?? { role: 'user' };
    this.add(expression, {
      name,
      role: known.role,
      hasRoles: !this.plain && known.roles === true,
      mixed: false,
      ...(known.media ? { media: true } : {}),
      ...(known.list ? { list: true } : {}),
      ...(path.length > 0 ? { path } : {}),
    });
  }

  /** Of a list, its messages are asked for: their number bounds none of them. */
  private pathOf(name: string): readonly string[] {
    return this.known[name]?.list ? ['*'] : [];
  }

  /**
   * What is spread into a payload: an object of the code's own by its members, any other as a
   * whole, which then is the caller's: `create({ ...req.body })`.
   */
  addSpread(expression: ts.Expression): void {
    const objects = optionsOf(this.evaluator.evaluate(expression), 8).flatMap((option) =>
      option.kind === 'object'
        ? [option.node]
        : (handedIn(option, this.evaluator)?.objects.map(({ node }) => node) ?? []),
    );
    if (objects.length === 0) return this.addNamed(expression, this.whole, []);
    for (const name of Object.keys(this.known))
      if (objects.some((object) => mayHold(object, name)))
        this.addNamed(expression, name, [name, ...this.pathOf(name)]);
  }

  /** What a payload is given after it was written: `params.instructions = rules`. */
  addChanges(body: ts.ObjectLiteralExpression): void {
    const changes = changesIn(this.evaluator, body);
    if (!changes) return;
    for (const name of Object.keys(this.known))
      for (const change of changes.touching(name)) {
        const inner = change.enter({ ...NOWHERE, path: [name, ...this.pathOf(name)] });
        for (const value of inner ? change.values : [])
          if (unwrap(value) !== body) this.addNamed(value, name, inner?.path);
      }
  }

  add(
    expression: ts.Expression | undefined,
    part: Omit<PromptPart, 'expression' | 'separate'>,
  ): void {
    if (!expression) return;
    const parts = this.added.get(expression) ?? [];
    const key = part.path?.join('.') ?? '';
    if (parts.includes(key)) return;
    this.added.set(expression, [...parts, key]);
    const way = this.way ? { way: this.way } : {};
    this.list.push({ expression, separate: this.separate, ...part, ...way });
  }
}

/** A context of which only the path matters. */
const NOWHERE: Context = {
  path: [],
  steps: [],
  role: 'user',
  mixed: false,
  delimited: false,
  bound: 'none',
  inMessage: false,
  depth: 0,
};

/** What is done to the variable that an object is put into. */
function changesIn(evaluator: Evaluator, object: ts.ObjectLiteralExpression): Changes | undefined {
  let holder: ts.Node = object.parent;
  while (ts.isAsExpression(holder) || ts.isSatisfiesExpression(holder)) holder = holder.parent;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)
    ? evaluator.concluded(holder, changesOf)
    : undefined;
}

/** Whether an object has a member of that name, or may get one by what is spread into it. */
function mayHold(object: ts.ObjectLiteralExpression, name: string): boolean {
  return object.properties.some(
    (property) => ts.isSpreadAssignment(property) || propertyName(property.name) === name,
  );
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
