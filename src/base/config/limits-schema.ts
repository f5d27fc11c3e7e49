import * as z from 'zod';
import { byteSize, count, duration } from './values.ts';

export const limitsSchema = z
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
    resultTokens: z
      .int()
      .min(500)
      .default(8000)
      .describe(
        'The most tokens of a result, by estimate; the rest can be read on with read_result; at least 500. Default: 8000.',
      ),
    maxResultTokens: z
      .int()
      .min(500)
      .default(25_000)
      .describe(
        'The most tokens that a model may ask for with max_tokens of read_result; at least 500. Default: 25000.',
      ),
    resultFileBytes: byteSize
      .prefault('1MB')
      .describe('The largest image or file in a result, in base64, in bytes or as "1MB". Default: 1MB.'),
    resultLifetime: duration
      .prefault('1h')
      .describe('How long the whole of a result that was cut is kept, in milliseconds or as "1h". Default: 1h.'),
    pages: count.default(50).describe('The most pages that one call with all_pages reads. Default: 50.'),
    pagesItems: count.default(10_000).describe('The most items that one call with all_pages reads. Default: 10000.'),
    pagesTokens: count
      .default(200_000)
      .describe('The most tokens, by estimate, that one call with all_pages reads. Default: 200000.'),
    storeMemory: byteSize
      .prefault('64MB')
      .describe('The most that is kept in memory between calls; the oldest goes first. Default: 64MB.'),
    storeDisk: byteSize
      .prefault('1GB')
      .describe('The most that is kept in a temporary folder between calls; the oldest goes first. Default: 1GB.'),
    traces: z
      .int()
      .min(0)
      .default(200)
      .describe(
        'The most calls that are kept with their steps, request and answer, for `routewright calls` and the console; 0 keeps none. Default: 200.',
      ),
    traceMemory: byteSize
      .prefault('8MB')
      .describe('The most memory that those calls take, in bytes or as "8MB"; the oldest goes first. Default: 8MB.'),
    definitionTokens: count
      .default(8000)
      .describe(
        'The most that the definitions of all tools may cost a model, in tokens by estimate, before surface: auto has them found by a search instead. Default: 8000.',
      ),
    toolNameLength: z
      .int()
      .min(16)
      .max(64)
      .default(48)
      .describe('The longest name of a tool, in characters, from 16 to 64. Default: 48.'),
  })
  .prefault({})
  .describe('Bounds on what is read and made.');
