import ts from 'typescript';
import { sendsBody } from '../../models/libraries/httpClients';
import { accepts } from '../../models/match';
import type { PayloadPlaces, Request, Sdk } from '../../models/sdk';
import { accessedName, unwrap } from '../source/syntax';
import { lookup, type Declaration } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { BODIES, httpBodies } from './bodies';
import { handedIn } from './handed';
import { isMadeOf } from './optionValues';
import { initializerOf, optionIn, type ObjectValue } from './payloadOptions';
import { writtenLater } from './writtenLater';
import { findWithin } from './contains';
import { isModelOf } from './models';

/**
 * What a request is given: the payload with prompt and limits, and the options that steer the call.
 */
export interface Payload {
  /** The object literals that the payload may be, wherever they are written. */
  readonly bodies: readonly ObjectValue[];
  /** The options of the call itself (`maxRetries`, `signal`) and of the client it goes through. */
  readonly settings: readonly ObjectValue[];
  /** Prompts that stand alone: the argument of `.invoke(…)`, of `run(agent, …)`. */
  readonly inputs: readonly ts.Expression[];
  /** What stands for the payload and is no object of the code's own: `create(req.body)`. */
  readonly whole: readonly ts.Expression[];
  /**
   * Where a part of the payload is not known: a spread, a parameter nobody in sight fills. Then
   * nothing is said to be missing.
   */
  readonly open: boolean;
}

/** The call whose payload is wanted. */
export interface Asking {
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly callee: Value;
  readonly sdk: Sdk;
  /** What is known of the request; missing for raw HTTP, where the endpoint says the rest. */
  readonly row?: Request;
}

/** Reads what a request is given off its arguments, where its SDK puts it. */
export function payloadOf(asking: Asking, evaluator: Evaluator): Payload {
  const places = asking.row?.payload ?? asking.sdk.payload;
  const reader = new PayloadReader(asking, evaluator);
  return places.body === 'http' ? reader.readHttp() : reader.read(places);
}

/** Collects the parts of one request's payload. */
class PayloadReader {
  private readonly bodies: ObjectValue[] = [];
  private readonly settings: ObjectValue[] = [];
  private readonly args: readonly ts.Expression[];
  private readonly whole: ts.Expression[] = [];
  private open = false;

  constructor(
    private readonly asking: Asking,
    private readonly evaluator: Evaluator,
  ) {
    this.args = asking.node.arguments ?? [];
  }

  read(places: PayloadPlaces): Payload {
    const { body, settings, input, agent, inner } = places;
    const client = this.clientOptions();
    if (client) this.collect(client, this.settings);
    const at = body === 'first-object' ? this.firstObject() : body;
    if (at === 'client') {
      for (const options of this.makersOptions()) this.collect(options, this.bodies);
    } else if (at === 'command') this.collectCommand();
    else if (typeof at === 'number') this.collectBody(at);
    else if (this.args.length > 0) this.open = true;
    if (agent) this.collectAgent(agent, client);
    if (typeof settings === 'number') this.collectAt(settings, this.settings);
    else if (settings === 'behind-body' && typeof at === 'number')
      this.collectAt(at + 1, this.settings);
    if (inner && input && at === 'client') this.collectObject(input.at);
    this.collectInner(inner);
    return this.payload(input ? this.args.slice(input.at, input.at + 1) : []);
  }

  /**
   * A body that is no object of the code's own is handed on from somewhere: what it holds is
   * anybody's guess, and anybody's text.
   */
  readHttp(): Payload {
    const args = this.args.slice(0, 3);
    const name = accessedName(unwrap(this.asking.node.expression));
    const bodyAt = name !== undefined && accepts(sendsBody, name) ? 1 : undefined;
    [...args, ...writtenLater(this.asking.node)].forEach((argument, index) => {
      for (const body of httpBodies(
        this.evaluator.evaluate(argument),
        index === bodyAt,
        this.asking.sdk,
        this.evaluator,
      ))
        this.collect(body, this.bodies);
    });
    const client = this.clientOptions();
    if (client) this.collect(client, this.settings);
    this.collectInner(this.asking.sdk.payload.inner);
    this.settings.push(...this.bodies);
    if (this.bodies.length > 0) return this.payload([]);
    this.open = true;
    return this.payload(
      args.flatMap((argument, index) => this.handedOn(argument, index === bodyAt)),
    );
  }

  private payload(inputs: readonly ts.Expression[]): Payload {
    const { bodies, settings, whole, open } = this;
    return { bodies, settings, inputs, whole, open };
  }

  /** The payload where it is written, or what the callers hand in that a parameter stands for. */
  private collectBody(index: number): void {
    const argument = this.args[index] && unwrap(this.args[index]);
    if (!argument) return;
    const heldBy = ts.isIdentifier(argument) ? lookup(argument) : undefined;
    for (const option of optionsOf(this.evaluator.evaluate(argument), 8)) {
      const handed = handedIn(option, this.evaluator);
      if (!handed) {
        if (WHOLE.has(option.kind) && !this.whole.includes(argument)) this.whole.push(argument);
        this.collect(option, this.bodies, heldBy);
        continue;
      }
      for (const object of handed.objects) this.collect(object, this.bodies, heldBy);
      this.whole.push(...(handed.objects.length > 0 ? handed.others : [argument]));
      if (!handed.complete) this.open = true;
    }
  }

