import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorCodes } from '../../base/error-codes.ts';
import { version } from '../../base/version.ts';
import type { CheckReport } from '../check.ts';
import type { Finding } from '../finding.ts';
import { helpUrl } from '../help-url.ts';
import { ruleByCode } from '../rules.ts';
import { explain } from './text.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * SARIF 2.1.0, which GitHub's code scanning and most editors read. A fingerprint holds a finding together over runs
 * though lines move: it is made of code, pointer and tool.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ findings }: CheckReport): string {
  const codes = [...new Set(findings.map(({ rule }) => rule))];
  const run = {
    tool: {
      driver: {
        name: 'routewright',
        semanticVersion: version,
        informationUri: 'https://www.npmjs.com/package/routewright',
        rules: codes.map(toDescriptor),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => toResult(finding, codes.indexOf(finding.rule))),
  };
  return JSON.stringify(
    {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [run],
    },
    null,
    2,
  );
}

function toDescriptor(code: string): object {
  const { title, why, mend } = explain(code);
  const level = ruleByCode.get(code)?.level ?? (code in errorCodes ? 'warning' : 'info');
  return {
    id: code,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why ?? `${title}.` },
    help: { text: mend },
    helpUri: helpUrl(code),
    defaultConfiguration: { level: levels[level] },
  };
}

function toResult(
  { rule, level, message, fix, location, uri, pointer, tool, source }: Finding,
  ruleIndex: number,
): object {
  const region =
    location?.line === undefined ? {} : { region: { startLine: location.line, startColumn: location.column ?? 1 } };
  const physical = { artifactLocation: { uri: toUri(location?.file ?? uri) }, ...region };
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[level],
    message: { text: fix === undefined || fix === '' ? message : `${message} ${fix}` },
    locations: [
      {
        physicalLocation: physical,
        logicalLocations: [
          { fullyQualifiedName: `#${pointer}`, ...(tool === undefined ? {} : { name: tool, kind: 'function' }) },
        ],
      },
    ],
    partialFingerprints: { 'routewright/v1': `${rule} ${pointer} ${tool ?? ''}` },
    ...(source === undefined ? {} : { properties: { source } }),
  };
}

/** A relative path as a relative reference, so that the results fit wherever the repository is checked out. */
function toUri(file: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return file;
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
