/**
 * Text in the charset that its byte order mark shows, its type names, or that it declares of itself where the type is
 * XML or HTML (RFC 7303, 3.2; WHATWG HTML, 13.2.3.2); UTF-8 by default, and where the charset is unknown. The mark is no
 * part of the text (WHATWG Encoding, 6).
 */
export function decodeText(body: Uint8Array, contentType: string): string {
  const named = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  const charset = markOf(body) ?? named ?? declaredIn(body, contentType) ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** The encoding that the first kilobyte declares, in an XML declaration or a `meta` of HTML. */
function declaredIn(body: Uint8Array, contentType: string): string | undefined {
  const isXml = /^[^;]*[/+]xml\s*(?:;|$)/i.test(contentType);
  if (!isXml && !/^\s*text\/html\b/i.test(contentType)) return undefined;
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024)).toString('latin1');
  const declaration = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  // Of itself a UTF-16 text shows a mark, so whoever could read the declaration as it stands reads bytes.
  if (declaration !== undefined) return /^utf-16/i.test(declaration) ? undefined : declaration;
  return isXml ? undefined : /<meta\s[^>]*?charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1];
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
