import ts from 'typescript';
import { lookupName } from '../../analysis/scope';
import { propertyName, unwrap, walk, type Syntax } from '../../analysis/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { Finding } from '../../rules/rule';
import type { Plan } from '../fix';
import { guardEdits, inputPlaces } from '../inputPlace';

/** What people choose from a list rather than write: `language`, `tone`. */
const CHOSEN = /(language|lang|locale|tone|style|mood|genre|format|mode|level|difficulty|audience|persona|voice|category|country|currency|gender)$/i;
/** So many files are looked through for the values; a larger workspace would make the light bulb wait. */
const MAX_FILES = 3000;

/**
 * A value that is chosen from a list needs no message of its own: the handler takes the listed ones and answers 400 to all others. The list is the one
 * that the project's own code names; where none does, it is left to the person, when `open` allows that.
 */
export function allowListPlan(finding: Finding, workspace: Workspace, open: boolean): Plan | undefined {
  for (const place of inputPlaces(finding, workspace)) {
    const word = place.name.split('.').pop() ?? place.name;
    if (!CHOSEN.test(word)) continue;
    const values = valuesOf(word, workspace);
    if (!values && !open) return undefined;
    const constant = `${word.replace(/([a-z])([A-Z])/g, '$1_$2')}s`.replace(/([^aeo])ys$/, '$1ies').toUpperCase();
    const { syntax } = place;
    if (lookupName(constant, syntax.sourceFile.statements[0] ?? syntax.sourceFile)) return undefined;
    const list = (values ?? []).map((value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(', ');
    const constants = [...(values ? [] : ['// TODO(airlock): name the values that the page offers; until then every request is refused.']), `const ${constant}${!values && /\.[mc]?tsx?$/.test(syntax.path) ? ': string[]' : ''} = [${list}];`];
    return {
      title: values ? `Take only the ${values.length} values of \`${word}\` that the project names` : `Take only listed values of \`${word}\`: the list is left to you (TODO)`,
      changes: () => [{ kind: 'edit', file: syntax.path, edits: guardEdits(place, { condition: `!${constant}.includes(${place.name})`, message: `Invalid ${word}`, constants, imports: [] }) }],
    };
  }
  return undefined;
}

/** The values that the code of the workspace lists for a name, when all its lists agree. */
function valuesOf(word: string, workspace: Workspace): readonly string[] | undefined {
  const files = workspace.packages.all.flatMap((pkg) => workspace.packages.filesOf(pkg)).filter((file) => /\.([mc]?[jt]sx?|vue|svelte)$/.test(file));
  if (files.length > MAX_FILES) return undefined;
  const wanted = new RegExp(word, 'i');
  const lists = files.flatMap((file) => {
    const syntax = wanted.test(workspace.text(file) ?? '') ? workspace.syntax(file) : undefined;
    return syntax ? listsIn(syntax, word) : [];
  });
  const different = new Map(lists.map((list) => [[...list].sort().join('\n'), list]));
  return different.size === 1 ? lists[0] : undefined;
}

function listsIn({ sourceFile }: Syntax, word: string): string[][] {
  const found: string[][] = [];
  const list = new RegExp(`^(all|available|supported|allowed)?_?${word}_?(s|es|list|options|values|choices)$`, 'i');
  const note = (values: readonly (string | undefined)[]) => {
    const known = [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[];
    if (known.length > 1 && values.every((value) => value !== undefined)) found.push(known);
  };
  walk(sourceFile, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && list.test(node.name.text)) {
      const value = unwrap(node.initializer);
      if (ts.isArrayLiteralExpression(value)) note(value.elements.map((element) => choiceOf(element)));
    } else if (ts.isPropertySignature(node) && propertyName(node.name) === word && node.type) note(unionOf(node.type));
    else if (ts.isTypeAliasDeclaration(node) && node.name.text.toLowerCase() === word.toLowerCase()) note(unionOf(node.type));
    else if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'select' && new RegExp(`\\b(set)?${word}\\b`, 'i').test(node.openingElement.attributes.getText())) note(optionsOf(node));
  });
  return found;
}

/** `'formal'`, `{ value: 'formal', label: 'Formal' }` */
function choiceOf(element: ts.Expression): string | undefined {
  const node = unwrap(element);
  if (ts.isStringLiteralLike(node)) return node.text;
  const value = ts.isObjectLiteralExpression(node) ? node.properties.find((property) => /^(value|code|id|key)$/.test(propertyName(property.name) ?? '')) : undefined;
  const initializer = value && ts.isPropertyAssignment(value) ? unwrap(value.initializer) : undefined;
  return initializer && ts.isStringLiteralLike(initializer) ? initializer.text : undefined;
}

function unionOf(type: ts.TypeNode): (string | undefined)[] {
  return ts.isUnionTypeNode(type) ? type.types.map((item) => (ts.isLiteralTypeNode(item) && ts.isStringLiteral(item.literal) ? item.literal.text : undefined)) : [];
}

/** The values of the options that stand in a `<select>` one by one. */
function optionsOf(select: ts.JsxElement): (string | undefined)[] {
  return select.children.filter((child) => !ts.isJsxText(child) || child.text.trim() !== '').map((child) => {
    if (!ts.isJsxElement(child) || child.openingElement.tagName.getText() !== 'option') return undefined;
    const value = child.openingElement.attributes.properties.find((item) => ts.isJsxAttribute(item) && item.name.getText() === 'value');
    const given = value && ts.isJsxAttribute(value) ? value.initializer : undefined;
    if (given) return ts.isStringLiteral(given) ? given.text : undefined;
    const [text, ...more] = child.children;
    return text && ts.isJsxText(text) && more.length === 0 ? text.text.trim() : undefined;
  });
}
