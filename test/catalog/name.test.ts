import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type NameRequest, nameOperations, toIdentifier } from '../../src/catalog/name.ts';
import type { Operation } from '../../src/spec/operation.ts';

const legal = /^[A-Za-z_][A-Za-z0-9_]*$/;

function request(method: string, path: string, operationId?: string, wanted?: string): NameRequest {
  return { operation: { id: `${method} ${path}`, method, path, operationId } as Operation, wanted };
}

const folded = (name: string): string => name.toLowerCase().replaceAll('_', '');

describe('identifiers', () => {
  test.each([
    ['getPet', 'getPet'],
    ['repos/list-for-org', 'repos_list_for_org'],
    ['pets.get', 'pets_get'],
    ['récupérer été', 'recuperer_ete'],
    ['ﬁnd', 'find'],
    ['2fa', '_2fa'],
    ['__proto__', 'proto'],
    ['a -- b', 'a_b'],
    ['取得', '_'],
    ['', '_'],
  ])('%j is %j', (text, identifier) => expect(toIdentifier(text)).toBe(identifier));
});

describe('names', () => {
  test("of the gateway's own tools are taken", () => {
    const [read, search] = nameOperations([
      request('GET', '/a', 'readResult'),
      request('GET', '/b', 'search_operations'),
    ]);
    expect(read).toMatch(/^readResult_[a-z0-9]+$/i);
    expect(search).toMatch(/^search_operations_[a-z0-9]+$/i);
  });

  test.each([
    ['an operationId', request('GET', '/pets', 'listPets'), 'listPets'],
    ['what curation wants', request('GET', '/pets', 'listPets', 'pets'), 'pets'],
    ['the route', request('GET', '/pets/{id}/toys'), 'get_pets_by_id_toys'],
    ['the route with a query', request('GET', '/a?x={y}#z'), 'get_a_x_by_y_z'],
    ['the root', request('GET', '/'), 'get'],
    ['the route where the operationId has no letters', request('GET', '/pets', '取得'), 'get_pets'],
    ['the route where the operationId is empty', request('GET', '/pets', ''), 'get_pets'],
    ['digits first', request('GET', '/2fa', '2fa'), '_2fa'],
    ['a method of its own', request('LOCK', '/files/{path}.json'), 'lock_files_by_path_json'],
  ])('from %s', (_, from, name) => expect(nameOperations([from])).toEqual([name]));

  test('a prefix is part of the name and of its length', () => {
    expect(nameOperations([request('GET', '/pets', 'listPets')], 'my-shop_')).toEqual(['my_shop_listPets']);
    const [name] = nameOperations([request('GET', '/pets', 'x'.repeat(48))], '2shop_');
    expect(name).toMatch(/^_2shop_x{34}_[0-9a-f]{6}$/);
  });

  test('two that differ in case and underscores only are told apart by a hash', () => {
    const names = nameOperations([
      request('GET', '/a', 'get_pet'),
      request('GET', '/b', 'getPet'),
      request('GET', '/c', 'other'),
    ]);
    expect(names).toEqual([
      expect.stringMatching(/^get_pet_[0-9a-f]{6}$/),
      expect.stringMatching(/^getPet_[0-9a-f]{6}$/),
      'other',
    ]);
  });

  test('a cut name stays the same whatever comes before, after, or changes', () => {
    const long = request('GET', '/pets', `find${'Very'.repeat(20)}Long`);
    const [alone] = nameOperations([long]);
    expect(alone).toHaveLength(48);
    const among = nameOperations([
      request('GET', '/x', 'x'),
      request('PUT', '/pets', `${long.operation.operationId!}er`),
      long,
    ]);
    expect(among[2]).toBe(alone);
    expect(nameOperations([long, request('GET', '/y', 'y')])[0]).toBe(alone);
  });

  test('one route twice still has two names', () => {
    const same = Array.from({ length: 30 }, () => request('GET', '/a', 'same'));
    expect(new Set(nameOperations(same, '', 16)).size).toBe(30);
  });

  const requests = fc.array(
    fc
      .tuple(
        fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'M-SEARCH'),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.option(
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 90 }),
            fc.constantFrom('getPet', 'get_pet', 'GETPET', '__'),
          ),
          { nil: undefined },
        ),
        fc.option(fc.string({ unit: 'grapheme', maxLength: 60 }), { nil: undefined }),
      )
      .map(([method, path, operationId, wanted]) => request(method, `/${path}`, operationId, wanted)),
    { maxLength: 25 },
  );

  test('are always legal, short and distinct', () => {
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 16, max: 64 }),
        fc.constantFrom('', 'shop_', 'a-b_', '9_'),
        (list, length, prefix) => {
          const names = nameOperations(list, prefix, length);
          expect(names).toHaveLength(list.length);
          for (const name of names) {
            expect(name).toMatch(legal);
            expect(name.length).toBeLessThanOrEqual(length);
          }
          expect(new Set(names.map(folded)).size).toBe(names.length);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('of distinct routes do not depend on their order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          requests.filter((list) => list.length > 0).map((list) => list[0]!),
          { selector: ({ operation }) => operation.id, maxLength: 12 },
        ),
        (list) => {
          const forwards = new Map(nameOperations(list).map((name, index) => [list[index]!.operation.id, name]));
          const backwards = [...list].reverse();
          nameOperations(backwards).forEach((name, index) =>
            expect(name).toBe(forwards.get(backwards[index]!.operation.id)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
