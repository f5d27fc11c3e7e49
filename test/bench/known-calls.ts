/** An operation that no generated call can be made of, and why that is the document's affair. */
interface KnownCall {
  /** The end of the document's id. */
  readonly document: string;
  readonly operation: string;
  readonly reason: string;
}

/** Reviewed: whoever adds a line has looked at the document. */
const known: readonly KnownCall[] = [
  {
    document: 'swagger.url',
    operation: 'GET /paths/string/empty/{stringPath}',
    reason: 'its only value is the empty string, which would make another path',
  },
  {
    document: 'swagger.url',
    operation: 'GET /paths/byte/empty/{bytePath}',
    reason: 'its only value is the empty string, which would make another path',
  },
  {
    document: 'ogen__positive.sample',
    operation: 'POST /oneofBug',
    reason: 'two alternatives of a oneOf take the same objects, so that hardly any is of exactly one',
  },
];

/** Why a call is known not to be possible. */
export function whyKnown(document: string, operation: string): string | undefined {
  return known.find((call) => document.endsWith(call.document) && call.operation === operation)?.reason;
}