  /** `send(new ConverseCommand({ … }))`; what a model of any kind is given stands in a text. */
  private collectCommand(): void {
    const command = this.args[0] && this.evaluator.evaluate(this.args[0]);
    for (const option of command ? optionsOf(command, 4) : []) {
      const options = this.madeWith(option);
      const bodies = options ? httpBodies(options, true, this.asking.sdk, this.evaluator) : [];
      for (const body of bodies) this.collect(body, this.bodies);
      if (bodies.length === 0) this.open = true;
    }
  }

  /** `generateContent({ contents, generationConfig })`, where a text would do as well. */
  private collectObject(index: number): void {
    const argument = this.args[index];
    for (const object of argument ? objectsOf(this.evaluator.evaluate(argument)) : [])
      this.collect(object, this.bodies);
  }

  /** What members of the payload hold of it: `config: { maxOutputTokens }`. */
  private collectInner(names: readonly string[] = []): void {
    for (const body of [...this.bodies])
      for (const name of names) {
        const value = optionIn([body], name, this.evaluator);
        if (value) this.collect(value, this.bodies);
      }
  }

  private collectAt(index: number, into: ObjectValue[]): void {
    const argument = this.args[index] && unwrap(this.args[index]);
    const heldBy = argument && ts.isIdentifier(argument) ? lookup(argument) : undefined;
    if (argument) this.collect(this.evaluator.evaluate(argument), into, heldBy);
  }

  private collect(value: Value, into: ObjectValue[], heldBy?: Declaration): void {
    for (const option of optionsOf(value, 8)) {
      if (option.kind === 'object') {
        into.push(heldBy ? { ...option, heldBy } : option);
        if (this.isOpen(option)) this.open = true;
      } else if (option.kind !== 'constant') this.open = true;
    }
  }

  /** Whether what is spread into an object is not known. */
  private isOpen({ node, frame }: ObjectValue): boolean {
    return node.properties.some(
      (property) =>
        ts.isSpreadAssignment(property) &&
        optionsOf(this.evaluator.evaluate(property.expression, frame), 4).some(
          ({ kind }) => kind !== 'object',
        ),
    );
  }

  /**
   * `openai.beta.threads.messages.create(threadId, { … })`: the payload is the first object, or what
   * stands where one should: `create(req.body, { signal })`.
   */
  private firstObject(): number | undefined {
    const { retries, signal, timeout } = this.asking.sdk.options;
    const steering = new Set([retries, signal, timeout]);
    const values = this.args.map((argument) => optionsOf(this.evaluator.evaluate(argument), 8));
    const index = values.findIndex((options) =>
      options.some((option) =>
        option.kind === 'object'
          ? !isMadeOf(option.node, steering)
          : handedIn(option, this.evaluator)?.objects.length,
      ),
    );
    if (index >= 0) return index;
    const last = values.findLastIndex((options) => options.some(({ kind }) => kind !== 'object'));
    return last < 0 || this.asking.row?.payload?.input ? undefined : last;
  }

  /**
   * The options of the client a request goes through, or of the model that a chain runs on, when
   * its construction is in sight.
   */
  private clientOptions(): Value | undefined {
    const { callee, sdk, row } = this.asking;
    const { evaluator } = this;
    if (row?.on === 'chain')
      return this.madeWith(findWithin(evaluator, callee, isModelOf(sdk, evaluator)));
    return optionsOf(callee, 8)
      .map((option) => this.madeWith(memberPath(option).root))
      .find((value) => value !== undefined);
  }

  /** The options of the model or client that is asked, and of what that was made of. */
  private makersOptions(): Value[] {
    const own = this.clientOptions();
    const { callee, sdk, row } = this.asking;
    if (row?.on === 'chain' || sdk.copies === undefined) return own ? [own] : [];
    const options: Value[] = [];
    let { root } = memberPath(callee);
    while (root.kind === 'call') {
      const made = this.madeWith(root);
      if (made) options.push(made);
      ({ root } = memberPath(root.callee));
    }
    return options;
  }

  /** The first argument of what made a value. */
  private madeWith(value: Value | undefined): Value | undefined {
    if (value?.kind !== 'instance' && value?.kind !== 'call') return undefined;
    const first = value.node?.arguments?.[0];
    return first && this.evaluator.evaluate(first, value.frame);
  }

  /** The settings of an agent and its runner; unknown for an agent that is made out of sight. */
  private collectAgent(
    { at, settings }: NonNullable<PayloadPlaces['agent']>,
    runner: Value | undefined,
  ): void {
    const agent = this.args[at] && this.evaluator.evaluate(this.args[at]);
    const made = (agent ? optionsOf(agent, 4) : []).map((option) => {
      const options = this.madeWith(option);
      return options ? objectsOf(options) : [];
    });
    if (made.length === 0 || made.some((options) => options.length === 0)) this.open = true;
    for (const options of [...made.flat(), ...(runner ? objectsOf(runner) : [])]) {
      const value = optionIn([options], settings, this.evaluator);
      if (value) this.collect(value, this.settings);
    }
  }

  /** The expression given as `body`, `json` or `data`, or where the body itself stands. */
  private handedOn(argument: ts.Expression, isBody: boolean): ts.Expression[] {
    const options = optionsOf(this.evaluator.evaluate(argument), 4);
    return options.flatMap((option) => {
      if (option.kind === 'object')
        return BODIES.flatMap((name) => initializerOf(option.node, name) ?? []);
      return isBody && option === options[0] && option.kind !== 'text' ? [argument] : [];
    });
  }
}

/** Values that may be a payload which somebody else has written. */
const WHOLE: ReadonlySet<Value['kind']> = new Set(['member', 'call', 'parameter', 'unknown']);

function objectsOf(value: Value): ObjectValue[] {
  return optionsOf(value, 4).flatMap((option) => (option.kind === 'object' ? [option] : []));
}
