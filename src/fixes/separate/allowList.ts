import { lookupName } from '../../analysis/source/scope';
import type { Workspace } from '../../analysis/workspace';
import type { Finding } from '../../rules/rule';
import type { Plan } from '../fix';
import { choiceLists } from '../choices';
import { guardEdits } from '../guardEdits';
import { inputPlaces } from '../inputPlace';

/** What people choose from a list rather than write: `language`, `tone`. */
const CHOSEN = [
  'language',
  'lang',
  'locale',
  'tone',
  'style',
  'mood',
  'genre',
  'format',
  'mode',
  'level',
  'difficulty',
  'audience',
  'persona',
  'voice',
  'category',
  'country',
  'currency',
  'gender',
];
/**
 * So many files are looked through for the values; a larger workspace would make the light bulb
 * wait.
 */
const MAX_FILES = 3000;

/**
 * A value that is chosen from a list needs no message of its own: the handler takes the listed ones
 * and answers 400 to all others. The list is the one that the project's own code names: an empty one
 * would refuse every request until somebody fills it.
 */
export function allowListPlan(finding: Finding, workspace: Workspace): Plan | undefined {
  for (const place of inputPlaces(finding, workspace)) {
    const word = place.name.split('.').pop() ?? place.name;
    if (!CHOSEN.some((ending) => word.toLowerCase().endsWith(ending))) continue;
    const values = valuesOf(word, workspace);
    if (!values) return undefined;
    const constant = `${word.replace(/([a-z])([A-Z])/g, '$1_$2')}s`
      .replace(/([^aeo])ys$/, '$1ies')
      .toUpperCase();
    const { syntax } = place;
    if (lookupName(constant, syntax.sourceFile.statements[0] ?? syntax.sourceFile))
      return undefined;
    const list = values
      .map((value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
      .join(', ');
    return {
      title: `Take only the ${values.length} values of \`${word}\` that the project names`,
      changes: () => [
        {
          kind: 'edit',
          file: syntax.path,
          edits: guardEdits([
            {
              place,
              guard: {
                condition: `!${constant}.includes(${place.name})`,
                message: `Invalid ${word}`,
                constants: [`const ${constant} = [${list}];`],
                imports: [],
              },
            },
          ]),
        },
      ],
    };
  }
  return undefined;
}

/** The values that the code of the workspace lists for a name, when all its lists agree. */
function valuesOf(word: string, workspace: Workspace): readonly string[] | undefined {
  const files = workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter((file) => /\.([mc]?[jt]sx?|vue|svelte)$/.test(file));
  if (files.length > MAX_FILES) return undefined;
  const wanted = new RegExp(word, 'i');
  const lists = files.flatMap((file) => {
    const syntax = wanted.test(workspace.text(file) ?? '') ? workspace.syntax(file) : undefined;
    return syntax ? choiceLists(syntax.sourceFile, word) : [];
  });
  const different = new Map(lists.map((list) => [[...list].sort().join('\n'), list]));
  return different.size === 1 ? lists[0] : undefined;
}
