import { expect, test } from '@jest/globals';
import { explainRefused, provenanceOf } from '../../src/upstream/credentials/provenance.ts';

const jwt = (exp: number): string =>
  ['{"alg":"none"}', JSON.stringify({ exp }), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const now = Date.UTC(2026, 10, 24, 12);

test.each([
  [jwt(now / 1000 - 60), ', which expired at 2026-11-24T11:59:00.000Z'],
  [jwt(now / 1000 + 60), ', which expires at 2026-11-24T12:01:00.000Z'],
  ['opaque', ''],
])('a token that is refused says when it ends, where it says so itself: %s', (value, until) => {
  const refused = { scheme: 'Bearer', provenance: provenanceOf(['env:TOKEN'], value) };
  expect(explainRefused('shop', refused, 'none', now)).toBe(
    `The API refused the credential Bearer of shop${until}. It comes from env:TOKEN, where whoever runs the gateway puts a valid one.`,
  );
});

test.each([
  [['env:A', 'file:/run/b'], 'env:A and file:/run/b'],
  [['keyring:shop/ada'], 'keyring:shop/ada'],
  [['exec:vault read --token s3cret'], 'a command'],
  [[{ exec: ['vault', 's3cret'] }], 'a command'],
  [['plain-s3cret', 'plain-s3cret'], 'the configuration itself'],
])('where a secret comes from is told, and nothing of it: %j', (secrets, place) => {
  expect(provenanceOf(secrets).remedy).toBe(`It comes from ${place}, where whoever runs the gateway puts a valid one.`);
});
