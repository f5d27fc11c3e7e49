/**
 * Text in the charset that its byte order mark shows or its type names; UTF-8 by default. The mark is no part of the
 * text (WHATWG Encoding, 6).
 */
export function decodeText(body: Uint8Array, contentType: string): string {
  const charset = markOf(body) ?? /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
