import { Transform } from 'node:stream';
import type { Response } from 'express';
import { isObject, own } from '../base/json.ts';
import { mayNeedText, needsText, parseMarked, restoreNumbers } from '../base/exact.ts';

/** Set in `_meta` of a call whose arguments hold numbers as marked strings. */
const marked = 'routewright/written-numbers';

/**
 * The SDK parses each message, and numbers lose their text there: 9007199254740993 becomes 9007199254740992, and 1.10
 * becomes 1.1. In the arguments of a call these numbers are sent past it as strings with a mark, which
 * {@link takeArguments} takes off again. Nearly no message has any, and is looked at once.
 *
 * @param message - what the parser made of the text
 * @returns the message to go on with
 */
export function markNumbers(message: unknown, text: string): unknown {
  if (!mayNeedText(text)) return message;
  const exact = parseMarked(text, needsText);
  // Before 2025-06-18 several messages may come as a list.
  if (Array.isArray(message)) return message.map((one, index) => withArguments(one, (exact as unknown[])[index]));
  return withArguments(message, exact);
}

function withArguments(message: unknown, exact: unknown): unknown {
  const params = own(message, 'params');
  const given = own(own(exact, 'params'), 'arguments');
  if (own(message, 'method') !== 'tools/call' || !isObject(params) || !isObject(given)) return message;
  const meta = own(params, '_meta');
  return {
    ...(message as object),
    params: { ...params, arguments: given, _meta: { ...(isObject(meta) ? meta : {}), [marked]: true } },
  };
}

/** The arguments of a call, with the numbers that were marked. */
export function takeArguments(given: Record<string, unknown> = {}, meta?: unknown): Record<string, unknown> {
  return own(meta, marked) === true ? (restoreNumbers(given) as Record<string, unknown>) : given;
}

/** Keeps the text of a body whose numbers need it, before it is parsed (`verify` of express.json). */
export function keepWrittenNumbers(_request: unknown, response: object, body: Buffer): void {
  if (mayNeedText(body.toString('latin1'))) (response as Response).locals['written'] = body.toString();
}

/** The parsed body of a request, with the numbers in the arguments of calls marked. */
export function withWrittenNumbers(body: unknown, { locals }: Response): unknown {
  const text: unknown = locals['written'];
  return typeof text === 'string' ? markNumbers(body, text) : body;
}

const lineFeed = 0x0a;

/** Messages on lines, as they come over stdio, with the numbers in the arguments of calls marked. */
export function markNumbersOnLines(): Transform {
  let pieces: Buffer[] = [];
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        pieces.push(chunk.subarray(start, end + 1));
        this.push(markLine(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)));
        pieces = [];
        start = end + 1;
      }
      if (start < chunk.length) pieces.push(chunk.subarray(start));
      done();
    },
    flush(done) {
      if (pieces.length > 0) this.push(Buffer.concat(pieces));
      done();
    },
  });
}

function markLine(line: Buffer): Buffer {
  // What is looked for is ASCII, which is the same in both.
  if (!mayNeedText(line.toString('latin1'))) return line;
  const text = line.toString();
  try {
    return Buffer.from(`${JSON.stringify(markNumbers(JSON.parse(text), text))}\n`);
  } catch {
    return line; // whoever reads it says what is wrong
  }
}
