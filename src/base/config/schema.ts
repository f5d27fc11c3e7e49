import * as z from 'zod';
import { accessSchema } from './access-schema.ts';
import { apiSchema } from './api-schema.ts';
import { auditSchema } from './audit-schema.ts';
import { checkSchema } from './check-schema.ts';
import { claudeSchema } from './claude-schema.ts';
import { codeSchema } from './code-schema.ts';
import { consoleSchema } from './console-schema.ts';
import { httpSchema } from './http-schema.ts';
import { limitsSchema } from './limits-schema.ts';
import { logSchema } from './log-schema.ts';
import { searchSchema } from './search-schema.ts';
import { storeSchema } from './store-schema.ts';
import { duration, filled } from './values.ts';

/** Milliseconds between two looks at a document that has a URL, where nothing else is said. */
export const watchInterval = 2_000;

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
    .enum(['auto', 'direct', 'discovery', 'code'])
    .default('auto')
    .describe(
      'How a model sees the tools: direct lists each of them; discovery lists a search and what calls the operations it finds; code lists a search and a tool that runs code which calls them; auto lists them while they stay within limits.definitionTokens, and is discovery beyond. Default: auto.',
    ),
  code: codeSchema,
  http: httpSchema,
  access: accessSchema,
  audit: auditSchema,
  console: consoleSchema,
  claude: claudeSchema.prefault({}),
  search: searchSchema,
  limits: limitsSchema,
  log: logSchema,
  check: checkSchema,
  store: storeSchema,
  watch: z
    .union([z.boolean(), duration])
    .default(false)
    .transform((watch) => (watch === true ? watchInterval : watch === false ? undefined : watch))
    .describe(
      'Whether the tools follow the documents: files as they change, URLs asked for every 2 s, or as often as a duration says. Default: false.',
    ),
  envFile: z
    .union([filled, z.array(filled)])
    .optional()
    .describe(
      'Files of NAME=value lines, relative to the configuration, that env:NAME looks in after the environment of the process. Default: none.',
    ),
});

/** A configuration with all its defaults: durations in milliseconds, sizes in bytes. */
export type Config = z.output<typeof configSchema>;
/** A configuration as it is written. */
export type ConfigInput = z.input<typeof configSchema>;
/** The `check` section of a {@link Config}. */
export type CheckConfig = z.output<typeof checkSchema>;
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
