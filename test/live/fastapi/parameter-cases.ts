import { expect } from '@jest/globals';
import type { Case } from './case.ts';
import type { Answer } from './check.ts';

const uuid = '0b8f7a52-6d0f-4a53-9f5e-0f6a1d2c3b4e';

const tent = {
  name: 'Tent "Fjäll" 🏕',
  price: '249.90',
  status: 'on sale',
  size: 2,
  tags: ['outdoor'],
  maker: { name: 'Ahlström & Sons', country: 'SE', site: 'https://tents.example/se?x=1' },
  stored_since: '2026-11-02',
  attributes: { litres: 1.5, pieces: 3, folding: true, colour: 'grün' },
};

const nothingUnderstood = {
  q: null,
  tags: [],
  'filter[status]': null,
  size: null,
  min_price: null,
  in_stock: null,
  created_on: null,
  updated_since: null,
  code: null,
  sort: 'name',
  limit: 20,
};

function understood(some: Partial<Record<keyof typeof nothingUnderstood, unknown>>): Answer {
  return { json: { understood: { ...nothingUnderstood, ...some }, total: expect.any(Number) } };
}

const label = (value: string, about: string): Case => ({
  operation: 'GET /labels/{label}',
  about,
  args: { label: value },
  sent: { path: ['labels', value] },
  answer: { json: { label: value } },
});

const items: readonly Case[] = [
  { operation: 'GET /items', about: 'no argument', args: {}, sent: { path: ['items'] }, answer: understood({}) },
  {
    operation: 'GET /items',
    about: 'every argument',
    args: {
      q: 'a&b=c#d+e f/ä?"%20',
      tags: ['red', 'blue,green', 'ö'],
      filter_status: ['on sale', 'gone'],
      size: 2,
      min_price: '19.90',
      in_stock: false,
      created_on: '2026-02-28',
      updated_since: '2026-11-23T10:00:00+01:00',
      code: 42,
      sort: '-name',
      limit: 100,
    },
    sent: {
      path: ['items'],
      query: [
        ['q', 'a&b=c#d+e f/ä?"%20'],
        ['tags', 'red'],
        ['tags', 'blue,green'],
        ['tags', 'ö'],
        ['filter[status]', 'on sale'],
        ['filter[status]', 'gone'],
        ['size', '2'],
        ['min_price', '19.90'],
        ['in_stock', 'false'],
        ['created_on', '2026-02-28'],
        ['updated_since', '2026-11-23T10:00:00+01:00'],
        ['code', '42'],
        ['sort', '-name'],
        ['limit', '100'],
      ],
    },
    answer: understood({
      q: 'a&b=c#d+e f/ä?"%20',
      tags: ['red', 'blue,green', 'ö'],
      'filter[status]': ['on sale', 'gone'],
      size: 2,
      min_price: '19.90',
      in_stock: false,
      created_on: '2026-02-28',
      updated_since: '2026-11-23T10:00:00+01:00',
      // Both members of its union fit, and Pydantic takes text for text.
      code: '42',
      sort: '-name',
      limit: 100,
    }),
  },
  {
    operation: 'GET /items',
    about: 'the other half of a union; an empty string is a value, null and an empty list are none (RFC 6570, 2.3)',
    args: { code: 'A-42', q: '', size: null, tags: [] },
    sent: {
      path: ['items'],
      query: [
        ['code', 'A-42'],
        ['q', ''],
      ],
    },
    answer: understood({ code: 'A-42', q: '' }),
  },
  {
    operation: 'POST /items',
    about: 'a nested body',
    args: { body: tent },
    sent: { path: ['items'], json: tent },
    answer: { json: { ...tent, id: expect.any(Number), label: expect.stringContaining(tent.name) } },
  },
  {
    operation: 'POST /items',
    about: '422, at an argument that the schema could not judge',
    args: { body: { name: 'Rope', price: '1.234' } },
    sent: { path: ['items'], json: { name: 'Rope', price: '1.234' } },
    answer: { error: ['422', 'no more than 2 decimal places', 'price'] },
  },
  {
    operation: 'GET /items/{item_id}',
    args: { item_id: 1 },
    sent: { path: ['items', '1'] },
    answer: {
      json: {
        id: 1,
        name: 'Camping stove',
        price: '49.90',
        status: 'on sale',
        size: 1,
        tags: ['outdoor'],
        maker: null,
        stored_since: null,
        attributes: {},
        label: '1: Camping stove',
      },
    },
  },
  {
    operation: 'GET /items/{item_id}',
    about: '404',
    args: { item_id: 4040 },
    sent: { path: ['items', '4040'] },
    answer: { error: ['404', 'There is no item 4040'] },
  },
  {
    operation: 'HEAD /items/{item_id}',
    args: { item_id: 1 },
    sent: { path: ['items', '1'] },
    answer: { emptyWithStatus: 200 },
  },
  {
    operation: 'PUT /items/{item_id}',
    about: 'path, query and body',
    args: { item_id: 2, notify: true, body: { name: 'Lantern', price: 19, size: 2 } },
    sent: { path: ['items', '2'], query: [['notify', 'true']], json: { name: 'Lantern', price: 19, size: 2 } },
    answer: {
      json: { item: expect.objectContaining({ id: 2, name: 'Lantern', price: '19', size: 2 }), notified: true },
    },
  },
  {
    operation: 'PATCH /items/{item_id}',
    about: 'null is sent, what is not given is not',
    args: { item_id: 1, body: { maker: null, status: 'on sale' } },
    sent: { path: ['items', '1'], json: { maker: null, status: 'on sale' } },
    answer: { json: { id: 1, changed: { maker: null, status: 'on sale' }, untouched: ['name', 'price'] } },
  },
  {
    operation: 'DELETE /items/{item_id}',
    about: '204',
    args: { item_id: 999 },
    sent: { path: ['items', '999'] },
    answer: { emptyWithStatus: 204 },
  },
  {
    operation: 'GET /events',
    about: 'a model of query parameters that knows no others; `format` only annotates, and Pydantic needs no zone',
    args: { start: '2026-11-23T08:00:00Z', at: '07:30:00', step: 'PT1H30M' },
    sent: {
      path: ['events'],
      query: [
        ['start', '2026-11-23T08:00:00Z'],
        ['at', '07:30:00'],
        ['step', 'PT1H30M'],
      ],
    },
    answer: { json: { window: { start: '2026-11-23T08:00:00Z', end: null, at: '07:30:00', step: 'PT1H30M' } } },
  },
];

