import { isRecord } from '../../analysis/source/packages';

/** One change that a language model proposes; an empty `find` makes a new file. */
export interface ProposedEdit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const MAX_EDITS = 20;
const MAX_CHARACTERS = 100_000;

/** The edits in what a model has answered; a sentence where there are none. */
export function editsIn(reply: string): readonly ProposedEdit[] | string {
  if (reply.length > MAX_CHARACTERS) return 'the answer is too long';
  const answer = jsonIn(reply);
  if (!isRecord(answer) || !Array.isArray(answer.edits))
    return 'the answer is not of the form that was asked for';
  const edits: ProposedEdit[] = [];
  for (const edit of answer.edits as readonly unknown[]) {
    if (!isEdit(edit)) return 'the answer is not of the form that was asked for';
    edits.push(edit);
  }
  if (edits.length === 0) return 'the model found no way to mend it';
  return edits.length > MAX_EDITS ? 'the answer changes too much' : edits;
}

/** Models like to put words or a fence around the JSON that they were asked for. */
function jsonIn(reply: string): unknown {
  try {
    return JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}

function isEdit(edit: unknown): edit is ProposedEdit {
  return (
    isRecord(edit) &&
    typeof edit.file === 'string' &&
    typeof edit.find === 'string' &&
    typeof edit.replace === 'string'
  );
}
