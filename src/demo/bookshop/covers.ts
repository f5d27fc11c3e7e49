import { createHash } from 'node:crypto';
import express, { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { imageSize } from './image-size.ts';
import { bodyOf, readInput } from './input.ts';
import { invalid, notFound, Problem } from './problem.ts';
import { findBook, type Shop } from './shop.ts';

const images = ['image/png', 'image/jpeg'] as const;
const about = z.strictObject({
  alt: z.string().min(1).max(200).nullable(),
  credit: z.strictObject({ artist: z.string().min(1).max(120), year: z.int().min(1400).max(2100) }).nullable(),
});

interface Upload extends z.infer<typeof about> {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The operations of the tag `covers`: a picture in, as a form's part or as the body itself, and a picture out. */
export function coversRouter(shop: Shop, needsKey: RequestHandler): Router {
  const router = Router();
  const rawBody = express.raw({ type: ['multipart/form-data', ...images], limit: '1mb' });

  router.get('/books/:bookId/cover', (request, response) => {
    const { id } = findBook(shop, request.params.bookId);
    const cover = shop.covers.get(id);
    if (!cover) throw notFound('cover of the book', id);
    response.type(cover.contentType).send(cover.bytes);
  });

  router.put('/books/:bookId/cover', needsKey, rawBody, async (request, response) => {
    const { id } = findBook(shop, request.params.bookId);
    const { contentType, bytes, alt, credit } = await readUpload(request);
    const size = imageSize(bytes, contentType);
    if (!size) throw invalid([{ in: 'body', pointer: '/file', detail: `is not a readable ${contentType}` }]);
    shop.covers.set(id, { contentType, bytes });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    response.json({ bookId: id, contentType, bytes: bytes.length, ...size, sha256, alt, credit });
  });

  return router;
}

async function readUpload(request: Request): Promise<Upload> {
  const body = bodyOf(request, 'multipart/form-data', ...images);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const image = request.is([...images]);
  if (image) return { contentType: image, bytes, alt: null, credit: null };

  const form = await readForm(request.get('content-type') ?? '', bytes);
  const file = form.get('file');
  if (file === null || typeof file === 'string')
    throw invalid([{ in: 'body', pointer: '/file', detail: 'must be a file' }]);
  if (!images.some((type) => type === file.type)) {
    throw new Problem(415, 'Unsupported media type', `The part "file" must be ${images.join(' or ')}.`);
  }
  const alt = form.get('alt');
  const { alt: words, credit } = readInput(about, { alt, credit: await readJsonPart(form.get('credit')) }, 'body');
  return { contentType: file.type, bytes: Buffer.from(await file.arrayBuffer()), alt: words, credit };
}

/**
 * Node's own parser for forms, which it keeps inside `Response`. It is deprecated for servers because it holds the
 * whole body in memory; here that is 1 MB at most, and one dependency less.
 */
async function readForm(contentType: string, bytes: Buffer): Promise<FormData> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new Problem(400, 'Bad request', 'The body is not readable as multipart/form-data.');
  }
}

/** A part in JSON comes as text, or as a file from clients that name every part. */
async function readJsonPart(part: Blob | string | null): Promise<unknown> {
  if (part === null) return null;
  try {
    return JSON.parse(typeof part === 'string' ? part : await part.text()) as unknown;
  } catch {
    throw invalid([{ in: 'body', pointer: '/credit', detail: 'must be JSON' }]);
  }
}
