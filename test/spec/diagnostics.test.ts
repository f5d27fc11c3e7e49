import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { locateDiagnostics } from '../../src/spec/document.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { listOperations, type Operations } from '../../src/spec/operations.ts';
import { describeApi, type Files, makeFolder, operationsOf } from './fixture.ts';

/** Loads the first file and says for each finding its code, file, line and column. */
async function places(files: Files): Promise<{ found: string[]; located: Diagnostic[] } & Operations> {
  const document = await loadDocument(join(await makeFolder(files), Object.keys(files)[0]!));
  const operations = listOperations(document);
  const located = await locateDiagnostics(document, operations.diagnostics);
  const found = located.map(({ code, location }) => {
    const file = location?.file.split('/').at(-1) ?? '?';
    return `${code} ${file}:${String(location?.line)}:${String(location?.column)}`;
  });
  return { ...operations, found, located };
}

describe('a broken reference', () => {
  test('stays with its operation; the others go on', async () => {
    const { operations, diagnostics } = await operationsOf(
      describeApi({
        '/a': {
          get: {
            parameters: [{ $ref: '#/components/parameters/None' }, { name: 'kept', in: 'query' }],
            requestBody: { $ref: 'none.json' },
            responses: { 200: { $ref: '#/components/responses/None' }, 404: { description: 'kept' } },
          },
          post: { operationId: 'whole' },
        },
        '/b': { $ref: '#/components/pathItems/None', get: { operationId: 'beside' } },
        '/c': { $ref: '#/components/pathItems/None' },
        '/d': { get: { $ref: '#/components/x/None' }, put: { operationId: 'other' } },
      }),
    );
    expect(operations.map(({ id }) => id)).toEqual(['GET /a', 'POST /a', 'GET /b', 'PUT /d']);
    const broken = operations[0]!;
    expect(broken.parameters.map(({ name }) => name)).toEqual(['kept']);
    // A body that cannot be read may be anything.
    expect(broken.requestBody).toMatchObject({
      required: false,
      content: [{ type: 'application/json', schema: undefined }],
    });
    expect(broken.responses.map(({ status, content }) => [status, content.length])).toEqual([
      ['200', 0],
      ['404', 0],
    ]);
    expect(diagnostics.map(({ code, operation, pointer }) => [code, operation, pointer])).toEqual([
      ['REF_NOT_FOUND', 'GET /a', '/paths/~1a/get/parameters/0'],
      ['REF_UNREADABLE', 'GET /a', '/paths/~1a/get/requestBody'],
      ['REF_NOT_FOUND', 'GET /a', '/paths/~1a/get/responses/200'],
      ['REF_NOT_FOUND', undefined, '/paths/~1b'],
      ['REF_NOT_FOUND', undefined, '/paths/~1c'],
      ['REF_NOT_FOUND', 'GET /d', '/paths/~1d/get'],
    ]);
    for (const { fix, severity } of diagnostics) {
      expect(fix).toBeTruthy();
      expect(severity).toBe('warning');
    }
  });

  test('is told where it is written, at the end of a chain', async () => {
    const { found } = await places({
      'openapi.yaml': [
        'openapi: 3.1.0',
        'paths:',
        '  /a:',
        '    get:',
        '      parameters:',
        "        - $ref: 'shared.yaml#/Limit'",
      ].join('\n'),
      'shared.yaml': "# shared\nLimit:\n  $ref: '#/None'\n",
    });
    expect(found).toEqual(['REF_NOT_FOUND shared.yaml:2:1']);
  });
});

describe('findings have line and column', () => {
  test('in YAML', async () => {
    const { found } = await places({
      'openapi.yaml': [
        'openapi: 3.1.0', // 1
        'paths:',
        '  pets/{id}:', // 3
        '    get:', // 4
        '      parameters:',
        '        - name: x', // 6
        '        - {in: path, name: other}', // 7
        '        - {in: nowhere, name: y}', // 8
        '  /b: 5', // 9
        '  /c:',
        '    get: nothing', // 11
      ].join('\n'),
    });
    expect(found).toEqual([
      'PATH_INVALID openapi.yaml:3:3',
      'PARAMETER_INVALID openapi.yaml:6:11',
      'PARAMETER_UNUSED openapi.yaml:7:11',
      'PARAMETER_INVALID openapi.yaml:8:11',
      'PARAMETER_UNDECLARED openapi.yaml:4:5',
      'PATH_INVALID openapi.yaml:9:3',
      'OPERATION_INVALID openapi.yaml:11:5',
    ]);
  });

  test('in JSON, and in a second file', async () => {
    const { found, operations } = await places({
      'openapi.json': '{"openapi": "3.1.0",\n "paths": {\n  "/a": {"$ref": "parts/a.json"},\n  "/b": 7\n }}',
      'parts/a.json': '{\n  "get": {\n    "parameters": [\n      {"name": "x"}, {"$ref": "#/none"}\n    ]\n  }\n}',
    });
    expect(found).toEqual([
      'PARAMETER_INVALID a.json:4:7',
      'REF_NOT_FOUND a.json:4:22',
      'PATH_INVALID openapi.json:4:3',
    ]);
    expect(operations.map(({ id }) => id)).toEqual(['GET /a']);
  });

  test('and the file as a path that a terminal can open', async () => {
    const { located } = await places({ 'openapi.json': describeApi({ b: 7 }) });
    expect(located[0]!.location!.file).not.toMatch(/^file:/);
  });

  test('what is in no file that was read stays as it is', async () => {
    const document = await loadDocument(join(await makeFolder({ 'a.json': describeApi({}) }), 'a.json'));
    const finding: Diagnostic = { code: 'USAGE', severity: 'info', message: 'm', pointer: '', uri: 'file:///none' };
    expect(await locateDiagnostics(document, [finding])).toEqual([finding]);
  });
});

test('every operation of a document without faults comes without findings', async () => {
  const { diagnostics } = await operationsOf(
    describeApi({
      '/a/{id}': { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }], get: {}, delete: {} },
    }),
  );
  expect(diagnostics).toEqual([]);
});
