import ts from 'typescript';
import type { Site, Step } from '../host';
import { lookup, lookupName, identifiersNamed, type Declaration } from '../scope';
import { accessedName, propertyName, unwrap, walk } from '../syntax';
import { callArguments } from './callers';
import { classMember, classOf } from './classes';
import { envCall, envOfMember, importedEnv } from './env';
import type { Program } from './program';
import { optionsOf, prependTrail, union, type Frame, type Value } from './value';

const MAX_DEPTH = 24;
/** Evaluations one question may cost: a wide program yields `unknown`, never a hang. */
const BUDGET = 4_000;

/** Answers what expressions may be, across modules. One instance serves one state of the workspace. */
export interface Evaluator {
  evaluate(node: ts.Expression, frame?: Frame): Value;
  /** The value of a member, evaluated lazily so that large objects cost nothing. */
  member(object: Value, name: string, site: Site): Value;
  exported(path: string, name: string, site: Site): Value;
  /** What a call of the value returns. */
  returned(callee: Value, args: readonly Value[], site: Site): Value | undefined;
  siteOf(node: ts.Node): Site;
  /**
   * Answers a question with parameters followed to the calls of their function, in every file that can be seen to call it.
   * That costs parsing the callers, so it is asked only where the answer matters: for keys, addresses and models.
   */
  trace<T>(question: () => T): T;
  readonly program: Program;
}

