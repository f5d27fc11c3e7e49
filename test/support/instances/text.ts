import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import type { JsonSchema } from '../../../src/catalog/json-schema.ts';
import type { Random } from './random.ts';

/** Values of the formats of OpenAPI's registry and JSON Schema that validators check (2020-12 validation, 7.3). */
const formats: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-01-31', '1999-12-24', '2024-02-29'],
  'date-time': ['2026-01-31T12:00:00Z', '1999-12-24T23:59:59.123Z', '2024-02-29T00:00:00+05:30'],
  time: ['12:00:00Z', '23:59:59+01:00'],
  duration: ['P3D', 'PT1H30M'],
  uuid: ['123e4567-e89b-42d3-a456-426614174000', '0b8f7a52-6d0f-4a53-9f5e-0f6a1d2c3b4e'],
  email: ['ada@example.com', 'grace.hopper+navy@mail.example.org'],
  'idn-email': ['ada@example.com'],
  uri: ['https://example.com/', 'https://example.org/a/b?c=d&e=f#g'],
  url: ['https://example.com/', 'https://example.org/a/b?c=d'],
  'uri-reference': ['/a/b', 'https://example.com/'],
  'uri-template': ['https://example.com/{id}'],
  iri: ['https://example.com/'],
  hostname: ['example.com', 'a-b.example.org'],
  ipv4: ['192.0.2.1', '198.51.100.254'],
  ipv6: ['2001:db8::1', '::1'],
  byte: ['dGV4dA==', 'AAEC/w=='],
  base64: ['dGV4dA=='],
  base64url: ['dGV4dA'],
  'json-pointer': ['/a/0'],
  regex: ['^a+$'],
  int32: ['12'],
  int64: ['9007199254740991'],
  snowflake: ['175928847299117063'],
  nonce: ['4815162342'],
};

/** Words of what callers write; some hold what has a meaning in a URL, a form or a header. */
const words = ['alpha', 'beta', 'gamma', 'delta', 'ada lovelace', 'a&b=c', '50%', 'x+y', 'k/v', 'Zürich', 'q?#', '1,2'];
const plainWords = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];

const runs = ['a', 'A', '1', 'f'].flatMap((character) =>
  Array.from({ length: 70 }, (_, index) => character.repeat(index + 1)),
);
const usual = [
  'USD',
  'en',
  'en-US',
  'DE',
  'a1',
  'abc-1',
  'v1.0.0',
  '1.0',
  '+14155550100',
  '#aabbcc',
  '12:00',
  '/',
  '*',
];
const sampled = new Map<string, readonly string[]>();

/** A text that the keywords of a schema allow, as far as one is found. */
export function generateText(schema: JsonSchema, random: Random): string {
  const least = Number(schema['minLength'] ?? 0);
  const most = Number(schema['maxLength'] ?? Number.POSITIVE_INFINITY);
  const fits = (text: string): boolean => text.length >= least && text.length <= most;
  const ofFormat = formats[String(schema['format'])] ?? [];
  const patterns = [schema['pattern'] ?? []].flat() as string[];
  if (patterns.length > 0) {
    const expressions = patterns.map((pattern) => new RegExp(pattern, 'u'));
    const matches = (text: string): boolean =>
      fits(text) && isOfFormat(schema['format'], text) && expressions.every((expression) => expression.test(text));
    const known = [...ofFormat, ...sampleOf(patterns[0]!, least, most)].filter(matches);
    if (known.length > 0) return random.pick(known);
    return [...plainWords, ...usual, ...Object.values(formats).flat(), ...runs].find(matches) ?? 'text';
  }
  const fitting = ofFormat.filter(fits);
  if (fitting.length > 0) return random.pick(fitting);
  const word = random.pick(random.chance(0.3) ? words : plainWords);
  if (fits(word)) return word;
  return word.padEnd(least, 'x').slice(0, Number.isFinite(most) ? most : undefined);
}

/** Whether a text is of a format, as validators see it; formats that they do not know hold anything. */
function isOfFormat(name: unknown, text: string): boolean {
  const format = Object.entries(fullFormats).find(([known]) => known === name)?.[1];
  const check = typeof format === 'object' && 'validate' in format ? format.validate : format;
  if (check instanceof RegExp) return check.test(text);
  return typeof check === 'function' ? (check as (value: string) => unknown)(text) === true : true;
}

/** Some texts that match a pattern, those in printable ASCII first; none where it has what no generator knows. */
function sampleOf(pattern: string, least: number, most: number): readonly string[] {
  const key = `${pattern} ${least} ${most}`;
  let texts = sampled.get(key);
  if (!texts) sampled.set(key, (texts = drawTexts(pattern, least, most)));
  return texts;
}

function drawTexts(pattern: string, least: number, most: number): readonly string[] {
  try {
    // Without anchors anything may stand around a match: what matches as a whole does as well.
    const arbitrary = fc.stringMatching(new RegExp(`^(?:${pattern})$`, 'u'), { size: least > 20 ? 'medium' : 'small' });
    const numRuns = /\d{3}\}/.test(pattern) ? 2 : 100;
    const expression = new RegExp(pattern, 'u');
    const drawn = fc
      .sample(arbitrary, { seed: 7, numRuns })
      .map((text) => (text.trim() === text ? text : `${text}x`))
      .filter((text) => text.length >= least && text.length <= most && text.trim() === text && expression.test(text));
    const printable = drawn.filter((text) => /^[\x20-\x7e]+$/.test(text));
    return (printable.length > 0 ? printable : drawn).slice(0, 8);
  } catch {
    return [];
  }
}
