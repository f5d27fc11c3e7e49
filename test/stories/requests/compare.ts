import { isDeepStrictEqual } from 'node:util';
import type { Arrival, PartArrival, Texts } from './case.ts';
import type { Arrived } from './echo.ts';

/** What is different between the request that must arrive and the one that did. */
export function compare(expected: Arrival, arrived: Arrived): string[] {
  const differences = [
    ...text('request line', expected.line, arrived.line),
    ...compareHeaders('', expected.headers, arrived.headers),
  ];
  const type = arrived.headers['content-type'];
  if (expected.parts) {
    differences.push(...text('content-type', expected.type ?? 'multipart/form-data', type?.split(';')[0]));
    return [...differences, ...compareParts('body', expected.parts, arrived.body, type)];
  }
  if (expected.type !== undefined) differences.push(...text('content-type', expected.type, type));
  return [...differences, ...content('body', expected, arrived.body)];
}

function compareHeaders(
  where: string,
  expected: Arrival['headers'],
  arrived: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(expected ?? {}).flatMap(([name, value]) => {
    const found = arrived[name];
    if (value !== null) return text(`${where}${name}`, value, found);
    return found === undefined ? [] : [`${where}${name}: expected none, got ${found}`];
  });
}

type Content = Pick<Arrival, 'text' | 'json' | 'base64' | 'xml'>;

function content(where: string, expected: Content, bytes: Buffer): string[] {
  if (expected.base64 !== undefined) return text(`${where} in base64`, expected.base64, bytes.toString('base64'));
  if (expected.xml !== undefined) return text(where, expected.xml, plainXml(bytes.toString()));
  if (!('json' in expected)) return text(where, expected.text ?? '', bytes.toString());
  try {
    const value = JSON.parse(bytes.toString()) as unknown;
    if (isDeepStrictEqual(value, expected.json)) return [];
  } catch {
    // It is no JSON, as the difference will show.
  }
  return [`${where}: expected ${JSON.stringify(expected.json)}, got ${bytes.toString()}`];
}

/** Equal for equal documents, as far as the cases need it. What is in a CDATA section is no markup. */
function plainXml(document: string): string {
  return document
    .replace(/^\s*<\?xml[^>]*\?>/, '')
    .split(/(<!\[CDATA\[.*?\]\]>)/s)
    .map((text, index) =>
      index % 2 === 1
        ? text
        : text
            .replace(/>\s+</g, '><')
            .replace(/<([^\s/>]+)([^>]*)><\/\1>/g, '<$1$2/>')
            .replace(/\s+\/>/g, '/>'),
    )
    .join('')
    .trim();
}

function text(where: string, expected: Texts, got: string | undefined): string[] {
  const texts = typeof expected === 'string' ? [expected] : expected;
  return got !== undefined && texts.includes(got)
    ? []
    : [`${where}: expected ${texts.join(' or ')}, got ${got ?? 'none'}`];
}

function compareParts(
  where: string,
  expected: readonly PartArrival[],
  body: Buffer,
  type: string | undefined,
): string[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(type ?? '')?.[1];
  if (boundary === undefined) return [`${where}: no boundary in ${type ?? 'no content-type'}`];
  const parts = split(body, boundary);
  if (parts.length !== expected.length)
    return [`${where}: expected ${expected.length} parts, got ${parts.length}: ${body.toString()}`];
  return expected.flatMap((part, index) => comparePart(`part ${index + 1}`, part, parts[index]!));
}

function comparePart(where: string, expected: PartArrival, { headers, body }: Omit<Arrived, 'line'>): string[] {
  const disposition = headers['content-disposition'] ?? '';
  const type = headers['content-type'] ?? 'text/plain';
  const differences: string[] = [];
  if (expected.name !== undefined)
    differences.push(...text(`${where} name`, expected.name, quoted(disposition, 'name')));
  if (expected.filename !== undefined)
    differences.push(...text(`${where} filename`, expected.filename, quoted(disposition, 'filename')));
  differences.push(...compareHeaders(`${where} `, expected.headers, headers));
  if (expected.parts) return [...differences, ...compareParts(where, expected.parts, body, type)];
  differences.push(...text(`${where} type`, expected.type ?? 'text/plain', type));
  return [...differences, ...content(where, expected, body)];
}

function quoted(disposition: string, parameter: string): string | undefined {
  const found = new RegExp(`[; ]${parameter}="([^"]*)"`).exec(disposition)?.[1];
  return found === undefined ? undefined : Buffer.from(found, 'latin1').toString();
}

/** The parts of a multipart body (RFC 2046, 5.1.1). */
function split(body: Buffer, boundary: string): Omit<Arrived, 'line'>[] {
  const text = `\r\n${body.toString('latin1')}`;
  return text
    .split(`\r\n--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => {
      const start = part.indexOf('\r\n\r\n');
      const head = part.slice(0, start).split('\r\n').slice(1);
      const headers = Object.fromEntries(
        head.map((field) => [
          field.slice(0, field.indexOf(':')).toLowerCase(),
          field.slice(field.indexOf(':') + 1).trim(),
        ]),
      );
      return { headers, body: Buffer.from(part.slice(start + 4), 'latin1') };
    });
}
