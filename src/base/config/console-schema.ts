import * as z from 'zod';
import { filled } from './values.ts';

export const consoleSchema = z
  .strictObject({
    enabled: z
      .union([z.literal('auto'), z.boolean()], { error: 'expected true, false or "auto"' })
      .default('auto')
      .describe(
        'Whether the console is served at /console: true, false, or auto, which is where the server listens on this machine only and has no access control. Default: auto.',
      ),
    keys: z
      .array(filled)
      .min(1)
      .optional()
      .describe(
        'With access control: API keys whose holders may open it, by name, with * and ?. They see the calls of everyone. Default: none.',
      ),
    scopes: z
      .array(filled)
      .min(1)
      .optional()
      .describe('With access control: scopes with all of which a caller may open it, too. Default: none.'),
  })
  .prefault({})
  .describe('A web page that shows the tools, makes calls, and shows calls as they happen.');

/** The console with all defaults. */
export type ConsoleConfig = z.output<typeof consoleSchema>;
