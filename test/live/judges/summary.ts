import { type JudgeName, judgeNames } from './judge.ts';
import { type KnownRefusal, knownRefusals } from './known.ts';
import type { Row } from './hearing.ts';

export interface Summary {
  readonly document: string;
  readonly calls: number;
  /** Requests that each judge accepts. */
  readonly accepted: Readonly<Record<JudgeName, number>>;
  readonly acceptedByAny: number;
  /** Refusals that no line of the table explains, and calls without a request. */
  readonly unexplained: readonly string[];
}

export function summarize(rows: readonly Row[]): Summary[] {
  return [...new Set(rows.map(({ document }) => document))].map((document) => {
    const own = rows.filter((row) => row.document === document);
    const sent = own.filter(({ unsent }) => unsent === undefined);
    const accepts = ({ refusals }: Row, judge: JudgeName): boolean => refusals[judge] === undefined;
    return {
      document,
      calls: own.length,
      accepted: Object.fromEntries(
        judgeNames.map((judge) => [judge, sent.filter((row) => accepts(row, judge)).length]),
      ) as Record<JudgeName, number>,
      acceptedByAny: sent.filter((row) => judgeNames.some((judge) => accepts(row, judge))).length,
      unexplained: own.flatMap(unexplainedOf),
    };
  });
}

function unexplainedOf(row: Row): string[] {
  const head = `${row.document}: ${row.operation} (${row.full ? 'all' : 'required'} arguments)`;
  if (row.unsent !== undefined) return [`${head}: ${row.unsent}`];
  return judgeNames
    .filter((judge) => row.refusals[judge] !== undefined && reasonFor(row, judge) === undefined)
    .map((judge) => `${head}: ${judge}: ${row.refusals[judge]}\n${row.request}`);
}

/** The line of the reviewed table that explains a refusal. */
export function reasonFor(row: Row, judge: JudgeName): KnownRefusal | undefined {
  return knownRefusals.find(
    (known) =>
      known.judge === judge &&
      (known.documents?.includes(row.document) ?? true) &&
      (known.operation?.test(row.operation) ?? true) &&
      (known.request?.test(row.request ?? '') ?? true) &&
      known.says.test(row.refusals[judge] ?? ''),
  );
}

export function formatTable(summaries: readonly Summary[]): string {
  const sum = (value: (summary: Summary) => number): number => summaries.reduce((all, one) => all + value(one), 0);
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['document', 'requests', ...judgeNames, 'at least one', 'unexplained refusals']),
    line(['---', ...Array.from({ length: judgeNames.length + 3 }, () => '--:')]),
    ...summaries.map(({ document, calls, accepted, acceptedByAny, unexplained }) =>
      line([document, calls, ...judgeNames.map((judge) => accepted[judge]), acceptedByAny, unexplained.length]),
    ),
    line([
      '**all**',
      sum(({ calls }) => calls),
      ...judgeNames.map((judge) => sum(({ accepted }) => accepted[judge])),
      sum(({ acceptedByAny }) => acceptedByAny),
      sum(({ unexplained }) => unexplained.length),
    ]),
  ].join('\n');
}
