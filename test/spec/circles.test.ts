import { describe, expect, test } from '@jest/globals';
import { answering, answerSchema } from './answer.ts';
import { describeApi, operationsOf } from './fixture.ts';

describe('circles', () => {
  const schemas = {
    Node: {
      properties: {
        next: { $ref: '#/components/schemas/Node' },
        others: { items: { $ref: '#/components/schemas/Other' } },
      },
    },
    Other: { properties: { node: { $ref: '#/components/schemas/Node' } } },
  };

  test('of values are no fault', async () => {
    expect(
      await answerSchema({
        'openapi.json': answering({ $ref: '#/components/schemas/Node' }, { components: { schemas } }),
      }),
    ).toEqual(schemas.Node);
  });

  test('across files end', async () => {
    const found = await answerSchema({
      'openapi.json': answering({ $ref: 'a.json' }),
      'a.json': { properties: { b: { $ref: 'b.json' } } },
      'b.json': { properties: { a: { $ref: 'a.json' }, top: { $ref: 'openapi.json#/paths/~1pets' } } },
    });
    expect(found).toEqual({ properties: { b: { $ref: 'b.json' } } });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['of one', { A: { $ref: '#/components/parameters/A' } }, 'REF_LOOP'],
    ['of two', { A: { $ref: '#/components/parameters/B' }, B: { $ref: '#/components/parameters/A' } }, 'REF_LOOP'],
    [
      'with siblings',
      {
        A: { $ref: '#/components/parameters/B', description: 'a' },
        B: { $ref: '#/components/parameters/A', description: 'b' },
      },
      'REF_LOOP',
    ],
    ['that lead through themselves', { A: { $ref: '#/components/parameters/A/x' } }, 'REF_NOT_FOUND'],
  ])('of references alone, %s, are told', async (_, parameters, code) => {
    const { operations, diagnostics } = await operationsOf(
      describeApi(
        { '/a': { get: { parameters: [{ $ref: '#/components/parameters/A' }] } } },
        { components: { parameters } },
      ),
    );
    expect(operations).toHaveLength(1);
    expect(operations[0]!.parameters).toEqual([]);
    expect(diagnostics).toMatchObject([{ code, operation: 'GET /a' }]);
  });
});