const paths: readonly Case[] = [
  label('plain', 'plain'),
  label('Übergröße 🏕', 'not ASCII'),
  label('50% off?#1', 'what ends a path'),
  label('a b+c&d=e;f,g:h@i', 'what means something in a URL'),
  label(`!$'()*[]{}|\\^~"<>`, 'what is escaped here and not there'),
  label('%2F%20', 'what looks escaped already'),
  {
    operation: 'GET /files/{file_path}',
    about: 'slashes in a value',
    args: { file_path: 'reports/2026 Q4/ä.txt' },
    sent: { path: ['files', 'reports/2026 Q4/ä.txt'] },
    answer: { json: { file_path: 'reports/2026 Q4/ä.txt' } },
  },
  {
    operation: 'GET /shelves/{aisle}-{place}.{kind}',
    about: 'three parameters in a segment',
    args: { aisle: 7, place: 'B12', kind: 'json' },
    sent: { path: ['shelves', '7-B12.json'] },
    answer: { json: { aisle: 7, place: 'B12', kind: 'json' } },
  },
  {
    operation: 'GET /days/{day}/slots/{slot_id}',
    about: 'a date and a UUID',
    args: { day: '2026-12-24', slot_id: uuid },
    sent: { path: ['days', '2026-12-24', 'slots', uuid] },
    answer: { json: { day: '2026-12-24', slot_id: uuid } },
  },
  {
    operation: 'GET /warehouses/{warehouse_id}/inventories/{inventory_id}/movements',
    about: 'a name to be cut, an answer that is a list',
    args: { warehouse_id: 3, inventory_id: 14 },
    sent: { path: ['warehouses', '3', 'inventories', '14', 'movements'] },
    answer: { json: [{ warehouse: 3, inventory: 14, moved: 3 }] },
  },
  {
    operation: 'GET /anything',
    about: 'one operationId, two operations',
    args: {},
    sent: { path: ['anything'] },
    answer: { json: { method: 'GET' } },
  },
  {
    operation: 'POST /anything',
    about: 'one operationId, two operations',
    args: {},
    sent: { path: ['anything'] },
    answer: { json: { method: 'POST' } },
  },
];

