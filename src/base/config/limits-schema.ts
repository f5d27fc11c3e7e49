import * as z from 'zod';
import { byteSize, count } from './values.ts';

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
    toolNameLength: z
      .int()
      .min(16)
      .max(64)
      .default(48)
      .describe('The longest name of a tool, in characters, from 16 to 64. Default: 48.'),
  })
  .prefault({})
  .describe('Bounds on what is read and made.');
