import ts from 'typescript';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { propertyName, type Syntax } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';
import { removeListed } from '../../edits/removeListed';
import { removeStatement } from '../../edits/removeStatement';
import { isReadByPages } from './readers';
import { isArgument, isOperand, replaced, type LeakPlace, type Withheld } from './place';

/** What of a key may leave: in a log whether there is one, in an error nothing of it. */
export function withholdKey(place: LeakPlace): Withheld {
  switch (place.leak.kind) {
    case 'log':
      return [told(place)];
    case 'error':
      return starred(place);
    case 'response':
      return leftOut(place);
    case 'url':
      return {
        reason: 'the address needs the key: send it in a header, if the service takes it there',
      };
    case 'client-props':
      return {
        reason: 'the component asks with the key: move its request to a route of your server',
      };
    default:
      return { reason: 'pages are built with the key: move what they request to your server' };
  }
}

/** `key ? 'set' : 'missing'`; where nothing else is said, with its name. */
function told(place: LeakPlace): TextEdit {
  const { node, leak } = place;
  const code = node.getText();
  const call = node.parent;
  if (ts.isCallExpression(call) && isArgument(place) && call.arguments.length === 1) {
    const name = leak.secret.startsWith('`') ? leak.secret.replaceAll('`', '') : 'the API key';
    return replaced(place, `${code} ? '${name} is set' : '${name} is missing'`);
  }
  if (!isOperand(node)) return replaced(place, `${code} ? 'set' : 'missing'`);
  const { left, right, operatorToken, parent } = node.parent as ts.BinaryExpression;
  const isFallback =
    operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  if (!isFallback || left !== node) return replaced(place, `(${code} ? 'set' : 'missing')`);
  const text = `${code} ? 'set' : ${right.getText()}`;
  const whole = ts.isBinaryExpression(parent) ? `(${text})` : text;
  return { start: left.getStart(), end: right.getEnd(), text: whole };
}

const STARS = '***';

/** Stars in the place of a key in a text. */
function starred(place: LeakPlace): Withheld {
  const { node } = place;
  const { parent } = node;
  if (ts.isTemplateSpan(parent)) return [starredSpan(parent)];
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.PlusToken)
    return { reason: 'the error says nothing but the key: write what went wrong' };
  // A text before it takes the stars in.
  return ts.isStringLiteral(parent.left) && parent.right === node
    ? [
        {
          start: parent.left.getEnd() - 1,
          end: node.getEnd(),
          text: `${STARS}${parent.left.getText().charAt(0)}`,
        },
      ]
    : [replaced(place, `'${STARS}'`)];
}

/** A template without anything else to fill in becomes a text. */
function starredSpan(span: ts.TemplateSpan): TextEdit {
  const template = span.parent;
  const { templateSpans, head } = template;
  const raw = head.text + STARS + span.literal.text;
  if (templateSpans.length === 1 && !/['"\\\r\n]/.test(raw))
    return { start: template.getStart(), end: template.getEnd(), text: `'${raw}'` };
  const before = templateSpans.at(templateSpans.indexOf(span) - 1);
  const open = span === templateSpans[0] ? head : (before?.literal ?? head);
  return { start: open.getEnd() - '${'.length, end: span.literal.getStart() + 1, text: STARS };
}

/** An answer without the property that holds the key, where it says more than that. */
function leftOut(place: LeakPlace): Withheld {
  const property = place.node.parent;
  const object = property.parent;
  if (
    !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) ||
    !ts.isObjectLiteralExpression(object) ||
    object.properties.length < 2
  )
    return {
      reason: 'the answer is the key itself: whoever asks for it needs a route that asks the API',
    };
  const name = propertyName(property.name);
  if (name === undefined || isReadByPages(name, place.workspace))
    return {
      reason: `a page reads \`${name ?? ''}\` of an answer: move what it requests to a route first`,
    };
  return [
    ...removeListed(object.properties, new Set([property])),
    ...unusedConstant(place.node, place.syntax),
  ];
}

/** The constant that only the property read goes with it. */
function unusedConstant(node: ts.Expression, syntax: Syntax): TextEdit[] {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isIdentifier(node) || !ts.isVariableDeclaration(declaration)) return [];
  const statement = declaration.parent.parent;
  const isAlone =
    ts.isVariableStatement(statement) &&
    statement.modifiers === undefined &&
    statement.declarationList.declarations.length === 1 &&
    ts.isIdentifier(declaration.name) &&
    referencesTo(declaration, node.text).length === 1;
  return isAlone ? [removeStatement(syntax, statement)] : [];
}
