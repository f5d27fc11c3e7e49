/** A part of a multipart body, with its headers by lower-case name. */
export interface ResponsePart {
  readonly headers: Readonly<Record<string, string>>; // `content-type` among them, whether or not it was there
  readonly body: Uint8Array;
}

/**
 * The parts of a multipart body (RFC 2046, 5.1.1), or nothing where the type names no boundary or the body does not
 * begin with it. What stands before the first and after the last delimiter is no part of it.
 */
export function splitMultipart(body: Uint8Array, contentType: string): ResponsePart[] | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: ResponsePart[] = [];
  let start = bytes.indexOf(delimiter);
  while (start >= 0) {
    const afterDelimiter = start + delimiter.length;
    if (bytes.toString('latin1', afterDelimiter, afterDelimiter + 2) === '--') return parts;
    const lineEnd = bytes.indexOf('\n', afterDelimiter);
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\n'), delimiter]), afterDelimiter);
    if (lineEnd < 0 || next < 0) return undefined; // cut off
    parts.push(readPart(bytes.subarray(lineEnd + 1, Math.max(lineEnd + 1, bytes[next - 1] === 13 ? next - 1 : next))));
    start = next + 1;
  }
  return undefined;
}

/** Headers, an empty line, and the body; a part may have no headers at all, and is plain text then. */
function readPart(bytes: Buffer): ResponsePart {
  const [, head = '', gap = ''] =
    /^((?:[^\r\n]+\r?\n)*)(\r?\n)/.exec(bytes.toString('latin1', 0, Math.min(bytes.length, 16_384))) ?? [];
  const headers: Record<string, string> = { 'content-type': 'text/plain' };
  for (const line of head.split(/\r?\n/)) {
    const mark = line.indexOf(':');
    if (mark > 0) headers[line.slice(0, mark).trim().toLowerCase()] = line.slice(mark + 1).trim();
  }
  return { headers, body: bytes.subarray(head.length + gap.length) };
}
