import type { Diagnostic } from '../base/diagnostic.ts';
import { formatLocation } from '../base/errors.ts';
import type { Gateway } from '../gateway.ts';
import { locateDiagnostics } from '../spec/document.ts';
import type { DocumentReport, Finding } from './wire.ts';

/** Beyond these finding lines, which reads a text again, takes too long while somebody waits. */
const mostText = 4_000_000;

/** What was left out of the documents and why, and what is wrong with them. */
export async function reportDocuments(gateway: Gateway): Promise<DocumentReport> {
  const all = gateway.diagnostics;
  const findings: Finding[] = [];
  const told = new Set<Diagnostic>();
  for (const { name, catalog } of gateway.apis) {
    const { document } = catalog;
    const mine = all.filter((diagnostic) => !told.has(diagnostic) && document.resources.has(diagnostic.uri));
    mine.forEach((diagnostic) => told.add(diagnostic));
    const size = [...document.resources.values()].reduce((sum, { text }) => sum + text.length, 0);
    const located = size > mostText ? mine : await locateDiagnostics(document, mine);
    findings.push(...located.map((diagnostic) => toFinding(diagnostic, name)));
  }
  findings.push(...all.filter((diagnostic) => !told.has(diagnostic)).map((diagnostic) => toFinding(diagnostic)));
  const leftOut = gateway.apis.flatMap(({ name, catalog }) =>
    catalog.leftOut.map(({ operation, reason }) => ({ api: name, operation: operation.id, reason })),
  );
  return { leftOut, findings };
}

function toFinding(
  { code, severity, message, fix, operation, location, uri, pointer }: Diagnostic,
  api?: string,
): Finding {
  return {
    ...(api === undefined ? {} : { api }),
    code,
    severity,
    message,
    ...(fix ? { fix } : {}),
    ...(operation === undefined ? {} : { operation }),
    place: location ? formatLocation(location) : `${uri}#${pointer}`,
  };
}
