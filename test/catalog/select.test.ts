import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSelector, type Selection } from '../../src/catalog/select.ts';
import type { Operation } from '../../src/spec/operation.ts';

function operation(method: string, path: string, operationId?: string, tags: readonly string[] = []): Operation {
  return { id: `${method} ${path}`, method, path, operationId, tags } as Operation;
}

const shop = [
  operation('GET', '/products', 'products/list', ['products', 'read/only']),
  operation('GET', '/products/{id}', 'products/get', ['products']),
  operation('PUT', '/products/{id}', 'products/replace', ['products']),
  operation('DELETE', '/products/{id}/photos/{photo}', 'photos/delete', ['photos']),
  operation('POST', '/orders', undefined, ['orders (new)']),
  operation('QUERY', '/search', 'search', []),
  operation('HEAD', '/search', undefined, []),
];

function kept(selection: Selection): string[] {
  const reason = createSelector(selection);
  return shop.filter((candidate) => reason(candidate) === undefined).map(({ id }) => id);
}

describe('include', () => {
  test.each([
    ['tag:products', ['GET /products', 'GET /products/{id}', 'PUT /products/{id}']],
    ['tag:p*', ['GET /products', 'GET /products/{id}', 'PUT /products/{id}', 'DELETE /products/{id}/photos/{photo}']],
    ['tag:*only', ['GET /products']],
    ['tag:orders (new)', ['POST /orders']],
    ['tag:Products', []],
    [' tag: products ', ['GET /products', 'GET /products/{id}', 'PUT /products/{id}']],
    ['operation:products/list', ['GET /products']],
    ['operation:products/*', ['GET /products', 'GET /products/{id}', 'PUT /products/{id}']],
    ['operation:prod*', ['GET /products', 'GET /products/{id}', 'PUT /products/{id}']],
    ['operation:sear?h', ['QUERY /search']],
    ['method:put', ['PUT /products/{id}']],
    ['method:PUT,DELETE', ['PUT /products/{id}', 'DELETE /products/{id}/photos/{photo}']],
    ['method:P*', ['PUT /products/{id}', 'POST /orders']],
    ['/products', ['GET /products']],
    ['/products/{id}', ['GET /products/{id}', 'PUT /products/{id}']],
    ['/products/*', ['GET /products/{id}', 'PUT /products/{id}']],
    [
      '/products/**',
      ['GET /products', 'GET /products/{id}', 'PUT /products/{id}', 'DELETE /products/{id}/photos/{photo}'],
    ],
    ['/**/photos/*', ['DELETE /products/{id}/photos/{photo}']],
    ['GET /products/**', ['GET /products', 'GET /products/{id}']],
    ['put,delete  /**', ['PUT /products/{id}', 'DELETE /products/{id}/photos/{photo}']],
    ['* /search', ['QUERY /search', 'HEAD /search']],
    ['/nothing', []],
  ])('%j', (selector, expected) => expect(kept({ include: [selector] })).toEqual(expected));

  test('takes what any of several names', () =>
    expect(kept({ include: ['tag:photos', 'POST /orders'] })).toEqual([
      'DELETE /products/{id}/photos/{photo}',
      'POST /orders',
    ]));

  test.each([
    '/a[b]/{c}',
    '/x(y)',
    '/a+b/@me',
    '/!a',
    '/a|b',
    '/a.b',
    '/$metadata',
    '/a^b',
    '/a\\b',
    "/Users('{id}')",
    '/a:b',
  ])('%j means itself', (path) => {
    const reason = createSelector({ include: [path] });
    expect(reason(operation('GET', path))).toBeUndefined();
    expect(reason(operation('GET', `${path}x`))).toBe('not included');
    expect(reason(operation('GET', '/a'))).toBe('not included');
  });

  test('a path without wildcards selects itself and no other', () => {
    const paths = fc
      .string({ unit: fc.constantFrom(...Array.from('ab{}[]()/.-_~!$&+,;=:@|^')), maxLength: 12 })
      .map((rest) => `/a${rest}z`);
    fc.assert(
      fc.property(paths, paths, (path, other) => {
        const reason = createSelector({ include: [path] });
        expect(reason(operation('GET', path))).toBeUndefined();
        if (other !== path) expect(reason(operation('GET', other))).toBe('not included');
      }),
      { numRuns: 500 },
    );
  });
});

describe('exclude and read-only', () => {
  test('exclude wins over include', () =>
    expect(kept({ include: ['/products/**'], exclude: ['method:PUT', 'tag:photos'] })).toEqual([
      'GET /products',
      'GET /products/{id}',
    ]));

  test('read-only keeps what changes nothing', () =>
    expect(kept({ readOnly: true })).toEqual(['GET /products', 'GET /products/{id}', 'QUERY /search', 'HEAD /search']));

  test('the reason says which it was', () => {
    const reason = createSelector({ readOnly: true, include: ['/products/**', '/search'], exclude: ['HEAD /**'] });
    expect(shop.map((candidate) => reason(candidate))).toEqual([
      undefined,
      undefined,
      'read-only',
      'read-only',
      'read-only',
      undefined,
      'excluded',
    ]);
    expect(reason(operation('GET', '/other'))).toBe('not included');
  });
});

test.each(['products', 'tag', 'tag:', '', 'GET products', 'path:/x'])('%j is refused with a hint', (selector) => {
  expect(() => createSelector({ include: [selector] })).toThrow(
    expect.objectContaining({
      code: 'SELECTOR_INVALID',
      hint: expect.stringContaining('Paths begin with a slash') as unknown,
    }),
  );
});
