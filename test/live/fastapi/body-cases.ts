import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Case } from './case.ts';
import { textOf } from './check.ts';

const order = '0b8f7a52-6d0f-4a53-9f5e-0f6a1d2c3b4e';

const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x0d, 0x0a, 0x2d, 0x2d, 0x80]);

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const access: readonly Case[] = [
  {
    operation: 'POST /token',
    about: 'a form, as OAuth 2 has it',
    args: { body: { grant_type: 'password', username: 'ada+lovelace', password: 'p&q=r s%', scope: 'orders stock' } },
    sent: {
      path: ['token'],
      form: [
        ['grant_type', 'password'],
        ['username', 'ada+lovelace'],
        ['password', 'p&q=r s%'],
        ['scope', 'orders stock'],
      ],
    },
    answer: { json: { token_type: 'bearer', issued_to: 'ada+lovelace', knows: 8, scopes: ['orders', 'stock'] } },
  },
];

const placed = {
  id: order,
  lines: [
    { item_id: 1, quantity: 2, note: 'mit Gasflasche' },
    { item_id: 2, quantity: 1000 },
  ],
  payment: { kind: 'card', number: '4111 1111 1111 1111', expires: [12, 2029] },
  deliver_at: '2026-12-01T10:00:00+01:00',
  discounts: { autumn: '2.50', friend: 1 },
  parcel: { weight: 12.5, inside: [{ weight: 1.25, inside: [{ weight: 0.5 }] }] },
  gift: true,
};

const byInvoice = {
  lines: [{ item_id: 1, quantity: 1 }],
  payment: { kind: 'invoice', due: '2026-12-31', reference: null },
  deliver_at: '2026-12-24',
};

const orders: readonly Case[] = [
  {
    operation: 'POST /orders',
    about: 'a union with a discriminator, recursion, maps, a tuple',
    args: { callback_url: 'https://hooks.example/in?key=1&of=2', body: placed },
    sent: { path: ['orders'], query: [['callback_url', 'https://hooks.example/in?key=1&of=2']], json: placed },
    answer: {
      json: {
        id: order,
        customer: 'ada',
        lines: [
          { item_id: 1, quantity: 2, note: 'mit Gasflasche' },
          { item_id: 2, quantity: 1000, note: null },
        ],
        paid_by: 'card',
        discounts: { autumn: '2.50', friend: '1' },
        parcel: { weight: 12.5, inside: [{ weight: 1.25, inside: [{ weight: 0.5, inside: [] }] }] },
        deliver_at: '2026-12-01T10:00:00+01:00',
      },
    },
  },
  {
    operation: 'POST /orders',
    about: 'the other member of the union',
    args: { body: byInvoice },
    sent: { path: ['orders'], json: byInvoice },
    answer: {
      json: {
        id: expect.any(String),
        customer: 'ada',
        lines: [{ item_id: 1, quantity: 1, note: null }],
        paid_by: 'invoice',
        discounts: {},
        parcel: null,
        deliver_at: '2026-12-24T00:00:00',
      },
    },
  },
  {
    operation: 'GET /orders/{order_id}',
    args: { order_id: order },
    sent: { path: ['orders', order] },
    answer: { json: expect.objectContaining({ id: order, customer: 'ada', paid_by: 'card' }) },
  },
  {
    operation: 'GET /orders/{order_id}',
    about: "404 with the application's own shape of an error",
    args: { order_id: '00000000-0000-4000-8000-000000000000' },
    sent: { path: ['orders', '00000000-0000-4000-8000-000000000000'] },
    answer: { error: ['404', 'ada has no order 00000000-0000-4000-8000-000000000000'] },
  },
  {
    operation: 'POST /orders/{order_id}/cancellation',
    about: '307: followed with method and body as they are (RFC 9110, 15.4.8), or said not to have been done',
    args: { order_id: order, body: { reason: 'too late' } },
    sent: { path: ['orders', order, 'cancellation'], json: { reason: 'too late' } },
    maybe: [{ path: ['orders', order, 'cancellations'], json: { reason: 'too late' } }],
    answer: {
      any: (result) => {
        if (result.isError) expect(textOf(result)).toMatch(/307[^]*\/cancellations/);
        else expect(result.structuredContent).toEqual({ order_id: order, reason: 'too late', by: 'ada' });
      },
    },
  },
  {
    operation: 'POST /orders/{order_id}/cancellations',
    about: 'a body that may be left out',
    args: { order_id: order },
    sent: { path: ['orders', order, 'cancellations'] },
    answer: { json: { order_id: order, reason: null, by: 'ada' } },
  },
];

