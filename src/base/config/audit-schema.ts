import * as z from 'zod';
import { byteSize, filled } from './values.ts';

export const auditSchema = z
  .strictObject({
    file: filled.describe('Where it is written, one JSON object a line. Required.'),
    maxBytes: byteSize
      .prefault('100MB')
      .describe('The size at which a new file is begun, in bytes or as "100MB". Default: 100MB.'),
    keep: z
      .int()
      .min(0)
      .max(1000)
      .default(5)
      .describe('How many full files are kept, as FILE.1 and so on. Default: 5.'),
    arguments: z
      .boolean()
      .default(false)
      .describe('Whether the arguments of calls are written too, secrets redacted. Default: false.'),
    onFailure: z
      .enum(['refuse', 'warn'])
      .default('refuse')
      .describe(
        'What happens while the file cannot be written: refuse makes no call; warn makes them, and logs each entry as an error. Default: refuse.',
      ),
  })
  .optional()
  .describe('A file of every call: who, which tool and API, status and duration. Default: calls are in the log alone.');

/** The audit file with all defaults. */
export type AuditConfig = NonNullable<z.output<typeof auditSchema>>;
