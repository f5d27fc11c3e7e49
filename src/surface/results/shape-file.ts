import type { Content } from '../../catalog/tool-result.ts';
import { grouped } from './cut-text.ts';
import type { ShapeOptions, Shown } from './shape.ts';

/** A sentence in the place of an image or file that is too large; nothing where it is not. */
export async function cutFile(
  part: Exclude<Content, { type: 'text' }>,
  room: number,
  { keep, caller, tool, budget }: ShapeOptions,
): Promise<Shown | undefined> {
  const { data, mimeType } = part.type === 'resource' ? { ...part.resource, data: part.resource.blob } : part;
  if (data.length <= room) return undefined;
  const name = part.type === 'resource' ? nameOf(part.resource.uri) : undefined;
  const readOn = await keep(
    { kind: 'file', text: data, tool, mimeType, ...(name === undefined ? {} : { name }) },
    caller,
  );
  const bytes = Buffer.byteLength(data, 'base64');
  const what = `${part.type === 'resource' ? 'file' : part.type}${name === undefined ? '' : ` ${name}`}`;
  const rest = readOn ? `To read it in parts: ${readOn({ from: 0 })}.` : 'It could not be kept.';
  const note = `The ${what} (${mimeType}, ${grouped(bytes)} bytes) is not shown: a result holds ${grouped(budget.fileBytes)} characters of base64 at most. ${rest}`;
  return { content: [], note };
}

/** `attachment:///invoice.pdf` → `invoice.pdf`. */
function nameOf(uri: string): string {
  try {
    return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  } catch {
    return uri;
  }
}