const stock: readonly Case[] = [
  {
    operation: 'GET /stock',
    args: {},
    sent: { path: ['stock'] },
    answer: {
      json: [
        { sku: 'ST-1', level: 12 },
        { sku: 'LA-2', level: 0 },
      ],
    },
  },
  {
    operation: 'POST /stock/counts',
    about: 'a body that is a list',
    args: {
      body: [
        { sku: 'ST-1', pieces: 4 },
        { kind: 'count', sku: 'LA-2', pieces: 0 },
      ],
    },
    sent: {
      path: ['stock', 'counts'],
      json: [
        { sku: 'ST-1', pieces: 4 },
        { kind: 'count', sku: 'LA-2', pieces: 0 },
      ],
    },
    answer: { json: { accepted: 2, pieces: 4 } },
  },
  {
    operation: 'PUT /stock/{sku}/level',
    about: 'a body and an answer that are numbers',
    args: { sku: 'ST 1', body: 0 },
    sent: { path: ['stock', 'ST 1', 'level'], json: 0 },
    answer: { json: 0 },
  },
  {
    operation: 'POST /stock/measurements',
    about: 'a body that is one of two',
    args: { body: { kind: 'weight', sku: 'RO-3', kilograms: 0.25 } },
    sent: { path: ['stock', 'measurements'], json: { kind: 'weight', sku: 'RO-3', kilograms: 0.25 } },
    answer: { json: { taken_as: 'Weight' } },
  },
];

const uploads: readonly Case[] = [
  {
    operation: 'POST /attachments',
    about: 'text as a file',
    args: {
      body: {
        file: { filename: 'käse "neu".txt', contentType: 'text/plain', text: 'Gouda\r\n--x\n' },
        title: 'Käse & Brot',
        copies: 2,
      },
    },
    sent: { path: ['attachments'], multipart: true },
    answer: {
      json: {
        file: {
          filename: expect.stringMatching(/^käse ("|%22)neu("|%22)\.txt$/),
          content_type: expect.stringMatching(/^text\/plain/),
          size: 11,
          sha256: sha256('Gouda\r\n--x\n'),
        },
        title: 'Käse & Brot',
        copies: 2,
      },
    },
  },
  {
    operation: 'POST /attachments',
    about: 'bytes as a file',
    args: {
      body: { file: { filename: 'p.jpg', contentType: 'image/jpeg', base64: photo.toString('base64') }, title: 'P' },
    },
    sent: { path: ['attachments'], multipart: true },
    answer: {
      json: {
        file: { filename: 'p.jpg', content_type: 'image/jpeg', size: photo.length, sha256: sha256(photo) },
        title: 'P',
        copies: 1,
      },
    },
  },
  {
    operation: 'POST /albums',
    about: 'several files and a list of words',
    args: {
      body: {
        photos: [
          { filename: '1.jpg', contentType: 'image/jpeg', base64: photo.toString('base64') },
          { filename: '2.svg', contentType: 'image/svg+xml', text: '<svg/>' },
        ],
        labels: ['summer', 'sea'],
      },
    },
    sent: { path: ['albums'], multipart: true },
    answer: {
      json: {
        photos: [
          { filename: '1.jpg', content_type: 'image/jpeg', size: photo.length, sha256: sha256(photo) },
          { filename: '2.svg', content_type: 'image/svg+xml', size: 6, sha256: sha256('<svg/>') },
        ],
        labels: ['summer', 'sea'],
      },
    },
  },
  {
    operation: 'POST /surveys',
    about: 'a form with a list (OpenAPI: style form, exploded)',
    args: { body: { name: 'Ada & Co', grades: [1, 3, 2], comment: 'a+b=c\nü' } },
    sent: {
      path: ['surveys'],
      form: [
        ['name', 'Ada & Co'],
        ['grades', '1'],
        ['grades', '3'],
        ['grades', '2'],
        ['comment', 'a+b=c\nü'],
      ],
    },
    answer: { json: { name: 'Ada & Co', grades: [1, 3, 2], comment: 'a+b=c\nü' } },
  },
  {
    operation: 'POST /profiles',
    about: 'a model of a form: a UUID, a date, enums, a decimal that keeps its digits, a list, a union',
    args: {
      body: {
        id: order,
        born: '1999-12-24',
        size: 2,
        status: 'on sale',
        rate: '1.10',
        news: true,
        tags: ['a&b', 'ü'],
        contact: 'ada@example.com',
      },
    },
    sent: {
      path: ['profiles'],
      form: [
        ['id', order],
        ['born', '1999-12-24'],
        ['size', '2'],
        ['status', 'on sale'],
        ['rate', '1.10'],
        ['news', 'true'],
        ['tags', 'a&b'],
        ['tags', 'ü'],
        ['contact', 'ada@example.com'],
      ],
    },
    answer: {
      json: {
        id: order,
        born: '1999-12-24',
        size: 2,
        status: 'on sale',
        rate: '1.10',
        news: true,
        tags: ['a&b', 'ü'],
        contact: 'ada@example.com',
      },
    },
  },
  {
    operation: 'PUT /notes/{note_id}',
    about: 'plain text',
    args: { note_id: 'n-1', body: 'keep dry\n"20 °C"' },
    sent: { path: ['notes', 'n-1'], text: 'keep dry\n"20 °C"' },
    answer: { json: { note_id: 'n-1', length: 16, text: 'keep dry\n"20 °C"' } },
  },
];

/** What can be in a body. */
export const bodyCases: readonly Case[] = [...access, ...orders, ...stock, ...uploads];
