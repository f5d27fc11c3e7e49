import type { Rule } from '../rule.ts';

/** Told by `--against`, which alone knows what was reviewed. */
export const surfaceDrift: Rule = {
  code: 'SURFACE_DRIFT',
  kind: 'check',
  level: 'error',
  title: 'The tools are not those that were reviewed',
  why: 'A model and the prompts written for it rely on names, arguments and descriptions; a change of the document changes them without anybody having looked.',
  mend: 'Look at the difference. If it is meant, `routewright check … --against FILE --update` takes it over, and the file shows it in the pull request.',
  example: { wrong: 'operationId: fetchBook   # getBook in tools/shop.tools.json', right: 'operationId: getBook' },
};
