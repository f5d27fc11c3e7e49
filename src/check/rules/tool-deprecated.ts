import type { Rule } from '../rule.ts';

export const toolDeprecated: Rule = {
  code: 'TOOL_DEPRECATED',
  kind: 'model',
  level: 'info',
  title: 'A deprecated operation is a tool',
  why: 'It costs tokens, and a model may choose it over what replaces it.',
  mend: 'Leave it out with `exclude` or `x-routewright: false`.',
  example: {
    wrong: 'get: { operationId: oldSearch, deprecated: true }',
    right: 'get: { operationId: oldSearch, deprecated: true, x-routewright: false }',
  },
  check: ({ tools }, report) => {
    for (const { made, listed, placeOf } of tools)
      if (made?.operation.deprecated === true)
        report(placeOf('whole'), `${listed.name} is deprecated.`, { tool: listed.name });
  },
};
