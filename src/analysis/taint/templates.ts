import ts from 'typescript';
import { accepts } from '../../models/match';
import type { Sdk, Templates } from '../../models/sdk';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import type { Role } from './flow';

/** A text with places to fill: `Answer {question} in {language}`. */
export interface Template {
  readonly text: string;
  readonly role: Role;
  /** It holds the developer's own instructions beside the places to fill. */
  readonly instructs: boolean;
}

const MAX_DEPTH = 6;
/** As many words as this beside the places are instructions. */
const MIN_WORDS = 5;

/** The templates in the chain that a call runs on. */
export function templatesOf(evaluator: Evaluator, { templates }: Sdk, callee: Value): Template[] {
  return templates ? new TemplateSearch(evaluator, templates).from(callee) : [];
}

/** Looks for templates in what a chain is built from. */
class TemplateSearch {
  private readonly found: Template[] = [];
  private readonly seen = new Set<Value>();

  constructor(
    private readonly evaluator: Evaluator,
    private readonly made: Templates,
  ) {}

  from(value: Value): Template[] {
    this.visit(value, 0);
    return this.found;
  }

  private visit(value: Value, depth: number): void {
    if (depth > MAX_DEPTH || this.seen.has(value)) return;
    this.seen.add(value);
    for (const option of optionsOf(value, 8)) {
      if (option.kind === 'member') this.visit(memberPath(option).root, depth + 1);
      else if (option.kind === 'array')
        option.elements.forEach((element) => this.visit(element, depth + 1));
      else if (option.kind === 'call') this.visitCall(option, depth);
    }
  }

  private visitCall({ node, callee, frame }: Value & { kind: 'call' }, depth: number): void {
    const name = accessedName(unwrap(node.expression)) ?? '';
    const [first] = node.arguments;
    if (first && name === this.made.text) this.add(this.evaluator.evaluate(first, frame), 'user');
    else if (first && name === this.made.list) this.addList(first);
    else {
      this.visit(callee, depth + 1);
      for (const argument of node.arguments)
        this.visit(this.evaluator.evaluate(argument, frame), depth + 1);
    }
  }

  /** `[['system', '…'], SystemMessagePromptTemplate.fromTemplate('…')]`. */
  private addList(list: ts.Expression): void {
    const { text, instructs, roles } = this.made;
    this.evaluator.walk(list, (node) => {
      if (ts.isArrayLiteralExpression(node) && node.elements.length === 2) {
        const [role, content] = node.elements;
        if (ts.isStringLiteralLike(role))
          this.add(
            this.evaluator.evaluate(content),
            roles.includes(role.text) ? 'instructions' : 'user',
          );
      } else if (ts.isCallExpression(node) && accessedName(node.expression) === text) {
        const [content] = node.arguments;
        const of = ts.isPropertyAccessExpression(node.expression)
          ? node.expression.expression
          : undefined;
        const role =
          of && ts.isIdentifier(of) && accepts(instructs, of.text) ? 'instructions' : 'user';
        if (content) this.add(this.evaluator.evaluate(content), role);
      }
    });
  }

  private add(value: Value, role: Role): void {
    for (const option of optionsOf(value, 2)) {
      const text =
        option.kind === 'text'
          ? option.text
          : option.kind === 'template'
            ? option.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(' ')
            : '';
      const words = text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? [];
      if (text !== '') this.found.push({ text, role, instructs: words.length >= MIN_WORDS });
    }
  }
}
