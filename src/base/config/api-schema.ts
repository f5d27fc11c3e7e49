import * as z from 'zod';
import { credential, header } from './credential-schema.ts';
import { duration, filled } from './values.ts';

const notABaseUrl = 'expected a URL that begins with http:// or https://';

/** One API: a document and how to call what it describes. */
export const apiSchema = z
  .strictObject({
    spec: filled.describe('The OpenAPI document: a file (relative to the configuration) or a URL. Required.'),
    overlays: z
      .array(filled)
      .optional()
      .describe('OpenAPI Overlay documents applied to it in this order: files or URLs. Default: none.'),
    baseUrl: z
      .url({ protocol: /^https?$/, error: notABaseUrl, abort: true })
      .refine((url) => !hasPassword(url), 'holds a username or password; configure them under credentials')
      .optional()
      .describe("Where the API is called. Default: the document's servers."),
    serverVariables: z
      .record(filled, z.string())
      .optional()
      .describe("Values of the variables in the document's server URL. Default: the document's defaults."),
    credentials: z
      .record(filled, credential)
      .optional()
      .describe("Secrets by the name of the document's security scheme. Default: none."),
    include: z
      .array(filled)
      .optional()
      .describe('Only these operations: tag:NAME, operation:ID, /path/** or "GET /path/**". Default: all.'),
    exclude: z.array(filled).optional().describe('Not these operations; written as in include. Default: none.'),
    pin: z
      .array(filled)
      .optional()
      .describe(
        'Operations that are listed even where the others are found by a search; written as in include. Default: none.',
      ),
    readOnly: z.boolean().default(false).describe('Only operations that change nothing. Default: false.'),
    outputSchemas: z
      .boolean()
      .default(false)
      .describe('Whether tools say what they return (outputSchema), and answers are held against it. Default: false.'),
    timeout: duration
      .prefault('30s')
      .describe('How long one call may take with all its retries: "30s", "2m", or milliseconds. Default: 30s.'),
    allowRemoteRefs: z
      .boolean()
      .default(false)
      .describe('Follow $refs to other servers than that of the document. Default: false.'),
    refRoot: filled
      .optional()
      .describe('The folder, or URL of one, that relative $refs may not leave. Default: that of the document.'),
    headers: z
      .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not the name of a header'), header)
      .optional()
      .describe('Headers sent with each request. Default: none.'),
    forwardHeaders: z
      .array(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not the name of a header')
          .refine(
            (name) => !isOwnHeader(name),
            'is a header of the gateway itself, or of one connection; it is never passed on',
          ),
      )
      .optional()
      .describe('Headers of the client, by name, that are passed on to the API, over HTTP alone. Default: none.'),
  })
  .describe('One API: a document and how to call what it describes.');

/**
 * What clients send to the gateway and to nobody behind it: their credentials, what belongs to one connection (RFC 9110,
 * 7.6.1), what says where and how this message goes, and the protocol's own.
 */
function isOwnHeader(name: string): boolean {
  return /^(authorization|proxy-.*|x-api-key|cookie2?|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|accept(-encoding|-charset)?|content-.*|if-.*|range|origin|referer|sec-.*|access-control-.*|user-agent|mcp-.*|last-event-id)$/i.test(
    name,
  );
}

function hasPassword(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
