import { judgeNames } from './judge.ts';
import type { Row } from './hearing.ts';
import { knownRefusals } from './known.ts';
import { formatTable, reasonFor, summarize } from './summary.ts';

const head = `# What other validators say of the requests

Routewright makes requests from descriptions. Here three validators that others wrote hold these requests against the same descriptions: [Prism](https://github.com/stoplightio/prism) as a validating mock, [express-openapi-validator](https://github.com/cdimascio/express-openapi-validator) and [openapi-backend](https://github.com/openapistack/openapi-backend). Each operation of a path without a query or fragment is called twice with generated arguments, once with the required ones and once with all; every request goes through the gateway to all three. Written by \`npm run judges -- --write\`; \`npm run test:live\` holds the figures for up to 200 operations of each document.
`;

/** docs/judges.md: how many requests each judge accepts, and why some are refused. */
export function page(rows: readonly Row[]): string {
  const uses = new Map(knownRefusals.map((known) => [known, 0]));
  for (const row of rows)
    for (const judge of judgeNames) {
      const known = row.refusals[judge] === undefined ? undefined : reasonFor(row, judge);
      if (known) uses.set(known, uses.get(known)! + 1);
    }
  const lines = [...uses].filter(([, count]) => count > 0);
  return [
    head,
    formatTable(summarize(rows)),
    "\n## Refusals, and why they are not the request's fault\n",
    '| judge | document | requests | why it refuses |',
    '| --- | --- | --: | --- |',
    ...lines.map(
      ([{ judge, documents = ['any'], reason }, count]) =>
        `| ${judge} | ${documents.join(', ')} | ${count} | ${reason} |`,
    ),
    '',
  ].join('\n');
}
