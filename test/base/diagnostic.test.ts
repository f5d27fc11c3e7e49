import { describe, expect, test } from '@jest/globals';
import { type Diagnostic, formatDiagnostic } from '../../src/base/diagnostic.ts';

const finding: Diagnostic = {
  code: 'REF_NOT_FOUND',
  severity: 'warning',
  message: '$ref #/a leads nowhere.',
  pointer: '/paths/~1pets/get',
  uri: 'file:///api/openapi.yaml',
};

describe('a finding as a line', () => {
  test.each<[string, Partial<Diagnostic>, string]>([
    [
      'names file and pointer where no line is known',
      {},
      'file:///api/openapi.yaml#/paths/~1pets/get warning REF_NOT_FOUND: $ref #/a leads nowhere.',
    ],
    [
      'names line and column as editors read them',
      { location: { file: 'openapi.yaml', line: 4, column: 7 } },
      'openapi.yaml:4:7 warning REF_NOT_FOUND: $ref #/a leads nowhere.',
    ],
    [
      'names the operation and the fix',
      { location: { file: 'openapi.yaml' }, operation: 'GET /pets', fix: 'Mend it.' },
      'openapi.yaml warning REF_NOT_FOUND: GET /pets: $ref #/a leads nowhere. Mend it.',
    ],
  ])('%s', (_, more, line) => {
    expect(formatDiagnostic({ ...finding, ...more })).toBe(line);
  });
});