const headers: readonly Case[] = [
  {
    operation: 'GET /headers',
    args: {
      x_request_tag: 'tag one',
      x_attempt: 3,
      x_trace: uuid,
      x_dry_run: true,
      x_scopes: ['read', 'write'],
      plain_name: 'as it is',
    },
    sent: {
      path: ['headers'],
      headers: {
        'x-request-tag': 'tag one',
        'x-attempt': '3',
        'x-trace': uuid,
        'x-dry-run': 'true',
        'x-scopes': 'read,write',
        plain_name: 'as it is',
      },
    },
    answer: {
      json: {
        'x-request-tag': 'tag one',
        'x-attempt': 3,
        'x-trace': uuid,
        'x-dry-run': true,
        // One value: OpenAPI writes a list in a header with commas (style simple), FastAPI reads repeated headers.
        'x-scopes': ['read,write'],
        plain_name: 'as it is',
      },
    },
  },
  {
    operation: 'GET /cookies',
    args: { session_id: 's-42', theme: 'dark', visit_count: 7 },
    sent: { path: ['cookies'], cookies: { session_id: 's-42', theme: 'dark', 'visit-count': '7' } },
    answer: { json: { session_id: 's-42', theme: 'dark', visits: 7 } },
  },
  {
    operation: 'GET /cookies',
    about: 'only what is required',
    args: { session_id: 's-43' },
    sent: { path: ['cookies'], cookies: { session_id: 's-43' } },
    answer: { json: { session_id: 's-43', theme: 'light', visits: null } },
  },
];

const models: readonly Case[] = [
  {
    operation: 'GET /readings',
    about: 'a model of lists: dates, UUIDs, decimals that keep their digits, an enum of numbers, a union of primitives',
    args: {
      days: ['2026-02-28', '2026-03-01'],
      ids: [uuid],
      amounts: ['1.10', '20.00'],
      sizes: [1, 2],
      exact: 7,
    },
    sent: {
      path: ['readings'],
      query: [
        ['days', '2026-02-28'],
        ['days', '2026-03-01'],
        ['ids', uuid],
        ['amounts', '1.10'],
        ['amounts', '20.00'],
        ['sizes', '1'],
        ['sizes', '2'],
        ['exact', '7'],
      ],
    },
    answer: {
      json: { days: ['2026-02-28', '2026-03-01'], ids: [uuid], amounts: ['1.10', '20.00'], sizes: [1, 2], exact: 7 },
    },
  },
  {
    operation: 'GET /traces',
    about: 'models of headers and of cookies',
    args: { x_trace_id: uuid, x_day: '2026-02-28', x_rate: '0.50', visit_id: uuid, theme: 'dark' },
    sent: {
      path: ['traces'],
      headers: { 'x-trace-id': uuid, 'x-day': '2026-02-28', 'x-rate': '0.50' },
      cookies: { visit_id: uuid, theme: 'dark' },
    },
    answer: {
      json: {
        trace: { x_trace_id: uuid, x_day: '2026-02-28', x_rate: '0.50' },
        visit: { visit_id: uuid, theme: 'dark' },
      },
    },
  },
];

/** What can be in a path, a query, headers and cookies, and the life of a resource. */
export const parameterCases: readonly Case[] = [...items, ...paths, ...headers, ...models];
