import * as z from 'zod';
import { logFormats, logLevels } from '../log.ts';

export const logSchema = z
  .strictObject({
    level: z.enum(logLevels).default('info').describe('How much is logged. Default: info.'),
    format: z
      .enum(logFormats)
      .default('auto')
      .describe('pretty for people, json for programs, auto by whether stderr is a terminal. Default: auto.'),
  })
  .prefault({})
  .describe('The log, on stderr.');
