import ts from 'typescript';
import { importedReference } from '../../../analysis/source/importedReference';
import { lookup } from '../../../analysis/source/scope';
import { walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { builtFolders, servesFiles } from '../../../models/libraries/staticFiles';
import { covers, leadsTo } from '../../../models/match';

/** Whether a module hands out the files of a folder that is called like one of a built page. */
export function servesPage(file: string, workspace: Workspace): boolean {
  const text = workspace.text(file) ?? '';
  if (!servesFiles.some(({ packages }) => packages.some((name) => text.includes(name))))
    return false;
  const syntax = workspace.syntax(file);
  let found = false;
  if (syntax)
    walk(syntax.sourceFile, (node) => {
      found ||= ts.isCallExpression(node) && handsOut(node) && namesBuilt(node.arguments);
    });
  return found;
}

/** `express.static(…)`, `app.register(fastifyStatic, …)` */
function handsOut(call: ts.CallExpression): boolean {
  const [first] = call.arguments;
  return [call, ...(first ? [first] : [])].some((node) => {
    const reference = importedReference(node);
    return (
      reference !== undefined &&
      servesFiles.some(
        (made) =>
          made.packages.some((name) => covers(name, reference.name)) &&
          leadsTo(made.call, reference.path),
      )
    );
  });
}

/** Whether a text among arguments, or in a constant that they name, has such a folder in it. */
function namesBuilt(nodes: readonly ts.Node[], depth = 0): boolean {
  let found = false;
  for (const root of nodes)
    walk(root, (node) => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isTemplateRest(node))
        found ||= node.text.split('/').some((part) => builtFolders.includes(part));
      else if (ts.isIdentifier(node) && depth < 3) {
        const declaration = lookup(node);
        const value =
          declaration && ts.isVariableDeclaration(declaration)
            ? declaration.initializer
            : undefined;
        found ||= value !== undefined && namesBuilt([value], depth + 1);
      }
    });
  return found;
}

function isTemplateRest(node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}
