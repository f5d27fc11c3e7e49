import type { Json } from '../../base/json.ts';
import type { BodyContent } from '../../catalog/body.ts';
import { ArgumentError } from '../argument-error.ts';
import { stringifyExact } from '../../base/exact.ts';
import { toFile } from './file.ts';
import { buildForm } from './form.ts';
import { buildMultipart } from './multipart.ts';
import { buildSequence } from './sequence.ts';
import { buildXml } from './xml.ts';

/** A body in bytes or text, and the Content-Type that says what it is. */
export interface BuiltBody {
  readonly body: string | Uint8Array;
  readonly contentType: string;
}

/**
 * The body of a request from its argument, in the media type chosen.
 *
 * @throws {ArgumentError} where the argument cannot be written in that type
 */
export function buildBody(value: Json, content: BodyContent): BuiltBody {
  const { kind, contentType } = content;
  switch (kind) {
    case 'json':
      return { body: stringifyExact(value), contentType };
    case 'form':
      return { body: buildForm(value, content.media), contentType };
    case 'multipart':
      return buildMultipart(value, content);
    case 'text':
    case 'xml': {
      const body = typeof value === 'string' ? value : kind === 'xml' ? toXml(value, content) : stringifyExact(value);
      return { body, contentType: withCharset(contentType, body) };
    }
    case 'sequence':
      return { body: typeof value === 'string' ? value : buildSequence(value, contentType), contentType };
    case 'binary': {
      const file = toFile(value, 'body');
      return { body: file.bytes, contentType: file.contentType ?? contentType };
    }
    default:
      return kind satisfies never;
  }
}

function toXml(value: Json, { xml }: BodyContent): string {
  if (!xml) throw new ArgumentError('body', 'expected XML, as text');
  return buildXml(value, xml());
}

/** Servers read `text/*` without a charset as ASCII or Latin-1 (RFC 2046, 4.1.2), so text beyond ASCII names its own. */
function withCharset(contentType: string, body: string): string {
  const ascii = /^[\0-\x7f]*$/.test(body);
  return ascii || !contentType.startsWith('text/') || /;\s*charset=/i.test(contentType)
    ? contentType
    : `${contentType}; charset=utf-8`;
}
