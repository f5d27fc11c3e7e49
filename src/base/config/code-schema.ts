import * as z from 'zod';
import { byteSize, count, duration } from './values.ts';

/** The engine begins with so much. */
const leastMemory = 2 ** 24;

export const codeSchema = z
  .strictObject({
    allow: z
      .enum(['read', 'write', 'delete'])
      .default('read')
      .describe(
        'What code may do: read; write too, which is all but what deletes or cannot be undone; or delete too, which is everything. Default: read.',
      ),
    timeout: duration
      .prefault('60s')
      .describe('How long a run may take with all its calls: "60s", or milliseconds. Default: 60s.'),
    cpuTime: duration
      .prefault('5s')
      .describe('How long the code itself may compute, its waiting for calls not counted. Default: 5s.'),
    memory: byteSize
      .prefault('64MB')
      .refine((bytes) => bytes >= leastMemory, 'expected at least 16MiB')
      .describe('The memory that a run may fill, in bytes or as "64MB"; at least 16MiB. Default: 64MB.'),
    calls: count.default(100).describe('The most calls in a run. Default: 100.'),
    concurrentCalls: count
      .default(8)
      .describe('The most calls of a run at a time; further ones wait for their turn. Default: 8.'),
    concurrentRuns: count
      .default(4)
      .describe('The most runs at a time; further ones wait, at most as long as `timeout`. Default: 4.'),
    outputBytes: byteSize
      .prefault('1MB')
      .describe('The largest value that code may give back, in bytes of JSON or as "1MB". Default: 1MB.'),
    consoleBytes: byteSize
      .prefault('16kB')
      .describe('How much of what code logs is shown, in bytes or as "16kB". Default: 16kB.'),
    codeBytes: byteSize.prefault('64kB').describe('The longest code, in bytes or as "64kB". Default: 64kB.'),
  })
  .prefault({})
  .describe('Code mode: what the code of a model may do and use.');
