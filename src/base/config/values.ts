import * as z from 'zod';
import { byteSizePattern, durationPattern, maxDuration, parseByteSize, parseDuration } from './units.ts';

const notADuration = 'expected a duration such as "500ms", "30s", "2m" or "1h", or a number of milliseconds';
const notASize = 'expected a size such as "64kB", "10MB" or "1MiB", or a number of bytes';

export const duration = z
  .union([z.number().min(1).max(maxDuration), z.string().regex(durationPattern, notADuration)], { error: notADuration })
  .transform((written, context) => parseDuration(written) ?? refuse(context, 'expected from 1 ms to 24 days'));

export const byteSize = z
  .union([z.int().min(1), z.string().regex(byteSizePattern, notASize)], { error: notASize })
  .transform((written, context) => parseByteSize(written) ?? refuse(context, 'expected at least 1 byte'));

export const count = z.int().min(1);
export const filled = z.string().min(1);

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
