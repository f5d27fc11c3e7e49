/** Text in the charset its type names; UTF-8 by default, whose byte order mark is no part of the text. */
export function decodeText(body: Uint8Array, contentType: string): string {
  const charset = /charset="?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
