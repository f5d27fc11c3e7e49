import type { Operation, Response } from '../spec/operation.ts';
import { essence, type MediaKind, mediaKind } from './media-kind.ts';

/** A media type that an operation answers in. */
interface Answer {
  readonly type: string;
  readonly kind: MediaKind;
  /** The value of its schema, to tell whether two types say the same. */
  readonly schema: unknown;
}

const rank: Record<MediaKind, number> = {
  json: 0,
  text: 1,
  sequence: 2,
  xml: 3,
  form: 4,
  multipart: 5,
  binary: 6,
};

/** JSON under another name for programs: nothing that a model could read, and nothing that JSON does not say. */
const machineTypes = /protobuf|msgpack|messagepack|cbor|bson|avro|smile|thrift|java-serialized/;

/**
 * The media types that an operation's answer can be asked for in, the best first, where the choice matters: fewer than
 * two are none. JSON, XML, YAML and text with the same schema are one representation of the same value to a model; CSV,
 * a document, a picture or a stream is another. Errors are no choice, and neither are ranges.
 *
 * The values of an `Accept` header parameter, which the specification ignores, come to the same.
 */
export function chooseAnswers({ responses, acceptable }: Operation): readonly string[] {
  const answers = successes(responses)
    .flatMap(({ content }) => content)
    .map(({ type, schema }): Answer => ({ type, kind: mediaKind(type), schema: schema?.value }));
  const declared = acceptable.map((type): Answer => ({ type, kind: mediaKind(type), schema: type }));
  const offered: Answer[] = [];
  for (const answer of [...answers, ...declared]
    .filter(isChoice)
    .sort((one, other) => rank[one.kind] - rank[other.kind]))
    if (!offered.some((better) => isSame(better, answer))) offered.push(answer);
  return offered.length < 2 ? [] : offered.map(({ type }) => type);
}

/** The answers that mean success: those with a status that says so, else the one for any. */
export function successes(responses: readonly Response[]): readonly Response[] {
  const success = responses.filter(({ status }) => status.startsWith('2'));
  return success.length > 0 ? success : responses.filter(({ status }) => status === 'default');
}

function isChoice({ type }: Answer): boolean {
  return /^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(type) && !essence(type).includes('problem+') && !machineTypes.test(type);
}

function isSame(better: Answer, answer: Answer): boolean {
  if (essence(better.type) === essence(answer.type) || (isPicture(better) && isPicture(answer))) return true;
  if (!isValue(better) || !isValue(answer)) return false;
  return better.schema === answer.schema || JSON.stringify(better.schema) === JSON.stringify(answer.schema);
}

/** Whichever format it is in, it shows the same. */
function isPicture({ type }: Answer): boolean {
  return type.startsWith('image/') && !type.startsWith('image/svg');
}

/** Whether a type writes out a value as its schema describes it. CSV has rows, whatever the schema says. */
function isValue({ type, kind }: Answer): boolean {
  return (
    ['json', 'xml', 'text'].includes(kind) && !/csv|tab-separated|event-stream|html|markdown|calendar|vcard/.test(type)
  );
}
