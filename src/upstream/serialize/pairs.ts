import type { Json } from '../../base/json.ts';
import type { Parameter, ParameterStyle } from '../../spec/operation.ts';
import { serializeDeepObject } from './deep-object.ts';
import {
  asIs,
  type Encode,
  encodeQueryReserved,
  encodeReservedName,
  encodeUnreserved,
  items,
  toText,
} from './encode.ts';
import { type Pair, serializeForm } from './form.ts';

type Serialized = Pick<Parameter, 'name' | 'style' | 'explode' | 'itemStyles'>;

/** How values, names and delimiters are written in one place. */
interface Encodes {
  readonly encode: Encode;
  readonly encodeName: Encode;
  readonly encodeDelimiter: Encode;
}

/** What separates the values of the delimited styles, before it is encoded. */
export const delimiters: Readonly<Partial<Record<ParameterStyle, string>>> = {
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabDelimited: '\t',
};

/** A value by a style that makes pairs: query parameters, and the fields of forms. */
export function serializePairs(parameter: Serialized & Pick<Parameter, 'allowReserved'>, value: Json): Pair[] {
  const encode = parameter.allowReserved ? encodeQueryReserved : encodeUnreserved;
  const encodeName = parameter.allowReserved ? encodeReservedName : encode;
  return toPairs(parameter, value, { encode, encodeName, encodeDelimiter: encodeURIComponent });
}

/** The same without percent-encoding, for the parts of multipart/form-data (OpenAPI 3.2.0, 4.15.1.2). */
export function serializePlainPairs(parameter: Serialized, value: Json): Pair[] {
  return toPairs(parameter, value, { encode: asIs, encodeName: asIs, encodeDelimiter: asIs });
}

function toPairs({ name, style, explode, itemStyles }: Serialized, value: Json, encodes: Encodes): Pair[] {
  const { encodeName, encodeDelimiter } = encodes;
  if (style === 'deepObject') return serializeDeepObject(name, value, encodes.encode, encodeName);
  const written = writeInnerLists(value, itemStyles, encodes.encode, encodeDelimiter);
  const delimiter = delimiters[style];
  return serializeForm(name, written.value, explode, written.encode, {
    encodeName,
    delimiter: delimiter === undefined ? ',' : encodeDelimiter(delimiter),
  });
}

/**
 * The lists within a list as text that is encoded already, each level with its own delimiter (Swagger 2.0, Items
 * Object), and how to encode the list that is left.
 */
export function writeInnerLists(
  value: Json,
  styles: readonly ParameterStyle[] | undefined,
  encode: Encode,
  encodeDelimiter: Encode,
): { value: Json; encode: Encode } {
  if (styles === undefined || styles.length === 0 || !Array.isArray(value)) return { value, encode };
  const write = (inner: Json, depth: number): string => {
    const style = styles[depth];
    if (style === undefined || !Array.isArray(inner)) return encode(toText(inner));
    const delimiter = delimiters[style];
    return items(inner as readonly Json[])
      .map((item) => write(item, depth + 1))
      .join(delimiter === undefined ? ',' : encodeDelimiter(delimiter));
  };
  return { value: items(value as readonly Json[]).map((item) => write(item, 0)), encode: asIs };
}
