import { type ErrorCode, errorCodes } from '../src/base/error-codes.ts';
import { errorExamples } from './error-examples.ts';

/** The pages of docs/errors by file name: one a code. */
export function errorPages(): Map<string, string> {
  return new Map((Object.keys(errorCodes) as ErrorCode[]).map((code) => [`${code}.md`, page(code)]));
}

function page(code: ErrorCode): string {
  const { means, remedy } = errorCodes[code];
  const example = errorExamples[code] ?? `error ${code}: ${means}`;
  return `# ${code}

**Cause.** ${means}

**Example.**

\`\`\`text
${example}
\`\`\`

**Remedy.** ${remedy}

[All codes](../errors.md). This page is generated from \`src/base/error-codes.ts\` by \`npm run docs\`.
`;
}

/** docs/errors.md: the list of them. */
export function errorIndex(): string {
  const rows = Object.entries(errorCodes).map(([code, { means }]) => `| [${code}](errors/${code}.md) | ${means} |`);
  return `# Errors and findings

Every code that an error, a finding of \`routewright tools\` or the result of a failed call can carry, each with its cause, an example and the remedy on a page of its own. Codes are stable. \`routewright doctor\` looks for most of them before they happen.

| code | what it means |
| --- | --- |
${rows.join('\n')}

This page is generated from \`src/base/error-codes.ts\` by \`npm run docs\`.
`;
}
