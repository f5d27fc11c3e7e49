import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import { findPackageFolder } from '../base/package-folder.ts';

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly packed: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing runs, is shown or is asked but what the page brings; nobody puts it into a frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  'media-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Serves the page and what it loads, from dist/console: files whose names change with their content, so kept for good. */
export async function createAssets(folder = join(findPackageFolder(), 'dist', 'console')): Promise<RequestHandler> {
  const pack = promisify(gzip);
  const assets = new Map<string, Asset>();
  for (const name of await readdir(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const bytes = await readFile(join(folder, name));
    assets.set(name, { type, bytes, packed: await pack(bytes) });
  }
  return (request, response, next) => {
    const name = request.path === '/' ? 'index.html' : request.path.slice(1);
    const asset = request.method === 'GET' || request.method === 'HEAD' ? assets.get(name) : undefined;
    if (!asset) {
      next();
      return;
    }
    const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    response.set({
      ...pageHeaders,
      'content-type': asset.type,
      'cache-control': name === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    });
    response.send(isPacked ? asset.packed : asset.bytes);
  };
}