export function createEvaluator(program: Program): Evaluator {
  const shallow = new WeakMap<ts.Node, Value>();
  const deep = new WeakMap<ts.Node, Value>();
  let tracing = false;
  const active = new Set<unknown>();
  let depth = 0;
  let spent = 0;

  const siteOf = (node: ts.Node): Site => ({ file: program.pathOf(node), start: node.getStart(), end: node.getEnd() });
  const unknown = (node: ts.Node): Value => ({ kind: 'unknown', site: siteOf(node) });
  const step = (node: ts.Node, label: string): Step => ({ ...siteOf(node), label });

  const evaluate = (expression: ts.Expression, frame?: Frame): Value => {
    const node = unwrap(expression);
    if (depth === 0) spent = 0;
    if (!frame) {
      const known = (tracing ? deep : shallow).get(node);
      if (known) return known;
    }
    if (depth > MAX_DEPTH || active.has(node) || ++spent > BUDGET) return unknown(node);
    active.add(node);
    depth++;
    try {
      const value = compute(node, frame);
      // A result found while something above is unfinished may be cut short by the cycle guard: only whole answers are kept.
      if (!frame && (depth === 1 || active.size < 3)) (tracing ? deep : shallow).set(node, value);
      return value;
    } finally {
      depth--;
      active.delete(node);
    }
  };

  const compute = (node: ts.Expression, frame?: Frame): Value => {
    const site = siteOf(node);
    if (ts.isStringLiteralLike(node)) return { kind: 'text', text: node.text, site };
    if (ts.isTemplateExpression(node)) return template(node, frame);
    if (ts.isIdentifier(node)) return identifier(node, frame);
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'boolean', value: node.kind === ts.SyntaxKind.TrueKeyword, site };
    if (ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.NullKeyword || ts.isRegularExpressionLiteral(node)) return { kind: 'constant', site };
    if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node, site, ...(frame ? { frame } : {}) };
    if (ts.isArrayLiteralExpression(node)) return { kind: 'array', elements: node.elements.map((element) => evaluate(ts.isSpreadElement(element) ? element.expression : element, frame)), site };
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, site, ...(frame ? { frame } : {}) };
    if (ts.isClassExpression(node)) return { kind: 'class', node, site };
    if (ts.isConditionalExpression(node)) return union([evaluate(node.whenTrue, frame), evaluate(node.whenFalse, frame)], site);
    if (ts.isBinaryExpression(node)) return binary(node, frame);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return access(node, frame);
    if (ts.isMetaProperty(node)) return { kind: 'global', name: 'import.meta', site };
    if (ts.isNewExpression(node)) return { kind: 'instance', of: evaluate(node.expression, frame), node, site, ...(frame ? { frame } : {}) };
    if (ts.isCallExpression(node)) return call(node, frame);
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const owner = classOf(node);
      return owner ? { kind: 'instance', of: { kind: 'class', node: owner, site: siteOf(owner) }, site } : { kind: 'unknown', site };
    }
    return { kind: 'unknown', site };
  };

  const template = (node: ts.TemplateExpression, frame?: Frame): Value => {
    const parts: Value[] = [];
    const text = (part: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail) => {
      if (part.text !== '') parts.push({ kind: 'text', text: part.text, site: siteOf(part) });
    };
    text(node.head);
    for (const span of node.templateSpans) {
      parts.push(evaluate(span.expression, frame));
      text(span.literal);
    }
    return concat(parts, siteOf(node));
  };

  const concat = (parts: readonly Value[], site: Site): Value => {
    const flat = parts.flatMap((part) => (part.kind === 'template' ? part.parts : [part]));
    if (flat.length === 1) return flat[0];
    return { kind: 'template', parts: flat, site };
  };

  const binary = (node: ts.BinaryExpression, frame?: Frame): Value => {
    const site = siteOf(node);
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
      case ts.SyntaxKind.BarBarEqualsToken:
        return union([evaluate(node.left, frame), evaluate(node.right, frame)], site);
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return evaluate(node.right, frame);
      case ts.SyntaxKind.PlusToken:
        return concat([evaluate(node.left, frame), evaluate(node.right, frame)], site);
      default:
        return { kind: 'constant', site };
    }
  };

  const identifier = (node: ts.Identifier, frame?: Frame): Value => {
    if (node.text === 'undefined') return { kind: 'constant', site: siteOf(node) };
    const declaration = lookup(node);
    if (!declaration) return { kind: 'global', name: node.text, site: siteOf(node) };
    const value = declared(declaration, node.text, frame);
    const crosses = !ts.isParameter(declaration) && !ts.isFunctionLike(declaration) && !ts.isClassLike(declaration);
    return crosses ? prependTrail(value, [step(node, `\`${node.text}\` is read here`)]) : value;
  };

  const declared = (declaration: Declaration, name: string, frame?: Frame): Value => {
    const site = siteOf(declaration);
    if (active.has(declaration)) return { kind: 'unknown', site };
    active.add(declaration);
    try {
      if (ts.isVariableDeclaration(declaration)) return variable(declaration, frame);
      if (ts.isBindingElement(declaration)) return bound(declaration, frame);
      if (ts.isParameter(declaration)) return parameter(declaration, frame);
      if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) return { kind: 'function', node: declaration, site };
      if (ts.isClassLike(declaration)) return { kind: 'class', node: declaration, site };
      if (ts.isImportClause(declaration)) return imported(declaration, 'default', declaration);
      if (ts.isImportSpecifier(declaration)) return imported(declaration.parent.parent, (declaration.propertyName ?? declaration.name).text, declaration);
      if (ts.isNamespaceImport(declaration)) return imported(declaration.parent, '*', declaration);
      if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
        const literal = declaration.moduleReference.expression;
        return ts.isStringLiteralLike(literal) ? moduleValue(literal.text, '*', declaration) : { kind: 'unknown', site };
      }
      return { kind: 'global', name, site };
    } finally {
      active.delete(declaration);
    }
  };

  const variable = (declaration: ts.VariableDeclaration, frame?: Frame): Value => {
    const options: Value[] = [];
    if (declaration.initializer) options.push(evaluate(declaration.initializer, frame));
    const isConst = !!(declaration.parent.flags & ts.NodeFlags.Const);
    if (!isConst && ts.isIdentifier(declaration.name)) {
      for (const id of identifiersNamed(declaration.getSourceFile(), declaration.name.text)) {
        const { parent } = id;
        const assigned = ts.isBinaryExpression(parent) && parent.left === id && assigns(parent.operatorToken.kind) && lookup(id) === declaration;
        if (assigned) options.push(evaluate(parent.right, frame));
      }
    }
    const solid = options.filter((option) => option.kind !== 'constant' && option.kind !== 'unknown');
    const typed = declaration.type && solid.length === 0 ? typedAs(declaration.type) : undefined;
    return typed ?? union(solid.length > 0 ? solid : options, siteOf(declaration));
  };

  /** `const { a: { b = 1 } } = source`: walks from the source down the path of the pattern. */
  const bound = (element: ts.BindingElement, frame?: Frame): Value => {
    const owner = element.parent.parent;
    const site = siteOf(element);
    const source = ts.isBindingElement(owner) ? bound(owner, frame) : ts.isParameter(owner) ? parameter(owner, frame) : variable(owner, frame);
    if (ts.isArrayBindingPattern(element.parent)) {
      const index = element.parent.elements.indexOf(element);
      const options = optionsOf(source).map((option): Value => (option.kind === 'array' ? (option.elements[index] ?? { kind: 'unknown', site }) : { kind: 'member', object: option, name: String(index), site }));
      return union(options, site);
    }
    if (element.dotDotDotToken) return source;
    const name = propertyName(element.propertyName) ?? (ts.isIdentifier(element.name) ? element.name.text : undefined);
    const value = name === undefined ? unknown(element) : member(source, name, site);
    return element.initializer ? union([value, evaluate(element.initializer, frame)], site) : value;
  };

  const parameter = (declaration: ts.ParameterDeclaration, frame?: Frame): Value => {
    const fn = declaration.parent;
    const index = fn.parameters.indexOf(declaration);
    const site = siteOf(declaration);
    const name = ts.isIdentifier(declaration.name) ? declaration.name.text : '';
    for (let at: Frame | undefined = frame; at; at = at.parent) {
      if (at.fn !== fn) continue;
      return at.args[index] ?? (declaration.initializer ? evaluate(declaration.initializer, frame) : { kind: 'constant', site });
    }
    const typed = declaration.type && typedAs(declaration.type);
    if (typed) return typed;
    const own: Value = { kind: 'parameter', node: declaration, index, name, site };
    if (!tracing) return declaration.initializer ? union([evaluate(declaration.initializer, frame), own], site) : own;
    const options = callArguments(evaluator, fn, index).map((argument) => {
      const value = evaluate(argument);
      return prependTrail(value, [step(argument, `passed as \`${name || 'an argument'}\` here`)]);
    });
    if (declaration.initializer) options.push(evaluate(declaration.initializer, frame));
    return options.length > 0 ? union([...options, own], site) : own;
  };

  /** A variable declared as `OpenAI` is a client, though nobody shows its construction. */
  const typedAs = (type: ts.TypeNode): Value | undefined => {
    const reference = ts.isUnionTypeNode(type) ? type.types.find(ts.isTypeReferenceNode) : type;
    if (!reference || !ts.isTypeReferenceNode(reference)) return undefined;
    const names = reference.typeName;
    const first = ts.isIdentifier(names) ? names : ts.isIdentifier(names.left) ? names.left : undefined;
    const declaration = first && lookupName(first.text, type);
    if (!declaration || !first) return undefined;
    let of = declared(declaration, first.text);
    if (ts.isQualifiedName(names)) of = member(of, names.right.text, siteOf(type));
    return of.kind === 'external' || of.kind === 'class' ? { kind: 'instance', of, site: siteOf(type) } : undefined;
  };

  const imported = (clause: ts.ImportClause, name: string, at: ts.Node): Value => {
    const from = clause.parent;
    return ts.isImportDeclaration(from) && ts.isStringLiteralLike(from.moduleSpecifier) ? moduleValue(from.moduleSpecifier.text, name, at) : unknown(at);
  };

  const moduleValue = (specifier: string, name: string, at: ts.Node): Value => {
    const site = siteOf(at);
    const target = program.resolve(specifier, site.file);
    if (target.kind === 'external') return externalEnvOr({ kind: 'external', name: target.name, path: name === '*' ? [] : [name], site });
    return name === '*' ? { kind: 'module', path: target.path, site } : exported(target.path, name, site);
  };

  const exported = (path: string, name: string, site: Site, seen = new Set<string>()): Value => {
    const key = `${path}\n${name}`;
    if (seen.has(key) || active.has(key)) return { kind: 'unknown', site };
    seen.add(key);
    const table = program.exports(path);
    const syntax = program.syntax(path);
    if (!table || !syntax) return { kind: 'unknown', site };
    const target = table.names.get(name);
    active.add(key);
    try {
      if (target) {
        switch (target.kind) {
          case 'expression':
            return evaluate(target.node);
          case 'declaration':
            return ts.isClassDeclaration(target.node) ? { kind: 'class', node: target.node, site: siteOf(target.node) } : { kind: 'function', node: target.node, site: siteOf(target.node) };
          case 'local': {
            const declaration = topLevel(syntax.sourceFile, target.name);
            return declaration ? declared(declaration, target.name) : { kind: 'unknown', site };
          }
          case 'reexport': {
            const to = program.resolve(target.specifier, path);
            if (to.kind === 'external') return { kind: 'external', name: to.name, path: target.name === '*' ? [] : [target.name], site };
            return target.name === '*' ? { kind: 'module', path: to.path, site } : exported(to.path, target.name, site, seen);
          }
        }
      }
      for (const star of table.stars) {
        const to = program.resolve(star, path);
        if (to.kind === 'external') continue;
        const value = exported(to.path, name, site, seen);
        if (value.kind !== 'unknown') return value;
      }
      // `import x from './common.js'` of a CommonJS module, and `import { x }` of a module whose whole is one object.
      const whole = table.names.get('default');
      if (name !== 'default' && whole?.kind === 'expression') return member(evaluate(whole.node), name, site);
      return name === 'default' && table.names.size > 0 ? { kind: 'module', path, site } : { kind: 'unknown', site };
    } finally {
      active.delete(key);
    }
  };

  const access = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression, frame?: Frame): Value => {
    const site = siteOf(node);
    const name = accessedName(node);
    if (name !== undefined) return member(evaluate(node.expression, frame), name, site);
    // `list[i]`, `clients[name]`: any of them.
    const object = evaluate(node.expression, frame);
    const options = optionsOf(object).flatMap((option): Value[] => {
      if (option.kind === 'array') return [...option.elements];
      if (option.kind === 'object') return option.node.properties.filter(ts.isPropertyAssignment).map((p) => evaluate(p.initializer, option.frame));
      return [{ kind: 'unknown', site }];
    });
    return union(options.slice(0, 16), site);
  };

  const member = (object: Value, name: string, site: Site): Value => {
    const options = optionsOf(object).map((option) => prependTrail(memberOf(option, name, site), option.trail ?? []));
    const solid = options.filter((option) => option.kind !== 'unknown' && option.kind !== 'constant');
    return union(solid.length > 0 ? solid : options.slice(0, 1), site);
  };

  const memberOf = (object: Value, name: string, site: Site): Value => {
    const env = envOfMember(object, name, site);
    if (env) return env;
    switch (object.kind) {
      case 'object':
        return property(object.node, name, object.frame) ?? { kind: 'member', object, name, site };
      case 'module':
        return exported(object.path, name, site);
      case 'external':
        return externalEnvOr({ kind: 'external', name: object.name, path: [...object.path, name], site });
      case 'class':
      case 'instance': {
        const owner = object.kind === 'class' ? object : object.of;
        if (owner.kind !== 'class') return { kind: 'member', object, name, site };
        return classMember(evaluator, owner.node, name, object) ?? { kind: 'member', object, name, site };
      }
      default:
        return { kind: 'member', object, name, site };
    }
  };

  const property = (node: ts.ObjectLiteralExpression, name: string, frame?: Frame): Value | undefined => {
    // The last one written wins, as at run time.
    for (const item of [...node.properties].reverse()) {
      if (ts.isSpreadAssignment(item)) {
        const spread = member(evaluate(item.expression, frame), name, siteOf(item));
        if (spread.kind !== 'unknown' && spread.kind !== 'member') return spread;
      } else if (propertyName(item.name) === name) {
        if (ts.isPropertyAssignment(item)) return evaluate(item.initializer, frame);
        if (ts.isShorthandPropertyAssignment(item)) return identifier(item.name, frame);
        if (ts.isGetAccessorDeclaration(item)) return returnsOf(item, { fn: item, args: [], depth: 0 }) ?? unknown(item);
        if (ts.isMethodDeclaration(item)) return { kind: 'function', node: item, site: siteOf(item) };
      }
    }
    return undefined;
  };

  const call = (node: ts.CallExpression, frame?: Frame): Value => {
    const site = siteOf(node);
    const first = node.arguments[0];
    const isLoad = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
    if (isLoad && first && ts.isStringLiteralLike(first)) return moduleValue(first.text, '*', node);
    const env = envCall(node, site);
    if (env) return env;
    const callee = evaluate(node.expression, frame);
    const results = optionsOf(callee).map((option): Value => {
      const value = option.kind === 'function' ? returned(option, node.arguments.map((a) => evaluate(a, frame)), site, frame) : undefined;
      return value ?? { kind: 'call', callee: option, node, site, ...(frame ? { frame } : {}) };
    });
    return union(results, site);
  };

  const returned = (callee: Value, args: readonly Value[], site: Site, frame?: Frame): Value | undefined => {
    if (callee.kind !== 'function') return undefined;
    const level = (frame?.depth ?? 0) + 1;
    if (level > 6) return { kind: 'unknown', site };
    return returnsOf(callee.node, { fn: callee.node, args, depth: level, ...(callee.frame ? { parent: callee.frame } : {}) });
  };

  /** The union of what a function's own `return` statements give back. */
  const returnsOf = (fn: ts.FunctionLikeDeclaration, frame: Frame): Value | undefined => {
    if (!fn.body) return undefined;
    if (!ts.isBlock(fn.body)) return evaluate(fn.body, frame);
    const options: Value[] = [];
    walk(fn.body, (node) => {
      if (!ts.isReturnStatement(node) || !node.expression) return;
      let owner: ts.Node = node.parent;
      while (owner !== fn && !ts.isFunctionLike(owner)) owner = owner.parent;
      if (owner === fn) options.push(evaluate(node.expression, frame));
    });
    return options.length > 0 ? union(options, siteOf(fn)) : undefined;
  };

  const evaluator: Evaluator = {
    evaluate, member, siteOf, program,
    exported: (path, name, site) => exported(path, name, site),
    returned: (callee, args, site) => returned(callee, args, site),
    trace(question) {
      const before = tracing;
      tracing = true;
      try {
        return question();
      } finally {
        tracing = before;
      }
    },
  };
  return evaluator;
}

function externalEnvOr(value: Value): Value {
  return importedEnv(value) ?? value;
}

function assigns(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken || operator === ts.SyntaxKind.BarBarEqualsToken;
}

function topLevel(file: ts.SourceFile, name: string): Declaration | undefined {
  const anchor = file.statements[0] ?? file.endOfFileToken;
  return lookupName(name, anchor);
}
