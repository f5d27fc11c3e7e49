/** Segments that name something, though their answers look like those of a value beside them. */
const words = new Set('me self current latest all new search count export import default active today'.split(' '));

const values: readonly RegExp[] = [
  // Numbers, versions excepted by what comes first, and coordinates.
  /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?)*$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // Digests, ObjectIds and other hexadecimal keys.
  /^(?=.*\d)[0-9a-f]{12,}$/i,
  /^\d{4}-\d\d-\d\d(T.*)?$/,
  // `bk_001`, `order-123`, `cus_Nf…`
  /^[A-Za-z]{1,12}[-_:.](?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]+$/,
  // `A1234`, `1234X`
  /^[A-Za-z]{0,4}\d{3,}[A-Za-z0-9]*$/,
  // Tokens: long, and of letters and digits.
  /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_~.=-]{16,}$/,
];

/** What a name in a URL is written with; all else is somebody's text: an address, a place, a base64 key. */
const plain = /^[$@]?[A-Za-z0-9_.~-]+(:[A-Za-z]+)?$/;

/** Whether a part of a path, or a key of an object, is a value rather than a name. */
export function looksLikeValue(text: string): boolean {
  if (text === '' || isWord(text)) return false;
  if (!plain.test(text) || /.@/.test(text)) return true;
  return values.some((shape) => shape.test(text));
}

/** `v2`, `v1.3`, and words that stand where a value could. */
export function isWord(text: string): boolean {
  return /(^|[-_.])v\d+([._]\d+)*(beta\d*|alpha\d*)?$/i.test(text) || words.has(text.toLowerCase());
}
