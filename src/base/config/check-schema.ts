import * as z from 'zod';
import { count, filled } from './values.ts';

const level = z
  .enum(['off', 'info', 'warning', 'error'])
  .describe('How much a finding of the rule counts; off leaves it out.');

const exception = z
  .strictObject({
    where: filled.describe(
      'What is excepted: tool:NAME, operation:ID, tag:NAME, "GET /path/**", or #/pointer of a part of the document.',
    ),
    reason: z.string().regex(/\S/, 'is empty; say why, for whoever comes after you').describe('Why. Required.'),
  })
  .describe('A place where the rule does not count, and why.');

const ruleSettings = z.union([
  level,
  z.strictObject({ level: level.optional(), except: z.array(exception).optional().describe('Default: none.') }),
]);

export const checkSchema = z
  .strictObject({
    failOn: z
      .enum(['error', 'warning', 'info'])
      .default('error')
      .describe('From which level on a finding makes `routewright check` fail. Default: error.'),
    budget: count
      .optional()
      .describe('Most tokens that the list of tools may cost. Default: no bound, only a warning.'),
    server: filled
      .default('routewright')
      .describe(
        "The name of the server in a client's settings, which some put before each tool. Default: routewright.",
      ),
    rules: z
      .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is not the code of a rule, such as NAMES_SIMILAR'), ruleSettings)
      .default({})
      .describe('Levels and exceptions by the code of the rule (docs/rules). Default: those of the rules.'),
  })
  .prefault({})
  .describe('What `routewright check` makes of its findings.');
