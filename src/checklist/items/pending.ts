import type { ItemCheck } from '../item';

/** An item whose rules do not exist yet. It is shown, so that the list is whole, and never as passed. */
export function pending(id: string, title: string): ItemCheck {
  return {
    id,
    title,
    evaluate: ({ workspace }) => {
      const applies = workspace.relevantFiles().some((file) => workspace.facts(file).requests.length > 0);
      return applies ? { status: 'unknown', evidence: [], note: 'Airlock does not check this yet.' } : { status: 'not-applicable', evidence: [], note: 'No request to OpenAI was found.' };
    },
  };
}
