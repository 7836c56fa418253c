import { checklistData } from '../../project/data';
import { collectResult } from '../../project/result';
import { bounded } from '../bounds';
import { FOLDER } from '../fields';
import { defineTool } from '../tool';

/** Evidence of one item; a whole fleet of routes would fill the answer. */
const MAX_EVIDENCE = 20;

export const checklist = defineTool<{ readonly path?: string }>(
  {
    name: 'checklist',
    title: 'Show the OpenAI Security Checklist',
    summary: 'Tells which of the seven items of the security checklist pass, with the evidence.',
    description:
      'Gives the seven items of the security checklist for code that calls OpenAI, each as pass, ' +
      'fail, unknown or not-applicable, with the places that show it. Use it to say how a project ' +
      'stands as a whole. `unknown` is for a person to confirm.',
    writes: false,
    input: { type: 'object', additionalProperties: false, properties: { path: FOLDER } },
  },
  ({ path }, desk) => {
    const result = collectResult(desk.open(path === undefined ? [] : [path]), {
      accepts: () => true,
      // Only the items are wanted, and what is offered for a finding costs time.
      select: () => [],
      stats: false,
      started: performance.now(),
    });
    return {
      data: {
        items: checklistData(result.checklist).map(({ evidence, ...item }) => {
          const shown = bounded(evidence, MAX_EVIDENCE);
          return {
            ...item,
            evidence: shown.items,
            ...(shown.leftOff > 0 ? { evidenceLeftOff: shown.leftOff } : {}),
          };
        }),
      },
    };
  },
);
