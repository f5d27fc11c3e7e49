import { expect } from '@jest/globals';
import type { Case } from './case.ts';
import { textOf } from './check.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64');

const answers: readonly Case[] = [
  {
    operation: 'GET /notes/{note_id}',
    args: { note_id: 'n-1' },
    sent: { path: ['notes', 'n-1'] },
    answer: { text: ['Note n-1:\nkeep dry, 20 °C'] },
  },
  {
    operation: 'GET /report',
    about: 'HTML',
    args: {},
    sent: { path: ['report'] },
    answer: { text: ['Stock of today', '12 stoves'] },
  },
  {
    operation: 'GET /logo.png',
    about: 'an image',
    args: {},
    sent: { path: ['logo.png'] },
    answer: { image: { mimeType: 'image/png', data: pixel } },
  },
  {
    operation: 'GET /attachments/{attachment_id}',
    about: 'bytes',
    args: { attachment_id: 7 },
    sent: { path: ['attachments', '7'] },
    answer: { file: { mimeType: 'application/octet-stream', blob: allBytes } },
  },
  {
    operation: 'GET /moved',
    about: 'a redirect to another origin',
    args: (elsewhere) => ({ to: `${elsewhere}/landing` }),
    sent: { path: ['moved'], query: [['to', expect.stringMatching(/\/landing$/) as unknown as string]] },
    // Followed without the credential or not followed: both are right, and the test looks at what got there.
    answer: { any: (result) => expect(textOf(result)).toMatch(result.isError ? /redirect/i : /landed/) },
  },
  {
    operation: 'GET /current-item',
    about: 'a redirect within the origin',
    args: {},
    sent: [{ path: ['current-item'] }, { path: ['labels', 'current one'], query: [['from', 'redirect']] }],
    answer: { json: { label: 'current one' } },
  },
  {
    operation: 'POST /jobs',
    about: '303: the answer is to be had by GET (RFC 9110, 15.4.4)',
    args: { body: { name: 'count' } },
    sent: [
      { path: ['jobs'], json: { name: 'count' } },
      { method: 'GET', path: ['labels', 'job-count'] },
    ],
    answer: { json: { label: 'job-count' } },
  },
  {
    operation: 'GET /slow',
    args: { seconds: 1.5 },
    sent: { path: ['slow'], query: [['seconds', '1.5']] },
    answer: { json: { waited: 1.5 } },
  },
  { operation: 'GET /export', about: '60 MB', args: {}, sent: { path: ['export'] }, answer: { tooLarge: true } },
  {
    operation: 'GET /export',
    about: '60 MB that arrive as 60 kB',
    args: { compressed: true },
    sent: { path: ['export'], query: [['compressed', 'true']] },
    answer: { tooLarge: true },
  },
  {
    operation: 'GET /compressed',
    args: {},
    sent: { path: ['compressed'] },
    answer: { json: { compressed: 'wörds words words' } },
  },
  {
    operation: 'GET /half-json',
    about: 'says application/json and is not',
    args: {},
    sent: { path: ['half-json'] },
    answer: {
      any: (result) => {
        expect(textOf(result)).toContain('<b>Down for maintenance</b>');
        expect(result.structuredContent).toBeUndefined();
      },
    },
  },
];

const failures: readonly Case[] = [
  {
    operation: 'POST /bookings',
    args: { voucher: 7, body: { check_in: '2026-12-01', check_out: '2026-12-03', guests: 2 } },
    sent: {
      path: ['bookings'],
      query: [['voucher', '7']],
      json: { check_in: '2026-12-01', check_out: '2026-12-03', guests: 2 },
    },
    answer: { json: { check_in: '2026-12-01', check_out: '2026-12-03', guests: 2 } },
  },
  {
    operation: 'POST /bookings',
    about: '422',
    args: { body: { check_in: '2026-12-03', check_out: '2026-12-01', guests: 2 } },
    sent: { path: ['bookings'], json: { check_in: '2026-12-03', check_out: '2026-12-01', guests: 2 } },
    answer: { error: ['422', 'check_out must be after check_in'] },
  },
  {
    operation: 'GET /busy',
    about: '429; the wait is longer than any call may last',
    args: {},
    sent: { path: ['busy'] },
    answer: { error: ['429', 'Too many requests, try later', /\b(600|10 min)/] },
  },
  {
    operation: 'GET /crash',
    about: '500',
    args: {},
    sent: { path: ['crash'] },
    answer: { error: ['500', 'Internal Server Error'] },
    repeatable: true,
  },
  {
    operation: 'POST /payments',
    about: '500 to a request that must not be sent twice',
    args: { body: { amount: '10.00' } },
    sent: { path: ['payments'], json: { amount: '10.00' } },
    answer: { error: ['500', 'The bank did not answer; it may have taken the money'] },
  },
];

/** What can come back. */
export const answerCases: readonly Case[] = [...answers, ...failures];
