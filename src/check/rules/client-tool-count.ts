import { clients, listNames } from '../clients.ts';
import type { Rule } from '../rule.ts';

const limited = clients.filter(({ toolCount }) => toolCount !== undefined);
const most = Math.min(...limited.map(({ toolCount }) => toolCount!));

export const clientToolCount: Rule = {
  code: 'CLIENT_TOOL_COUNT',
  kind: 'client',
  level: 'warning',
  title: 'More tools are listed than a client takes',
  why: 'OpenAI and VS Code take 128 tools a request, those of all servers together; beyond it the request is refused or tools are dropped.',
  mend: 'Choose operations with `include` and `exclude`, or let `surface: auto` hide them behind a search.',
  example: { wrong: 'surface: direct   # of 900 operations', right: 'include: [tag:orders]' },
  check: ({ listed, whole }, report) => {
    if (listed.length > most)
      report(whole, `${listed.length} tools are listed; ${listNames(limited.map(({ name }) => name))} take ${most}.`);
  },
};
