import { childPointer } from '../../base/json-pointer.ts';
import { createSelector } from '../../catalog/select.ts';
import type { Rule } from '../rule.ts';

export const selectorUnused: Rule = {
  code: 'SELECTOR_UNUSED',
  kind: 'danger',
  level: 'warning',
  title: 'A selector matches no operation',
  why: 'An `exclude` that matches nothing keeps nothing out: the operation that it meant is served under another name.',
  mend: 'Mend the name or path, or remove the selector.',
  example: { wrong: 'exclude: [operation:deletUser]', right: 'exclude: [operation:deleteUser]' },
  check: ({ apis }, report) => {
    for (const { name, catalog, include, exclude, configured } of apis) {
      const operations = [
        ...catalog.tools.map((tool) => tool.operation),
        ...catalog.leftOut.map((left) => left.operation),
      ];
      for (const [list, selectors] of Object.entries({ include, exclude })) {
        selectors.forEach((selector, index) => {
          const leavesOut = createSelector({ exclude: [selector] });
          if (operations.some((operation) => leavesOut(operation) !== undefined)) return;
          report(
            configured
              ? { ...configured, pointer: childPointer(configured.pointer, list, index) }
              : { uri: catalog.document.uri, pointer: '/paths' },
            `The selector \`${selector}\` of ${list} matches no operation of ${name}.`,
            { api: name },
          );
        });
      }
    }
  },
};
