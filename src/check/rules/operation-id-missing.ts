import { readCuration } from '../../catalog/curation.ts';
import type { Rule } from '../rule.ts';

export const operationIdMissing: Rule = {
  code: 'OPERATION_ID_MISSING',
  kind: 'model',
  level: 'info',
  title: 'An operation has no operationId',
  why: 'The tool gets its name from method and path, which is long, says little, and changes with the path.',
  mend: 'Give it an `operationId`: a verb and what it acts on. `--fix` writes one.',
  example: { wrong: 'get: { summary: List pets }', right: 'get: { operationId: listPets, summary: List pets }' },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools)
      if (made && made.operation.operationId === undefined && readCuration(made.operation).name === undefined)
        report(placeOf('whole'), `It has no operationId; the tool is called \`${listed.name}\`.`, {
          tool: listed.name,
        });
  },
};
