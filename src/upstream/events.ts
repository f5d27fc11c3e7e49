import type { Json } from '../base/json.ts';
import { essence, mediaKind } from '../catalog/media-kind.ts';
import { minify } from '../base/exact.ts';

/** Whether an answer of this type is a sequence of events or values, which may come one by one and never end. */
export function isEventStream(contentType: string): boolean {
  return essence(contentType) === 'text/event-stream' || mediaKind(contentType) === 'sequence';
}

/** Characters that may be the beginning of a separator. */
const longestSeparator = 3;

/** Takes a stream apart as it comes. */
export interface EventReader {
  /** @returns how many events there are so far */
  add: (text: string) => number;
  /** What the last one of them holds. */
  latest: () => string;
  /**
   * All of them as JSON texts, which keep every digit, or nothing where one is no JSON.
   *
   * @param isWhole - the stream came to its end, so that what follows the last separator is an event too
   */
  end: (isWhole: boolean) => readonly string[] | undefined;
}

/** Reads server-sent events (WHATWG HTML, 9.2.6), JSON text sequences (RFC 7464), or JSON on lines (NDJSON). */
export function createEventReader(contentType: string): EventReader {
  const format = formatOf(essence(contentType));
  const events: string[] = [];
  // What is not ended yet, in pieces: a long event is put together once, and searched once.
  let rest: string[] = [];
  let tail = '';
  const take = (text: string): void => {
    if (format.hasContent(text)) events.push(text);
  };
  return {
    add: (text) => {
      if (format.separator.test(tail + text)) {
        const pieces = (rest.join('') + text).split(format.separator);
        const last = pieces.pop()!;
        pieces.forEach(take);
        [rest, tail] = [[last], last.slice(-longestSeparator)];
      } else {
        rest.push(text);
        tail = (tail + text).slice(-longestSeparator);
      }
      return events.length;
    },
    latest: () => (events.length === 0 ? '' : format.shown(events.at(-1)!)),
    end: (isWhole) => {
      if (isWhole) take(rest.join(''));
      const values = events.map(format.toJson);
      return values.every((value) => value !== undefined) ? values : undefined;
    },
  };
}

/** How the events of a stream are told apart and read. */
interface Format {
  readonly separator: RegExp;
  /** Whether it is an event, not a comment or nothing at all. */
  readonly hasContent: (event: string) => boolean;
  readonly shown: (event: string) => string;
  readonly toJson: (event: string) => string | undefined;
}

function formatOf(type: string): Format {
  if (type === 'text/event-stream') return serverSent;
  return { ...values, separator: type.endsWith('json-seq') ? /\x1e/ : /\r?\n/ }; // eslint-disable-line no-control-regex
}

const values: Omit<Format, 'separator'> = {
  hasContent: (event) => event.trim() !== '',
  shown: (event) => event.trim(),
  toJson: (event) => (isJsonText(event) ? minify(event) : undefined),
};

const serverSent: Format = {
  separator: /\r\n\r\n|\n\n|\r\r|\r\n\n|\n\r\n/,
  hasContent: (event) => fieldsOf(event).data !== undefined,
  shown: (event) => fieldsOf(event).data ?? '',
  toJson: (event) => {
    const { data = '', ...fields } = fieldsOf(event);
    const members = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    // An object or a list is data; a word or number may be text that only looks like JSON.
    const value = /^\s*[[{]/.test(data) && isJsonText(data) ? minify(data) : JSON.stringify(data);
    return `{${[...members, `"data":${value}`].join(',')}}`;
  },
};

/** The fields of a server-sent event; lines of data are joined (WHATWG HTML, 9.2.6). */
function fieldsOf(block: string): { event?: string; id?: string; data?: string } {
  const fields: { event?: string; id?: string; data?: string } = {};
  for (const line of block.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const mark = line.indexOf(':');
    if (mark === 0) continue; // a comment, such as one that keeps the connection open
    const name = mark < 0 ? line : line.slice(0, mark);
    const value = mark < 0 ? '' : line.slice(mark + 1).replace(/^ /, '');
    if (name === 'data') fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
    else if (name === 'event' || name === 'id') fields[name] = value;
  }
  return fields;
}

function isJsonText(text: string): boolean {
  try {
    return (JSON.parse(text) as Json) !== undefined;
  } catch {
    return false;
  }
}
