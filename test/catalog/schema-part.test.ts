import { expect, test } from '@jest/globals';
import { findPart } from '../../src/catalog/schema-part.ts';

const price = { type: 'object', properties: { amount: { type: 'number' } } };
const $defs = {
  Item: { type: 'object', properties: { price, parent: { $ref: '#/$defs/Item' } } },
  Loop: { allOf: [{ $ref: '#/$defs/Loop' }] },
};
const root = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/$defs/Item' } },
    by: { additionalProperties: { anyOf: [{ properties: { a: { const: 1 } } }, { properties: { a: { const: 2 } } }] } },
    loop: { $ref: '#/$defs/Loop' },
  },
  $defs,
};

test.each([
  ['items.price.amount', { type: 'number' }],
  ['items[].parent.parent.price', price],
  ['Item.price', price],
  ['by.a', { anyOf: [{ const: 1 }, { const: 2 }] }],
])('%s', (path, schema) => {
  expect(findPart(root, path)).toEqual({ schema: { ...schema, $defs } });
});

test.each([
  ['itmes', ['items', 'by', 'loop']],
  ['items.cost', ['price', 'parent']],
  ['loop.x', []],
])('%s leads nowhere', (path, known) => {
  expect(findPart(root, path)).toEqual({ known });
});
