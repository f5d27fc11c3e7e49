import addFormats from 'ajv-formats';
import { type Document, OpenAPIBackend, type ParsedRequest } from 'openapi-backend';
import type { Part } from './documents.ts';
import type { Judge, RawRequest } from './judge.ts';

/** openapi-backend, which judges parameters and JSON bodies. */
export async function startBackend(document: Part): Promise<Judge> {
  const api = new OpenAPIBackend({
    definition: document as unknown as Document,
    quick: true,
    coerceTypes: true,
    ajvOpts: { strict: false, logger: false },
    customizeAjv: (ajv) => {
      addFormats.default(ajv);
      return ajv;
    },
    handlers: {
      validationFail: (context) => ({ refused: context.validation.errors }),
      notFound: () => ({ refused: 'not found' }),
      methodNotAllowed: () => ({ refused: 'method not allowed' }),
      notImplemented: () => ({ refused: undefined }),
    },
  });
  await api.init();
  return {
    name: 'openapi-backend',
    judge: async (request) => {
      try {
        const { refused } = (await api.handleRequest(toRequest(request))) as { refused: unknown };
        return refused === undefined ? undefined : JSON.stringify(refused).slice(0, 600);
      } catch (error) {
        return `error: ${String(error)}`.slice(0, 600);
      }
    },
    stop: () => Promise.resolve(),
  };
}

function toRequest({ method, url, rawHeaders, body }: RawRequest): Pick<ParsedRequest, 'method' | 'path' | 'headers'> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[rawHeaders[index]!.toLowerCase()] = rawHeaders[index + 1]!;
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return { method, path, headers, query, body: bodyOf(headers['content-type'] ?? '', body) } as ParsedRequest;
}

/** As a server's parsers hand it on: JSON and forms as values, the rest as text. */
function bodyOf(type: string, body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = body.toString();
  if (/^application\/(.*\+)?json/.test(type)) return JSON.parse(text);
  return text;
}
