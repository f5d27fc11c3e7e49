import * as z from 'zod';
import { logFormats, logLevels } from '../log.ts';
import { parseSecretReference, secretReferencePattern } from '../secrets.ts';
import { byteSizePattern, durationPattern, maxDuration, parseByteSize, parseDuration } from './units.ts';

const notADuration = 'expected a duration such as "500ms", "30s", "2m" or "1h", or a number of milliseconds';
const notASize = 'expected a size such as "64kB", "10MB" or "1MiB", or a number of bytes';
const notAReference = 'is not a reference to a secret; write env:NAME or file:PATH, never the secret itself';
const notABaseUrl = 'expected a URL that begins with http:// or https://';

const duration = z
  .union([z.number().min(1).max(maxDuration), z.string().regex(durationPattern, notADuration)], { error: notADuration })
  .transform((written, context) => parseDuration(written) ?? refuse(context, 'expected from 1 ms to 24 days'));

const byteSize = z
  .union([z.int().min(1), z.string().regex(byteSizePattern, notASize)], { error: notASize })
  .transform((written, context) => parseByteSize(written) ?? refuse(context, 'expected at least 1 byte'));

const count = z.int().min(1);
const filled = z.string().min(1);

const secretReference = z
  .string()
  .regex(secretReferencePattern, { error: notAReference, abort: true })
  .refine(isReference, notAReference)
  .describe('Where a secret is kept: env:NAME (an environment variable) or file:PATH (relative to the configuration).');

const credential = z
  .union([
    secretReference,
    z.strictObject({ username: secretReference, password: secretReference }),
    z
      .record(filled, secretReference)
      .refine(
        (parts) => 'username' in parts === 'password' in parts,
        'has one of username and password without the other',
      ),
  ])
  .describe('The secret of one security scheme: a reference, a username and password, or several parts by name.');

const header = z
  .string()
  .regex(/^[^\r\n\0]*$/, 'holds a line break, which no header can')
  .refine((value) => !/^(?:env|file):/.test(value) || isReference(value), notAReference)
  .describe('The value itself, or where it is kept if it is a secret: env:NAME or file:PATH.');

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
    readOnly: z.boolean().default(false).describe('Only operations that change nothing. Default: false.'),
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
  })
  .describe('One API: a document and how to call what it describes.');

/**
 * The configuration file. What it describes in words goes into routewright.schema.json, where editors show it, so each
 * key says its unit and default.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('The JSON Schema of this file, for editors. Not read.'),
  apis: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, 'the name of an API is a letter, then at most 31 letters, digits and _'),
      apiSchema,
    )
    .refine((apis) => Object.keys(apis).length > 0, 'expected at least one API')
    .meta({ description: 'The APIs to serve, by a name of your choice. Required.', minProperties: 1 }),
  surface: z
    .enum(['auto', 'direct'])
    .default('auto')
    .describe(
      'How a model sees the tools: direct lists each of them; auto chooses, so far always direct. Default: auto.',
    ),
  http: z
    .strictObject({
      host: filled.default('127.0.0.1').describe('The address to listen on. Default: 127.0.0.1, this machine only.'),
      port: z
        .int()
        .min(0)
        .max(65_535)
        .default(8808)
        .describe('The port to listen on; 0 takes a free one. Default: 8808.'),
      allowedHosts: z
        .array(filled)
        .optional()
        .describe('Host names that clients may use in the Host header. Default: those of the address listened on.'),
      allowedOrigins: z
        .array(filled)
        .optional()
        .describe('Origins of web pages that may call, such as https://app.example.com. Default: none.'),
    })
    .prefault({})
    .describe('The HTTP server, where one is started.'),
  limits: z
    .strictObject({
      documentBytes: byteSize
        .prefault('64MB')
        .describe('The largest document read, in bytes or as "64MB". Default: 64MB.'),
      documentDepth: count.default(200).describe('The deepest nesting in a document, in levels. Default: 200.'),
      documentNodes: count
        .default(5_000_000)
        .describe('The most values in a document once its YAML aliases are followed. Default: 5000000.'),
      documentAliases: count.default(10_000).describe('The most YAML aliases in a document. Default: 10000.'),
      responseBytes: byteSize
        .prefault('10MB')
        .describe('The largest answer taken from an API, in bytes or as "10MB". Default: 10MB.'),
      toolBytes: byteSize
        .prefault('64kB')
        .describe('The largest definition of a tool before it is shortened, in bytes or as "64kB". Default: 64kB.'),
      toolNameLength: z
        .int()
        .min(16)
        .max(64)
        .default(48)
        .describe('The longest name of a tool, in characters, from 16 to 64. Default: 48.'),
    })
    .prefault({})
    .describe('Bounds on what is read and made.'),
  log: z
    .strictObject({
      level: z.enum(logLevels).default('info').describe('How much is logged. Default: info.'),
      format: z
        .enum(logFormats)
        .default('auto')
        .describe('pretty for people, json for programs, auto by whether stderr is a terminal. Default: auto.'),
    })
    .prefault({})
    .describe('The log, on stderr.'),
});

/** A configuration with all its defaults: durations in milliseconds, sizes in bytes. */
export type Config = z.output<typeof configSchema>;
/** A configuration as it is written. */
export type ConfigInput = z.input<typeof configSchema>;
/** One API of a {@link Config}. */
export type ApiConfig = z.output<typeof apiSchema>;
/** One API as it is written. */
export type ApiInput = z.input<typeof apiSchema>;

/** The schema as JSON Schema 2020-12: what routewright.schema.json holds. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input' });
  return {
    $schema,
    $id: 'https://unpkg.com/routewright/routewright.schema.json',
    title: 'Routewright configuration',
    description: 'routewright.config.yaml: which APIs to serve as MCP tools, and how.',
    ...rest,
  };
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

function isReference(text: string): boolean {
  try {
    parseSecretReference(text);
    return true;
  } catch {
    return false;
  }
}

function hasPassword(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
