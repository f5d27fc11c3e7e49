import { createHash } from 'node:crypto';

/** A part of a multipart body. */
export interface Part {
  /** Header fields, each a line. */
  readonly headers: readonly string[];
  readonly bytes: Uint8Array;
}

/**
 * The parts as one body (RFC 2046, 5.1.1). The boundary is a hash of the parts, so equal arguments make equal requests.
 */
export function joinParts(parts: readonly Part[], type: string): { body: Uint8Array; contentType: string } {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part.headers.join('\r\n')).update('\0').update(part.bytes).update('\0');
  const boundary = `routewright-${hash.digest('hex').slice(0, 32)}`;
  const chunks: Uint8Array[] = [];
  for (const { headers, bytes } of parts)
    chunks.push(
      Buffer.from(`--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`),
      bytes,
      Buffer.from('\r\n'),
    );
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(chunks), contentType: `${type}; boundary=${boundary}` };
}
